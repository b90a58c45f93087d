"""The shipped plans, and a way to run some of their tests against a faulty partner."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Final

from pytest_bars.compile.model import CompiledCase, CompiledPlan, CompiledTest
from pytest_bars.results import TestResult
from pytest_bars.runtime.live import open_runtime
from pytest_bars.runtime.obligations import identity
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.runtime.simulation import start_simulator
from pytest_bars.runtime.workbench import open_workbench

ROOT: Final = Path(__file__).parents[2]
PLANS: Final = ROOT / "testplans"
# A profile of one's own with a base URL starts no simulator: here the faulty one is.
_PROJECT: Final = """\
schema: bars-project/1
project: fault-matrix
profiles:
  faulty: {{extends: local, base_url: "{base_url}"}}
"""

Case = tuple[CompiledPlan, CompiledTest, CompiledCase]


@cache
def shipped_plans() -> tuple[CompiledPlan, ...]:
    """Return every shipped plan, compiled."""
    bench = open_workbench(RunSettings(root=ROOT))
    return tuple(bench.compile(path) for path in sorted(PLANS.rglob("*.bars.yaml")))


def shipped_cases() -> Iterator[tuple[str, Case]]:
    """Yield every test, or case of it, by its name: `PLAN::REF[case]`."""
    for plan in shipped_plans():
        for test in plan.tests:
            for case in test.cases:
                yield f"{plan.id}::{identity(test, case)}", (plan, test, case)


def run_against(
    faults: Iterable[str], wanted: Collection[str], folder: Path
) -> dict[str, TestResult]:
    """Run the wanted tests against a simulator with these faults, as a real run does.

    folder: takes the project and its evidence.
    """
    simulator = start_simulator(faults)
    try:
        config = folder / "bars.yaml"
        config.write_text(_PROJECT.format(base_url=simulator.base_url), "utf-8")
        settings = RunSettings(
            root=ROOT, profile="faulty", config=config, evidence=folder, seed=1
        )
        runtime = open_runtime(open_workbench(settings), is_shared=False)
        try:
            return {
                name: runtime.run(*case)
                for name, case in shipped_cases()
                if name in wanted
            }
        finally:
            runtime.close(0, {})
    finally:
        Thread(target=simulator.stop).start()  # it takes a while; nobody waits for it
