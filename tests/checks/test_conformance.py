"""The check `conforms`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.conformance import ConformsCheck
from pytest_bars.jsontypes import JsonObject
from pytest_bars.outcomes import CheckOutcome
from tests.checks.exchanges import exchange, judged

NODE = {"conforms": "OperationOutcome"}
GOOD: JsonObject = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "invalid"}],
}


def test_a_valid_resource_conforms() -> None:
    result = judged(ConformsCheck, NODE, exchange(GOOD))
    assert (result.outcome, result.actual) == (CheckOutcome.PASS, "it conforms")
    assert result.expected == "an OperationOutcome that conforms to FHIR R4"


def test_one_fault_is_told_with_its_place() -> None:
    bad: JsonObject = {**GOOD, "issue": [{"severity": "error"}]}
    result = judged(ConformsCheck, NODE, exchange(bad))
    assert result.outcome is CheckOutcome.FAIL
    assert result.actual.startswith("OperationOutcome.issue[0].code")
    assert result.details == (result.actual,)


def test_every_fault_is_listed() -> None:
    bad: JsonObject = {**GOOD, "issue": [{"severity": "grave"}], "unheard": 1}
    result = judged(ConformsCheck, NODE, exchange(bad))
    assert result.actual.startswith(f"{len(result.details)} faults; the first: ")
    assert len(result.details) > 1


def test_another_resource_does_not_conform() -> None:
    result = judged(ConformsCheck, {"conforms": "Bundle"}, exchange(GOOD))
    assert result.outcome is CheckOutcome.FAIL


def test_a_misspelt_type_is_refused_with_the_right_one() -> None:
    with pytest.raises(ValidationError, match='Did you mean "Bundle"'):
        ConformsCheck.model_validate({"conforms": "Bundel"})


def test_a_type_like_no_other_is_refused() -> None:
    with pytest.raises(ValidationError, match="Names are as in FHIR R4"):
        ConformsCheck.model_validate({"conforms": "Xyzzyx"})
