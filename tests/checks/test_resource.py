"""The check `resource`."""

import pytest

from pytest_bars.checks.resource import ResourceCheck
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged


@pytest.mark.parametrize(
    ("wanted", "body", "outcome", "actual"),
    [
        ("Bundle", {"resourceType": "Bundle"}, CheckOutcome.PASS, "a Bundle"),
        (["Slot", "Bundle"], {"resourceType": "Bundle"}, CheckOutcome.PASS, "a Bundle"),
        ("Slot", {"resourceType": "Bundle"}, CheckOutcome.FAIL, "a Bundle"),
        ("Slot", {"a": 1}, CheckOutcome.FAIL, "JSON without a resourceType"),
        ("Slot", [1], CheckOutcome.FAIL, "JSON without a resourceType"),
    ],
)
def test_the_body_must_be_a_resource_of_a_type(
    wanted: object, body: Json, outcome: CheckOutcome, actual: str
) -> None:
    result = judged(ResourceCheck, {"resource": wanted}, exchange(body))
    assert (result.outcome, result.actual) == (outcome, actual)


def test_the_expected_result_is_in_words() -> None:
    result = judged(ResourceCheck, {"resource": ["Slot", "Bundle"]}, exchange({}))
    assert result.expected == "a Slot or Bundle"
