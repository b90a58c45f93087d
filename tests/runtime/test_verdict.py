"""Nothing is green by default."""

import pytest

from pytest_bars.runtime.verdict import settle_exit_status
from pytest_bars.stages import Stage


@pytest.mark.parametrize(
    ("status", "stage", "outcomes", "allow_pending", "expected"),
    [
        pytest.param(0, Stage.LOCAL, {"pending": 1}, False, 0, id="rehearsal"),
        pytest.param(0, Stage.INT, {"pending": 1}, False, 0, id="int development"),
        pytest.param(0, Stage.UAT, {"pass": 2}, False, 0, id="all passed"),
        pytest.param(0, Stage.UAT, {"pass": 1, "pending": 1}, False, 1, id="pending"),
        pytest.param(0, Stage.UAT, {"pass": 1, "pending": 1}, True, 0, id="allowed"),
        pytest.param(0, Stage.UAT, {"pending": 1}, True, 0, id="only pending, allowed"),
        pytest.param(0, Stage.PROD, {"pass": 1, "skip": 1}, True, 1, id="left out"),
        pytest.param(0, Stage.PROD_E2E, {"pass": 1, "blocked": 1}, True, 1, id="held"),
        pytest.param(0, Stage.INT_ASSURANCE, {}, False, 5, id="nothing ran"),
        pytest.param(1, Stage.UAT, {"fail": 1}, True, 1, id="failed stays failed"),
        pytest.param(2, Stage.UAT, {}, True, 2, id="interrupted stays so"),
    ],
)
def test_the_exit_status(
    status: int,
    stage: Stage,
    outcomes: dict[str, int],
    *,
    allow_pending: bool,
    expected: int,
) -> None:
    settled = settle_exit_status(status, stage, outcomes, allow_pending=allow_pending)
    assert settled == expected
