"""TKW's published list is complete, and each test is what its row says."""

from collections.abc import Iterator

import pytest

from pytest_bars.compile.model import CompiledStep, CompiledTest
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.sentinels import (
    STATEFUL_TABLE,
    Sentinel,
    StatefulCell,
    StatefulState,
    sentinels,
)
from pytest_bars.stages import Stage
from tests.testplans.rig import shipped_plans

TESTS = {
    test.ref: test
    for plan in shipped_plans()
    for test in plan.tests
    if plan.id.startswith("TKW-")
}
STATES = {
    StatefulState.INITIAL: "initial",
    StatefulState.BOOKED: "booked",
    StatefulState.REFERRED: "referred",
}
CELLS = {
    f"{cell.event}-when-{STATES[cell.state]}": cell for cell in STATEFUL_TABLE.values()
}


def expected(steps: tuple[CompiledStep, ...]) -> Iterator[Json]:
    """Yield every status that the steps, and those of their flows, may be answered."""
    for step in steps:
        for check in step.checks:
            listed = check.raw.get("status")
            yield from listed if isinstance(listed, list) else [listed]
        if step.flow is not None:
            yield from expected(step.flow.steps)


def test_the_plans_hold_every_scenario_and_cell_and_no_other_test() -> None:
    assert TESTS.keys() == {row.id for row in sentinels()} | CELLS.keys()


@pytest.mark.parametrize("row", sentinels(), ids=[row.id for row in sentinels()])
def test_a_scenario_expects_what_its_row_says(row: Sentinel) -> None:
    test = TESTS[row.id]
    assert test.kind == ("happy-path" if row.status == 200 else "error")
    assert row.id in test.requirements
    assert row.status in set(expected(test.steps))


@pytest.mark.parametrize(("ref", "cell"), CELLS.items(), ids=CELLS)
def test_a_cell_expects_what_the_table_says(ref: str, cell: StatefulCell) -> None:
    test = TESTS[ref]
    assert test.kind == ("happy-path" if cell.status == 200 else "error")
    assert cell.status in set(expected(test.steps))


@pytest.mark.parametrize("test", TESTS.values(), ids=TESTS)
def test_a_rehearsal_with_tkw_is_left_out_where_tkw_is_not(test: CompiledTest) -> None:
    assert {Stage.SANDBOX, Stage.UAT, Stage.PROD} <= test.not_in.keys()
