"""The check `header`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.headers import HeaderCheck
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged

ON = exchange({}, headers={"X-Request-Id": "r-1"})


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param({}, "header x-request-id is present", id="presence"),
        pytest.param({"present": True}, "header x-request-id is present", id="present"),
        pytest.param({"equals": "r-1"}, "header x-request-id is r-1", id="equals"),
        pytest.param({"in": ["a", "r-1"]}, "header x-request-id is a or r-1", id="in"),
        pytest.param(
            {"matches": r"r-\d"}, r"header x-request-id matches r-\d", id="matches"
        ),
    ],
)
def test_a_header_that_fits_passes_whatever_its_case(
    node: dict[str, object], expected: str
) -> None:
    result = judged(HeaderCheck, {"header": "x-request-id", **node}, ON)
    assert (result.outcome, result.expected) == (CheckOutcome.PASS, expected)
    assert result.actual == "r-1"


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"equals": "r-2"}, id="equals"),
        pytest.param({"in": ["a", "b"]}, id="in"),
        pytest.param({"matches": "r"}, id="matches the whole value"),
        pytest.param({"present": False}, id="absent"),
    ],
)
def test_a_header_that_does_not_fit_fails(node: dict[str, object]) -> None:
    result = judged(HeaderCheck, {"header": "X-Request-Id", **node}, ON)
    assert result.outcome is CheckOutcome.FAIL


@pytest.mark.parametrize("node", [{}, {"equals": "r-1"}, {"matches": ".*"}])
def test_a_missing_header_fails(node: dict[str, object]) -> None:
    result = judged(HeaderCheck, {"header": "X-Other", **node}, ON)
    assert (result.outcome, result.actual) == (CheckOutcome.FAIL, "no such header")


def test_a_header_that_must_be_absent_may_be_missing() -> None:
    result = judged(HeaderCheck, {"header": "X-Other", "present": False}, ON)
    assert result.outcome is CheckOutcome.PASS
    assert result.expected == "header X-Other is absent"


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"equals": "a", "in": ["a"]}, id="two matchers"),
        pytest.param({"equals": "a", "present": True}, id="value and presence"),
        pytest.param({"matches": "("}, id="no regular expression"),
        pytest.param({"matches": "(" * 3000 + ")" * 3000}, id="nested too deeply"),
        pytest.param({"matches": "a{1,99999999999999999999}"}, id="repeated too often"),
        pytest.param({"matches": "[[a]&&b]"}, id="of another meaning in future"),
        pytest.param({"equals": None}, id="null"),
        pytest.param({"in": []}, id="no alternative"),
        pytest.param({"is": "a"}, id="unknown key"),
    ],
)
def test_what_is_no_header_check_is_refused(node: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HeaderCheck.model_validate({"header": "X-Request-Id", **node})
