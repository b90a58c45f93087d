"""The check `conforms`."""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from pytest_bars.checks.base import judge
from pytest_bars.checks.conformance import ConformsCheck
from pytest_bars.environments.conformance import STRICT, WARN, Conformance, Deviation
from pytest_bars.exchange import Exchange
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.plan.types import RESOLVED
from pytest_bars.results import CheckResult
from tests.checks.conformance.bodies import booking, referral
from tests.checks.exchanges import exchange, judged

NODE = {"conforms": "OperationOutcome"}
GOOD: JsonObject = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "invalid"}],
}
BAD: JsonObject = {**GOOD, "issue": [{"severity": "grave"}], "unheard": 1}
UNHEARD = Deviation("CF-STRUCTURE", "OperationOutcome.*", "known to the supplier")
GRAVE = Deviation("CF-CODE-REQUIRED", "*.issue[*].severity", "fixed in 4.3")


def under(
    conformance: Conformance, body: Json | bytes, node: Json = "OperationOutcome"
) -> CheckResult:
    """Judge a body under what a profile says of conformance."""
    check = ConformsCheck.model_validate({"conforms": node}, context=RESOLVED)
    return judge(check, exchange(body), conformance=conformance)


def answering(sent: Json, body: Json) -> Exchange:
    """Return the exchange of a message and its answer."""
    made = exchange(body)
    asked = replace(
        made.request,
        method="POST",
        path="/$process-message",
        body=json.dumps(sent).encode(),
    )
    return replace(made, request=asked)


def test_a_valid_resource_conforms() -> None:
    result = judged(ConformsCheck, NODE, exchange(GOOD))
    assert (result.outcome, result.actual) == (CheckOutcome.PASS, "it conforms")
    assert result.expected == "an OperationOutcome that conforms to FHIR R4 and BaRS"


def test_one_fault_is_told_with_its_place_and_rule() -> None:
    bad: JsonObject = {**GOOD, "issue": [{"severity": "error"}]}
    result = judged(ConformsCheck, NODE, exchange(bad))
    assert result.outcome is CheckOutcome.FAIL
    assert result.actual.startswith("OperationOutcome.issue[0].code")
    assert result.actual.endswith("[CF-STRUCTURE]")
    assert result.details == (result.actual,)


def test_every_fault_is_listed() -> None:
    result = judged(ConformsCheck, NODE, exchange(BAD))
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
        ConformsCheck.model_validate({"conforms": {"resource": "Xyzzyx"}})


def test_an_expression_may_stand_for_the_whole() -> None:
    check = ConformsCheck.model_validate({"conforms": "${kind}"})
    assert check.phrase() == "a ${kind} that conforms to FHIR R4 and BaRS"


def test_a_profile_that_warns_lets_faults_pass_and_lists_them() -> None:
    result = under(WARN, BAD)
    assert result.outcome is CheckOutcome.WARN
    assert result.details == under(STRICT, BAD).details


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"resourceType": "Bundle", "type": "message"}, id="other-type"),
        pytest.param({}, id="no-type"),
        pytest.param([], id="no-object"),
        pytest.param(b"<html>Bad gateway</html>", id="a-page"),
        pytest.param(b"", id="empty"),
    ],
)
def test_another_body_fails_even_where_faults_warn(body: Json | bytes) -> None:
    assert under(WARN, body).outcome is CheckOutcome.FAIL


def test_a_wrong_type_cannot_be_accepted() -> None:
    accepted = Conformance(deviations=(Deviation("CF-TYPE", "*", "why not"),))
    assert under(accepted, {"resourceType": "Slot"}).outcome is CheckOutcome.FAIL


def test_broken_json_is_a_fault_as_any_other() -> None:
    broken = b'\xef\xbb\xbf {"resourceType": "OperationOutcome" "issue": []}'
    assert under(STRICT, broken).outcome is CheckOutcome.FAIL
    warned = under(WARN, broken)
    assert warned.outcome is CheckOutcome.WARN
    assert "[CF-JSON]" in warned.actual


def test_accepted_deviations_are_shown_with_their_reason() -> None:
    result = under(Conformance(deviations=(UNHEARD, GRAVE)), BAD)
    assert result.outcome is CheckOutcome.WARN
    assert result.actual == "3 deviations accepted by the profile"
    assert result.details[0].startswith("accepted, known to the supplier: Operation")
    assert any("fixed in 4.3" in line for line in result.details)


def test_what_is_not_accepted_still_fails() -> None:
    result = under(Conformance(deviations=(GRAVE,)), BAD)
    assert result.outcome is CheckOutcome.FAIL
    assert result.actual.endswith("; 1 deviation accepted by the profile")


def test_advice_is_shown_and_fails_nothing() -> None:
    system = "https://fhir.nhs.uk/CodeSystem/pathways-dx-codes"
    body: Json = {**GOOD, "meta": {"tag": [{"system": system, "code": "Dx010"}]}}
    result = under(STRICT, body)
    assert (result.outcome, result.actual) == (CheckOutcome.WARN, "1 remark")
    assert result.details[0].startswith("to note: OperationOutcome.meta.tag[0].code")


def test_the_list_is_bounded() -> None:
    result = under(STRICT, {**GOOD, **{f"x{number}": 1 for number in range(999)}})
    assert len(result.details) == 201
    assert result.details[-1] == "and 799 more"
    assert result.actual.startswith("999 faults")


def test_a_line_is_bounded() -> None:
    result = under(STRICT, {**GOOD, "x" * 100_000: 1})
    assert len(result.actual) < 600


def test_a_definition_is_held_against() -> None:
    line: Json = {"code": "Basic", "min": 1, "max": "1"}
    url = "https://fhir.nhs.uk/MessageDefinition/bars-message-booking-request"
    offered: Json = {"resourceType": "MessageDefinition", "url": url, "focus": [line]}
    result = under(STRICT, booking(), {"resource": "Bundle", "definition": offered})
    assert "expected exactly 1 Basic, found 0. [CF-DEFINITION-COUNT]" in result.actual


def test_what_is_no_definition_cannot_be_held_against() -> None:
    result = under(STRICT, booking(), {"resource": "Bundle", "definition": GOOD})
    assert result.outcome is CheckOutcome.ERROR
    assert result.actual == "there is no MessageDefinition in what is handed in"


def test_before_and_use_context_are_held_against() -> None:
    node: Json = {"resource": "Bundle", "use_context": "a1t1|x", "before": booking()}
    assert "[CF-USE-CONTEXT]" in under(STRICT, booking(), node).actual


def test_an_answer_is_held_against_what_was_sent() -> None:
    made = answering(referral("a1t1"), referral("a2t1"))
    result = judged(ConformsCheck, {"conforms": "Bundle"}, made)
    assert result.actual.endswith("[CF-USE-CASE-AGREES]")


@pytest.mark.parametrize("sent", [b"\xff", b"[" * 100_000, b" " * 1_000_001, None])
def test_whatever_was_sent_the_answer_is_judged(sent: bytes | None) -> None:
    made = answering({}, referral())
    made = replace(made, request=replace(made.request, body=sent))
    assert judged(ConformsCheck, {"conforms": "Bundle"}, made).actual == "it conforms"
