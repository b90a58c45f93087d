"""The check `fhirpath`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.fhirpath import FhirPathCheck
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged

APPOINTMENT: Json = {
    "resourceType": "Appointment",
    "id": "a-1",
    "status": "booked",
    "minutesDuration": 15,
    "participant": [{"status": "accepted"}, {"status": "declined"}],
}
ON = exchange(APPOINTMENT)
PASS, FAIL, ERROR = CheckOutcome.PASS, CheckOutcome.FAIL, CheckOutcome.ERROR


@pytest.mark.parametrize(
    ("node", "outcome", "actual"),
    [
        pytest.param({"fhirpath": "status = 'booked'"}, PASS, "true", id="true"),
        pytest.param({"fhirpath": "status = 'noshow'"}, FAIL, "false", id="false"),
        pytest.param(
            {"fhirpath": "start > '2026'"}, FAIL, "nothing found", id="empty is a fail"
        ),
        pytest.param(
            {"fhirpath": "status"},
            ERROR,
            "booked: not one true or false; add equals, in, matches or count",
            id="no boolean is an error",
        ),
        pytest.param(
            {"fhirpath": "participant.select(status = 'accepted')"},
            ERROR,
            "2 values: [true, false]: not one true or false; "
            "add equals, in, matches or count",
            id="two booleans are an error",
        ),
    ],
)
def test_without_matcher_it_must_be_true(
    node: dict[str, object], outcome: CheckOutcome, actual: str
) -> None:
    result = judged(FhirPathCheck, node, ON)
    assert (result.outcome, result.actual) == (outcome, actual)


@pytest.mark.parametrize(
    ("node", "outcome"),
    [
        pytest.param({"fhirpath": "status", "equals": "booked"}, PASS, id="equal"),
        pytest.param({"fhirpath": "status", "equals": "noshow"}, FAIL, id="unequal"),
        pytest.param({"fhirpath": "minutesDuration", "equals": 15}, PASS, id="number"),
        pytest.param({"fhirpath": "minutesDuration", "equals": "15"}, FAIL, id="text"),
        pytest.param({"fhirpath": "start", "equals": "x"}, FAIL, id="nothing found"),
        pytest.param({"fhirpath": "start", "equals": []}, PASS, id="nothing wanted"),
        pytest.param(
            {"fhirpath": "participant.status", "equals": "accepted"},
            FAIL,
            id="one of two is not equal",
        ),
        pytest.param(
            {"fhirpath": "participant.status", "equals": ["accepted", "declined"]},
            PASS,
            id="a list is all of them in order",
        ),
        pytest.param(
            {"fhirpath": "participant.status", "in": ["accepted", "declined"]},
            PASS,
            id="each is one of",
        ),
        pytest.param(
            {"fhirpath": "participant.status", "in": ["accepted"]},
            FAIL,
            id="one is none of",
        ),
        pytest.param({"fhirpath": "start", "in": ["x"]}, FAIL, id="in of nothing"),
        pytest.param({"fhirpath": "id", "matches": r"a-\d"}, PASS, id="matches"),
        pytest.param({"fhirpath": "id", "matches": "a"}, FAIL, id="matches no part"),
        pytest.param({"fhirpath": "start", "matches": ".*"}, FAIL, id="match nothing"),
        pytest.param({"fhirpath": "participant", "count": 2}, PASS, id="count"),
        pytest.param({"fhirpath": "participant", "count": 1}, FAIL, id="other count"),
        pytest.param({"fhirpath": "start", "count": 0}, PASS, id="count of nothing"),
    ],
)
def test_a_matcher_judges_what_is_found(
    node: dict[str, object], outcome: CheckOutcome
) -> None:
    assert judged(FhirPathCheck, node, ON).outcome is outcome


def test_a_value_reaches_the_expression_by_with() -> None:
    node = {"fhirpath": "id = %wanted.id", "with": {"wanted": {"id": "a-1"}}}
    assert judged(FhirPathCheck, node, ON).outcome is PASS


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("status = %unknown", id="unset variable"),
        pytest.param("status = = 'x'", id="malformed"),
    ],
)
def test_an_expression_that_cannot_be_evaluated_is_an_error(expression: str) -> None:
    assert judged(FhirPathCheck, {"fhirpath": expression}, ON).outcome is ERROR


@pytest.mark.parametrize(
    ("matcher", "words"),
    [
        ({}, "status is true"),
        ({"equals": "booked"}, "status is booked"),
        ({"in": ["booked", 1]}, "status is booked or 1"),
        ({"matches": "b.*"}, "status matches b.*"),
        ({"count": 1}, "status finds 1"),
    ],
)
def test_the_expected_result_is_in_words(
    matcher: dict[str, object], words: str
) -> None:
    result = judged(FhirPathCheck, {"fhirpath": "status", **matcher}, ON)
    assert result.expected == words


@pytest.mark.parametrize(
    ("expression", "actual"),
    [("start", "found none"), ("status", "found 1"), ("participant", "found 2")],
)
def test_a_count_says_how_many_were_found(expression: str, actual: str) -> None:
    result = judged(FhirPathCheck, {"fhirpath": expression, "count": 7}, ON)
    assert result.actual == actual


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"equals": 1, "count": 1}, id="two matchers"),
        pytest.param({"count": -1}, id="negative count"),
        pytest.param({"matches": "["}, id="no regular expression"),
        pytest.param({"with": {"not a name": 1}}, id="no name"),
    ],
)
def test_what_is_no_fhirpath_check_is_refused(node: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FhirPathCheck.model_validate({"fhirpath": "status", **node})
