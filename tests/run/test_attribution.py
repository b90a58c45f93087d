"""Whose a non-pass is, and whom to call."""

import pytest

from pytest_bars.exchange import Exchange, FaultKind, TransportFault
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.protocol.error_codes import ERROR_CODES
from pytest_bars.protocol.failures import explain_code, failures
from pytest_bars.reports.failure import render_failure
from pytest_bars.results import CheckResult
from pytest_bars.run.attribution import (
    attribute_answer,
    attribute_checks,
    explain_answer,
    next_action,
    unwanted_failure,
)
from pytest_bars.stages import Stage
from tests.checks.exchanges import exchange, lost
from tests.run.conftest import OpenBench
from tests.run.plans import TEST, reading
from tests.run.servers import Answer, Receiver, outcome


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (409, outcome("REC_CONFLICT", "duplicate"), Attribution.RECEIVER),
        (401, outcome("SEND_UNAUTHORIZED", "security"), Attribution.SENDER),
        (500, outcome("SERVER_ERROR", "exception"), Attribution.PROXY),
        (400, outcome("PROXY_BAD_REQUEST", "structure"), Attribution.SENDER),
        (400, outcome("BAD_REQUEST", "invalid"), Attribution.SENDER),
        (404, outcome("PROXY_NOT_FOUND", "not-found"), Attribution.PLATFORM),
        (418, outcome("TEAPOT", "processing"), Attribution.PROXY),
        (500, {"resourceType": "OperationOutcome"}, Attribution.RECEIVER),
        (200, {"resourceType": "Bundle"}, Attribution.RECEIVER),
        (504, b"<html>", Attribution.PROXY),
        (429, b"", Attribution.PROXY),
        (500, b"<html>", Attribution.RECEIVER),
    ],
)
def test_an_answer_belongs_to_who_can_mend_it(
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


@pytest.mark.parametrize("kind", ["status", "outcome"])
def test_an_error_that_was_wanted_belongs_to_who_gave_it(kind: str) -> None:
    answer = exchange(outcome("SEND_UNAUTHORIZED", "security"), status=401)
    wanted = CheckResult(CheckOutcome.PASS, "a", "b", kind=kind)
    wrong = CheckResult(CheckOutcome.FAIL, "a", "b", kind="header")
    judged = attribute_checks(Outcome.FAIL, [wanted, wrong], answer)
    assert judged is Attribution.PROXY
    assert unwanted_failure([wanted, wrong], answer) is None
    unwanted = CheckResult(CheckOutcome.FAIL, "a", "b", kind=kind)
    judged = attribute_checks(Outcome.FAIL, [unwanted, wrong], answer)
    assert judged is Attribution.SENDER


def test_a_wanted_answer_without_a_code_is_the_receivers() -> None:
    wanted = CheckResult(CheckOutcome.PASS, "a", "b", kind="status")
    wrong = CheckResult(CheckOutcome.FAIL, "a", "b", kind="body")
    for answer in (exchange({}), exchange(b"", status=504), lost()):
        judged = attribute_checks(Outcome.FAIL, [wanted, wrong], answer)
        assert judged is Attribution.RECEIVER


def test_nothing_came_of_what_was_not_sent() -> None:
    given = lost()
    nothing = Exchange(1, given.request, None, None, given.started, given.duration)
    assert explain_answer(nothing) is None


def test_a_failing_run_shows_what_each_known_code_means(
    receiver: Receiver, bench: OpenBench
) -> None:
    opened = bench(reading("status: 200"))
    wrong = []
    for kind, code, issue in failures():
        if kind == "code":
            known = explain_code(code, issue)
            answer = Answer(ERROR_CODES[code].status, outcome(code, issue))
            receiver.on("GET", "/metadata", answer)
            result = opened.run("T-1")
            told = render_failure(result)
            owner = f"belongs to  {known.owner.value}"
            words = " ".join(told.split())
            is_told = known.meaning in words and known.action in words and owner in told
            wrong += [told] * (not is_told)
    assert not wrong
    (meaning,) = {record["meaning"] for record in opened.records("step.finished")[-1:]}
    assert meaning == known.meaning


def test_a_failing_run_shows_that_a_code_is_unknown(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(418, outcome("REC_TEAPOT", "processing")))
    told = render_failure(bench(reading("status: 200")).run("T-1"))
    assert "  means       No published list has this code.\n" in told


def test_a_flow_hands_on_what_its_step_asks_for(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(401, outcome("SEND_UNAUTHORIZED", "login")))
    flows = """
    look:
      title: Look
      steps:
        - ref: read
          name: Read
          request: {get: /metadata, to: receiver}
          expect: [{status: 200}]
    """
    steps = "    steps: [{ref: looked, name: Look, flow: look}]\n"
    result = bench(f"{TEST}{steps}", flows=flows).run("T-1")
    assert result.next_action.startswith("Check client id, key and kid")


def test_data_that_is_missing_is_no_fault_of_who_answered(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(404, outcome("REC_NOT_FOUND", "not-found")))
    result = bench(reading("{status: 200, on_fail: blocked}", "{status: [200, 404]}"))
    told = result.run("T-1")
    assert told.outcome is Outcome.BLOCKED
    assert told.attribution is Attribution.DATA
    assert told.next_action.startswith("Provide the data that is missing")
    assert told.steps[0].meaning.startswith("The Receiver knows no record")


def test_no_answer_is_explained_too(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/metadata", Answer(is_lost=True))
    told = bench(reading("status: 200")).run("T-1")
    assert told.outcome is Outcome.ERROR
    assert told.steps[0].meaning.endswith("or it broke off before an answer.")
    assert "before you repeat it" in told.next_action


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
