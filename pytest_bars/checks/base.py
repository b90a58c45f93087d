"""What a check is: a kind's model, what it is shown, and how it is judged."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import TypeVar

from pytest_bars.environments.conformance import STRICT, Conformance
from pytest_bars.errors import BarsError, ExchangeError
from pytest_bars.exchange import Exchange, Response
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.plan.model import Check
from pytest_bars.results import CheckResult
from pytest_bars.source import SourceMark

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may look at: an exchange, and the response it has.

    conformance: how strictly the profile takes it.
    """

    exchange: Exchange
    response: Response
    conformance: Conformance = STRICT

    @property
    def json(self) -> Json:
        """Return the body of the response read as JSON.

        Raises ExchangeError when it is not JSON, which `judge` makes a fail.
        """
        return self.response.json


class CheckKind(Check):
    """Be the base of every kind of check: a model that can judge an exchange."""

    @abstractmethod
    def phrase(self) -> str:
        """Return what is expected, in a few words a tester understands."""

    @abstractmethod
    def evaluate(self, context: CheckContext) -> CheckResult:
        """Return outcome, expected and actual; `judge` adds the envelope."""

    def verdict(
        self, *, holds: bool, actual: str, details: tuple[str, ...] = ()
    ) -> CheckResult:
        """Return whether what `phrase` says holds."""
        outcome = CheckOutcome.PASS if holds else CheckOutcome.FAIL
        return CheckResult(outcome, self.phrase(), actual, details=details)

    def trouble(self, actual: str) -> CheckResult:
        """Return that it could not be judged, and why."""
        return CheckResult(CheckOutcome.ERROR, self.phrase(), actual)


def judge(
    check: Check,
    exchange: Exchange,
    mark: SourceMark | None = None,
    conformance: Conformance = STRICT,
) -> CheckResult:
    """Evaluate one check on an exchange; whatever goes wrong inside is an error.

    The result carries the check's envelope. With `severity: warn` a fail becomes a
    warning. Without a response nothing can be judged.
    """
    if not isinstance(check, CheckKind):
        result = _error(check.key, f"{type(check).__name__} cannot judge an exchange")
    elif exchange.response is None:
        result = check.trouble("there is no response to judge")
    else:
        context = CheckContext(exchange, exchange.response, conformance)
        result = _evaluate(check, context)
    return _in_envelope(result, check, mark)


def not_judged(check: Check, reason: str, mark: SourceMark) -> CheckResult:
    """Return the error of a check that could not even be made ready."""
    return _in_envelope(_error(check.key, reason), check, mark)


def one_or_more(value: T | tuple[T, ...]) -> tuple[T, ...]:
    """Return a value that a plan gives alone or in a list as a tuple."""
    return value if isinstance(value, tuple) else (value,)


def alternatives(words: tuple[object, ...]) -> str:
    """Return words joined by "or"."""
    return " or ".join(str(word) for word in words)


def with_article(noun: str) -> str:
    """Return a noun with "a" or "an" before it."""
    return f"an {noun}" if noun[:1] in "AEIOU" else f"a {noun}"


def _evaluate(check: CheckKind, context: CheckContext) -> CheckResult:
    try:
        return check.evaluate(context)
    except ExchangeError as error:
        return check.verdict(holds=False, actual=_unreadable(context, error))
    except BarsError as error:
        return check.trouble(str(error))
    except Exception as error:  # noqa: BLE001 - the boundary of a kind, even a third party's
        return check.trouble(f"{type(error).__name__} inside the harness: {error}")


def _unreadable(context: CheckContext, error: ExchangeError) -> str:
    response = context.response
    if not response.body:
        return f"status {response.status} with an empty body"
    media_type = response.headers.get("Content-Type") or "no Content-Type"
    return f"status {response.status}, {media_type}: {error}"


def _error(expected: str, actual: str) -> CheckResult:
    return CheckResult(CheckOutcome.ERROR, expected, actual)


def _in_envelope(
    result: CheckResult, check: Check, mark: SourceMark | None
) -> CheckResult:
    outcome = result.outcome
    if outcome is CheckOutcome.FAIL and check.severity == "warn":
        outcome = CheckOutcome.WARN
    return CheckResult(
        outcome=outcome,
        expected=result.expected,
        actual=result.actual,
        kind=check.key,
        because=check.because or "",
        details=result.details,
        requirements=check.requirements,
        on_fail=check.on_fail,
        mark=mark,
    )
