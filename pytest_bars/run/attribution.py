"""Whose a non-pass is, as far as the evidence shows, and what to do next.

What each error means and whose it is stands in `protocol/failures.py`, as data.
"""

from collections.abc import Sequence
from typing import Final

from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import Exchange, Response
from pytest_bars.fhir.outcome import read_outcome
from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.protocol.failures import (
    CALLS,
    Failure,
    answerer_of,
    explain_code,
    explain_status,
    explain_transport,
)
from pytest_bars.results import CheckResult
from pytest_bars.stages import Stage

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
_OURS: Final = frozenset({Attribution.DATA, Attribution.HARNESS, Attribution.PERSON})
# Checks that say which answer was wanted; others look at what is in it.
_OF_THE_ANSWER: Final = frozenset({"status", "outcome"})


def explain_answer(exchange: Exchange) -> Failure | None:
    """Return the known error an exchange ended with, or None."""
    if exchange.fault is not None:
        return explain_transport(exchange.fault.kind.value)
    if exchange.response is None:
        return None
    code, issue = _error_code(exchange.response)
    if code:
        return explain_code(code, issue)
    return explain_status(exchange.response.status)


def attribute_answer(exchange: Exchange) -> Attribution:
    """Return whose an exchange is that did not give what was expected."""
    failure = explain_answer(exchange)
    return Attribution.RECEIVER if failure is None else failure.owner


def unwanted_failure(
    checks: Sequence[CheckResult], exchange: Exchange
) -> Failure | None:
    """Return the error an exchange ended with, where that error was not wanted."""
    judged = [c.outcome for c in checks if c.kind in _OF_THE_ANSWER]
    is_wanted = bool(judged) and set(judged) == {CheckOutcome.PASS}
    return None if is_wanted else explain_answer(exchange)


def attribute_checks(
    outcome: Outcome, checks: Sequence[CheckResult], exchange: Exchange
) -> Attribution | None:
    """Return whose a judged step is; None for a pass.

    An error that was wanted, with something else wrong in it, belongs to who gave it.
    """
    match outcome:
        case Outcome.PASS:
            return None
        case Outcome.BLOCKED:
            return Attribution.DATA
        case Outcome.ERROR if any(c.outcome is CheckOutcome.ERROR for c in checks):
            return Attribution.HARNESS
        case _:
            failure = unwanted_failure(checks, exchange)
            return _answerer(exchange) if failure is None else failure.owner


def next_action(attribution: Attribution | None, stage: Stage, action: str = "") -> str:
    """Return what to do, and whom to call at this stage; empty for a pass.

    action: what the error itself asks for, where it is known.
    """
    if attribution is None:
        return ""
    what = action or _WHAT[attribution]
    if attribution in _OURS:
        return f"{what}."
    return f"{what}; {CALLS[stage]}."


def _answerer(exchange: Exchange) -> Attribution:
    """Return who gave an answer: the Receiver, unless its code says the API."""
    code = "" if exchange.response is None else _error_code(exchange.response)[0]
    return answerer_of(code) if code else Attribution.RECEIVER


def _error_code(response: Response) -> tuple[str, str]:
    """Return BaRS code and issue type of an OperationOutcome; empty without a code."""
    try:
        outcome = read_outcome(response.json)
    except ExchangeError:
        return "", ""
    issues = outcome.issues if outcome else ()
    found = ((i.details_code, i.code or "") for i in issues if i.details_code)
    return next(found, ("", ""))
