"""The check `body`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.body import BodyCheck, walk
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged

PASS, FAIL = CheckOutcome.PASS, CheckOutcome.FAIL
BODY: Json = {"issue": [{"code": "duplicate", "n": 1}], "gone": None}


@pytest.mark.parametrize(
    ("demand", "outcome", "actual"),
    [
        ({"json": {"issue[0].code": "duplicate"}}, PASS, "as expected"),
        ({"json": {"issue[0].code": "x"}}, FAIL, "issue[0].code = duplicate"),
        ({"json": {"issue[1].code": "x"}}, FAIL, "issue[1].code is absent"),
        ({"json": {"issue[0].n": True}}, FAIL, "issue[0].n = 1"),
        ({"json": {"nothing": None, "gone": None}}, PASS, "as expected"),
        ({"contains": "dupl"}, PASS, "as expected"),
        ({"contains": ["dupl", "other"]}, FAIL, 'no "other"'),
        ({"equals": BODY}, PASS, "as expected"),
        (
            {"equals": {}},
            FAIL,
            '{"issue": [{"code": "duplicate", "n": 1}], "gone": null}',
        ),
        ({"empty": False}, PASS, "as expected"),
        ({"empty": True}, FAIL, "56 bytes"),
    ],
)
def test_the_body_must_be_as_demanded(
    demand: dict[str, object], outcome: CheckOutcome, actual: str
) -> None:
    result = judged(BodyCheck, {"body": demand}, exchange(BODY))
    assert (result.outcome, result.actual) == (outcome, actual)


@pytest.mark.parametrize(
    ("empty", "outcome"), [(True, PASS), (False, FAIL)], ids=["wanted", "unwanted"]
)
def test_a_body_may_have_to_be_empty(empty: object, outcome: CheckOutcome) -> None:
    result = judged(BodyCheck, {"body": {"empty": empty}}, exchange(b""))
    assert result.outcome is outcome


def test_a_text_is_found_in_what_is_not_json() -> None:
    result = judged(BodyCheck, {"body": {"contains": "<p>"}}, exchange(b"<p>\xff"))
    assert result.outcome is PASS


def test_the_expected_result_is_in_words() -> None:
    demand = {"json": {"a": 1}, "contains": "t", "equals": 2, "empty": False}
    result = judged(BodyCheck, {"body": demand}, exchange({}))
    assert result.expected == (
        'a body with a = 1, the text "t", the value 2 and a body that is not empty'
    )


def test_an_empty_body_alone_is_in_words() -> None:
    result = judged(BodyCheck, {"body": {"empty": True}}, exchange({}))
    assert result.expected == "an empty body"


@pytest.mark.parametrize("demand", [{}, {"json": {}}, {"contains": None}, {"x": 1}])
def test_what_demands_nothing_is_refused(demand: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BodyCheck.model_validate({"body": demand})


@pytest.mark.parametrize(
    ("path", "found"),
    [("a.b[1]", [2]), ("a.b[2]", []), ("a.b.c", []), ("a[0]", []), ("a.b", [[1, 2]])],
)
def test_a_path_leads_to_one_value_or_nothing(path: str, found: list[Json]) -> None:
    assert walk({"a": {"b": [1, 2]}}, path) == found
