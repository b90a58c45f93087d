"""The check `status`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.status import StatusCheck
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.plan.types import RESOLVED
from tests.checks.exchanges import exchange, judged


@pytest.mark.parametrize(
    ("allowed", "status", "outcome"),
    [
        pytest.param(200, 200, CheckOutcome.PASS, id="the one"),
        pytest.param([400, 422], 422, CheckOutcome.PASS, id="one of several"),
        pytest.param(200, 201, CheckOutcome.FAIL, id="another of its class"),
        pytest.param([400, 422], 500, CheckOutcome.FAIL, id="none of several"),
    ],
)
def test_the_status_must_be_one_of_those_allowed(
    allowed: object, status: int, outcome: CheckOutcome
) -> None:
    result = judged(StatusCheck, {"status": allowed}, exchange(status=status))
    assert result.outcome is outcome


def test_expected_and_actual_are_short() -> None:
    result = judged(StatusCheck, {"status": [400, 422]}, exchange(status=500))
    assert (result.expected, result.actual) == ("status 400 or 422", "status 500")


@pytest.mark.parametrize("status", ["200", True, 99, 600, ["x"], None, 2.5])
def test_what_is_no_status_is_refused(status: object) -> None:
    with pytest.raises(ValidationError):
        StatusCheck.model_validate({"status": status})


@pytest.mark.parametrize("status", ["${case.status}", [200, "${case.status}"]])
def test_an_expression_may_stand_for_a_status_until_resolved(status: object) -> None:
    StatusCheck.model_validate({"status": status})
    with pytest.raises(ValidationError):
        StatusCheck.model_validate({"status": status}, context=RESOLVED)
