"""Whose a non-pass is, as far as the evidence shows, and what to do next.

Source: design, section 4; BaRS guide, Core, Error handling (2025-05-31): codes with
SEND_ are raised by the API against the Sender, PROXY_ and codes without a prefix by
the API about itself, REC_ by or for the Receiver.
"""

from collections.abc import Iterable
from typing import Final

from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import Exchange, FaultKind, Response
from pytest_bars.fhir.outcome import read_outcome
from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.results import CheckResult
from pytest_bars.stages import Stage

_PROXY_STATUS: Final = frozenset({429, 502, 504})
_WHAT: Final = {
    Attribution.RECEIVER: "Show the Receiver's supplier this exchange",
    Attribution.SENDER: "Correct what the Sender sends: token, headers or message",
    Attribution.PROXY: "Report the API's answer with its X-Request-Id",
    Attribution.PLATFORM: "Look at network, DNS, certificates and service status, "
    "then run it again",
    Attribution.DATA: "Provide the data that is missing, then run it again",
    Attribution.HARNESS: "Correct the plan or the profile; if they are right, report a "
    "defect of pytest-bars",
    Attribution.PERSON: "Run it with a tester who can answer",
}
# An answer that is no HTTP, breaks off or never ends is wrong itself; no answer is the
# network's.
_OF_FAULT: Final = {
    FaultKind.REFUSED: Attribution.HARNESS,
    FaultKind.PROTOCOL: Attribution.RECEIVER,
}
_OURS: Final = frozenset({Attribution.DATA, Attribution.HARNESS, Attribution.PERSON})


def attribute_answer(exchange: Exchange) -> Attribution:
    """Return whose an exchange is that did not give what was expected."""
    if exchange.fault is not None:
        return _OF_FAULT.get(exchange.fault.kind, Attribution.PLATFORM)
    code = None if exchange.response is None else _error_code(exchange.response)
    if exchange.response is None or code is None:
        status = 0 if exchange.response is None else exchange.response.status
        return Attribution.PROXY if status in _PROXY_STATUS else Attribution.RECEIVER
    if code.startswith("REC_"):
        return Attribution.RECEIVER
    if code.startswith("SEND_"):
        return Attribution.SENDER
    return Attribution.PROXY


def attribute_checks(
    outcome: Outcome, checks: Iterable[CheckResult], exchange: Exchange
) -> Attribution | None:
    """Return whose a judged step is; None for a pass."""
    match outcome:
        case Outcome.PASS:
            return None
        case Outcome.BLOCKED:
            return Attribution.DATA
        case Outcome.ERROR if any(c.outcome is CheckOutcome.ERROR for c in checks):
            return Attribution.HARNESS
        case _:
            return attribute_answer(exchange)


def next_action(attribution: Attribution | None, stage: Stage) -> str:
    """Return what to do, and whom to call at this stage; empty for a pass."""
    if attribution is None:
        return ""
    what = _WHAT[attribution]
    if attribution in _OURS:
        return f"{what}."
    return f"{what}; {_whom(stage)}."


def _whom(stage: Stage) -> str:
    if stage.is_production:
        return "call your own support, then the National Service Desk"
    if stage.is_counted:
        return "call the supplier, then the BaRS team"
    return "nobody needs a call in a rehearsal"


def _error_code(response: Response) -> str | None:
    """Return the BaRS code of an OperationOutcome, or None."""
    try:
        outcome = read_outcome(response.json)
    except ExchangeError:
        return None
    codes = (issue.details_code for issue in outcome.issues) if outcome else ()
    return next((code for code in codes if code), None)
