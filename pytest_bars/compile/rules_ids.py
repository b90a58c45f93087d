"""Rules of ids of the standard: requirements and workflows exist."""

from collections.abc import Iterable, Iterator
from typing import Final

from pytest_bars.compile.nodes import Node
from pytest_bars.compile.view import Known
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.source import Fault

_REQUIREMENT_HINT: Final = "Requirements are ids such as core-booking-receiver-1."
_WORKFLOW_HINT: Final = "Workflows are ids such as app1-booking-new."


def unknown_requirements(
    node: Node, ids: Iterable[str], known: Known, *path: str | int
) -> Iterator[Fault]:
    """Yield a fault for each requirement the catalogue does not have."""
    for place, name in enumerate(ids):
        if name not in known.requirements:
            hint = did_you_mean(name, known.requirements) or _REQUIREMENT_HINT
            message = f'there is no requirement "{name}".'
            yield node.fault(message, *path, "requirements", place, hint=hint)


def unknown_workflows(node: Node, ids: Iterable[str], known: Known) -> Iterator[Fault]:
    """Yield a fault for each workflow the catalogue does not have."""
    for place, name in enumerate(ids):
        if name not in known.workflows:
            hint = did_you_mean(name, known.workflows) or _WORKFLOW_HINT
            yield node.fault(
                f'there is no workflow "{name}".', "workflows", place, hint=hint
            )
