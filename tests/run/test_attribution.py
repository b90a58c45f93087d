"""Whose a non-pass is, and whom to call."""

import pytest

from pytest_bars.exchange import Exchange, FaultKind, TransportFault
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.results import CheckResult
from pytest_bars.run.attribution import attribute_answer, attribute_checks, next_action
from pytest_bars.stages import Stage
from tests.checks.exchanges import exchange, lost
from tests.run.servers import outcome


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (409, outcome("REC_CONFLICT", "duplicate"), Attribution.RECEIVER),
        (401, outcome("SEND_UNAUTHORIZED", "security"), Attribution.SENDER),
        (400, outcome("PROXY_BAD_REQUEST", "structure"), Attribution.PROXY),
        (400, outcome("BAD_REQUEST", "invalid"), Attribution.PROXY),
        (500, {"resourceType": "OperationOutcome"}, Attribution.RECEIVER),
        (200, {"resourceType": "Bundle"}, Attribution.RECEIVER),
        (504, b"<html>", Attribution.PROXY),
        (429, b"", Attribution.PROXY),
        (500, b"<html>", Attribution.RECEIVER),
    ],
)
def test_an_answer_belongs_to_who_gave_it(
    status: int, body: Json | bytes, expected: Attribution
) -> None:
    assert attribute_answer(exchange(body, status=status)) is expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FaultKind.DNS, Attribution.PLATFORM),
        (FaultKind.TLS, Attribution.PLATFORM),
        (FaultKind.REFUSED, Attribution.HARNESS),
        (FaultKind.PROTOCOL, Attribution.RECEIVER),
    ],
)
def test_no_answer_belongs_to_the_platform_or_our_own_guard(
    kind: FaultKind, expected: Attribution
) -> None:
    given = lost()
    silent = Exchange(
        1, given.request, None, TransportFault(kind, ""), given.started, given.duration
    )
    assert attribute_answer(silent) is expected


def _check(result: CheckOutcome) -> CheckResult:
    return CheckResult(result, "a", "b")


@pytest.mark.parametrize(
    ("result", "check", "expected"),
    [
        (Outcome.PASS, CheckOutcome.PASS, None),
        (Outcome.BLOCKED, CheckOutcome.FAIL, Attribution.DATA),
        (Outcome.ERROR, CheckOutcome.ERROR, Attribution.HARNESS),
        (Outcome.FAIL, CheckOutcome.FAIL, Attribution.RECEIVER),
    ],
)
def test_a_judged_step_belongs_to(
    result: Outcome, check: CheckOutcome, expected: Attribution | None
) -> None:
    assert attribute_checks(result, [_check(check)], exchange({})) is expected


@pytest.mark.parametrize(
    ("stage", "call"),
    [
        (Stage.LOCAL, "nobody needs a call in a rehearsal"),
        (Stage.SANDBOX, "nobody needs a call in a rehearsal"),
        (Stage.INT, "call the supplier, then the BaRS team"),
        (Stage.INT_ASSURANCE, "call the supplier, then the BaRS team"),
        (Stage.UAT, "call the supplier, then the BaRS team"),
        (Stage.PROD, "call your own support, then the National Service Desk"),
        (Stage.PROD_E2E, "call your own support, then the National Service Desk"),
    ],
)
def test_whom_to_call_depends_on_the_stage(stage: Stage, call: str) -> None:
    assert next_action(Attribution.RECEIVER, stage) == (
        f"Show the Receiver's supplier this exchange; {call}."
    )


@pytest.mark.parametrize(
    "whose", [Attribution.DATA, Attribution.HARNESS, Attribution.PERSON]
)
def test_what_is_ours_needs_no_call(whose: Attribution) -> None:
    assert "call" not in next_action(whose, Stage.PROD)


def test_a_pass_needs_nothing() -> None:
    assert next_action(None, Stage.UAT) == ""
