"""The check `duration`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.duration import DurationCheck
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged


@pytest.mark.parametrize(
    ("milliseconds", "outcome"),
    [
        pytest.param(499, CheckOutcome.PASS, id="below"),
        pytest.param(500, CheckOutcome.PASS, id="just"),
        pytest.param(501, CheckOutcome.FAIL, id="above"),
    ],
)
def test_the_answer_must_come_in_time(milliseconds: int, outcome: CheckOutcome) -> None:
    on = exchange({}, milliseconds=milliseconds)
    result = judged(DurationCheck, {"duration": {"max": "500ms"}}, on)
    assert result.outcome is outcome
    assert result.expected == "an answer within 500 ms"
    assert result.actual == f"{milliseconds} ms"


@pytest.mark.parametrize("limit", ["5", "five", 5, None])
def test_what_is_no_duration_is_refused(limit: object) -> None:
    with pytest.raises(ValidationError):
        DurationCheck.model_validate({"duration": {"max": limit}})
