"""Hand what happened to Allure, where pytest writes Allure results."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pytest_bars.evidence.records import Record
from pytest_bars.reports.allure import (
    AllureStories,
    write_broken_off,
    write_run_files,
    write_unread,
)
from pytest_bars.runtime.live import Runtime


class AllureBridge:
    """Gather the redacted records of the running test, and tell them to Allure."""

    def __init__(self, stories: AllureStories, folder: Path, runtime: Runtime) -> None:
        self._stories = stories
        self._folder = folder
        self._runtime = runtime
        self._records: list[Record] = []
        runtime.journal.listen(self._records.append)
        stories.register()

    def start(self) -> None:
        """Forget the records of the test before."""
        self._records.clear()

    def tell(self, title: str) -> None:
        """Tell the steps of the test that has just ended."""
        self._stories.tell(title, self._records, self._runtime.journal.object)

    def close(
        self, errors: Mapping[str, str], crashes: Mapping[str, str], *, is_worker: bool
    ) -> None:
        """Write what concerns the whole run.

        errors: plans not read, by path. crashes: tests broken off, by node id.
        """
        self._stories.unregister()
        if is_worker:
            return
        write_run_files(self._folder, _environment(self._runtime))
        for path, message in errors.items():
            write_unread(self._folder, path, message)
        for test, message in crashes.items():
            write_broken_off(self._folder, test, message)


def open_bridge(config: pytest.Config, runtime: Runtime) -> AllureBridge:
    """Return the bridge to allure-pytest, which is writing results."""
    listener: Any = config.pluginmanager.get_plugin("allure_listener")
    profile = runtime.bench.profile
    labels = {
        "stage": profile.stage.label,
        "nhsEnvironment": profile.nhs_environment,
    }
    folder = config.invocation_params.dir / config.getoption("allure_report_dir")
    return AllureBridge(AllureStories(listener.allure_logger, labels), folder, runtime)


def _environment(runtime: Runtime) -> dict[str, str]:
    profile = runtime.bench.profile
    return {
        "Run": runtime.run_id,
        "Profile": profile.name,
        "Testing.stage": profile.stage.label,
        "NHS.environment": profile.nhs_environment,
        "Target": f"{profile.target.system}|{profile.target.value}",
        "Rehearsal": "yes" if profile.is_simulated else "no",
        "Seed": str(runtime.place.seed),
    }
