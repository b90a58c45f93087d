"""The entry point: each pytest hook, forwarded to the module that owns it.

Every pytest run on the machine loads this, so what only Test Plans need is imported
when the first one is met. Hooks with a session's state are methods of `Lifecycle`.
"""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_bars.plugin import fixtures, hookspecs, options, search
from pytest_bars.plugin.lifecycle import Lifecycle
from pytest_bars.plugin.own_modules import load_plainly

if TYPE_CHECKING:
    from pytest_bars.plugin.collect import BarsFile


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare our options."""
    options.add_options(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare our hooks."""
    pluginmanager.add_hookspecs(hookspecs)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, the fixtures, and what opens and closes a run."""
    config.add_cleanup(load_plainly())
    config.addinivalue_line("markers", options.MARKER)
    config.pluginmanager.register(fixtures, "bars-fixtures")
    config.pluginmanager.register(Lifecycle.of(config), "bars-lifecycle")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave evidence folders alone."""
    return True if search.is_evidence(collection_path) else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "BarsFile | None":
    """Collect Test Plans, and nothing else."""
    if not search.is_plan(file_path.name):
        return None
    from pytest_bars.plugin.collect import BarsFile  # noqa: PLC0415 - on first need

    return BarsFile.from_parent(parent, path=file_path)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Complete the report of a test of ours, before any other plugin sees it."""
    report = yield
    if Lifecycle.of(item.config).is_known:
        from pytest_bars.plugin.item import BarsItem  # noqa: PLC0415 - on first need

        if isinstance(item, BarsItem):
            item.complete(report, call.excinfo)
    return report
