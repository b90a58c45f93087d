"""Third-party kinds of step and check, templates and observers, by entry point.

A package names a module or object under the entry-point group `pytest_bars`; the
functions it marks with `extension` are called here, so `bars lint` sees them too.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pluggy

from pytest_bars.errors import BarsError
from pytest_bars.evidence.records import Record
from pytest_bars.plan.model import Check, Step

GROUP: Final = "pytest_bars"
extension = pluggy.HookimplMarker(GROUP)
_specification = pluggy.HookspecMarker(GROUP)


class Extensions:
    """What an extension may offer; each hook is optional."""

    @_specification
    def bars_steps(self) -> Sequence[type[Step]]:  # type: ignore[empty-body] # a specification
        """Return kinds of step: subclasses of StepKind with a key of their own."""

    @_specification
    def bars_checks(self) -> Sequence[type[Check]]:  # type: ignore[empty-body] # a specification
        """Return kinds of check: subclasses of CheckKind with a key of their own."""

    @_specification
    def bars_templates(self) -> Sequence[Path]:  # type: ignore[empty-body] # a specification
        """Return folders of payload templates."""

    @_specification
    def bars_record(self, record: Record) -> None:
        """See each redacted record of the evidence, right after it is written."""


@cache
def load_extensions() -> pluggy.PluginManager:
    """Return the extensions installed, loaded once in a process.

    Raises BarsError naming the extension that cannot be loaded.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(Extensions)
    try:
        manager.load_setuptools_entrypoints(GROUP)
    except Exception as error:  # whatever a third party's import raises
        raise BarsError(
            f"An extension of the entry-point group {GROUP} cannot be loaded: "
            f"{error}. Repair or uninstall it."
        ) from error
    return manager
