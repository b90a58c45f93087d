"""Write a plan and run pytest over it, in a process of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pytest_bars.runtime.simulation import start_simulator

Run = Callable[..., pytest.RunResult]

PROJECT = """\
schema: bars-project/1
project: plugin-tests
profiles:
  partner: {{extends: local, base_url: "{base_url}"}}
"""


@pytest.fixture(scope="session")
def partner() -> Iterator[str]:
    """Return the base URL of a simulator shared by the tests of this folder."""
    simulator = start_simulator()
    yield simulator.base_url
    simulator.stop()


@pytest.fixture
def run(pytester: pytest.Pytester, partner: str) -> Run:
    """Return a function that writes plans by file name and runs pytest over them."""

    def run_plans(*arguments: str, **plans: str) -> pytest.RunResult:
        for name, text in plans.items():
            (pytester.path / f"{name}.bars.yaml").write_text(text, encoding="utf-8")
        project = PROJECT.format(base_url=partner)
        (pytester.path / "bars.yaml").write_text(project, encoding="utf-8")
        given = () if "--bars-env" in str(arguments) else ("--bars-env=partner",)
        return pytester.runpytest_subprocess("-W", "error", *given, *arguments)

    return run_plans


def evidence(pytester: pytest.Pytester) -> Path:
    """Return the one run folder of a test."""
    (folder,) = (pytester.path / "bars-evidence").glob("*.bars")
    return folder
