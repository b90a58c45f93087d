"""Judge a step's last exchange, and say in one line what came of it."""

from collections.abc import Iterable, Sequence

from pytest_bars.checks.base import judge, not_judged
from pytest_bars.compile.model import CompiledCheck
from pytest_bars.environments.conformance import Conformance
from pytest_bars.errors import BarsError, ExchangeError
from pytest_bars.exchange import Exchange
from pytest_bars.fhir.outcome import read_outcome
from pytest_bars.outcomes import CheckOutcome, Outcome
from pytest_bars.results import CheckResult
from pytest_bars.run.resolving import resolve_check
from pytest_bars.run.running import Running
from pytest_bars.values.scope import Scope

_NOT_HELD = frozenset({CheckOutcome.FAIL, CheckOutcome.ERROR})


def judge_all(
    checks: Iterable[CompiledCheck],
    exchange: Exchange,
    scope: Scope,
    address: str,
    running: Running,
) -> tuple[CheckResult, ...]:
    """Judge and journal every check, up to one with `on_fail: stop` not holding."""
    results: list[CheckResult] = []
    for check in checks:
        result = judge_one(check, exchange, scope, running.conformance)
        record_check(result, check.model.severity, address, running)
        results.append(result)
        if result.on_fail == "stop" and result.outcome in _NOT_HELD:
            break
    return tuple(results)


def judge_one(
    check: CompiledCheck, exchange: Exchange, scope: Scope, conformance: Conformance
) -> CheckResult:
    """Resolve and judge one check; what cannot be resolved is an error of it."""
    try:
        model = resolve_check(check, scope)
    except BarsError as error:
        return not_judged(check.model, str(error), check.mark)
    return judge(model, exchange, check.mark, conformance)


def record_check(
    result: CheckResult, severity: str, address: str, running: Running
) -> None:
    """Journal what was judged."""
    running.record(
        "check",
        {
            "step": address,
            "kind": result.kind,
            "outcome": result.outcome.value,
            "expected": result.expected,
            "actual": result.actual,
            "because": result.because,
            "requirements": list(result.requirements),
            "details": list(result.details),
            "severity": severity,
        },
    )


def outcome_of(results: Sequence[CheckResult]) -> Outcome:
    """Return what the checks make of their step.

    Without an error or a plain fail, a fail with `on_fail: blocked` blocks: what the
    test needs is missing, and nobody is wrong.
    """
    outcomes = {
        (result.outcome, result.on_fail == "blocked")
        for result in results
        if result.outcome in _NOT_HELD
    }
    if not outcomes:
        return Outcome.PASS
    if any(outcome is CheckOutcome.ERROR for outcome, _ in outcomes):
        return Outcome.ERROR
    if (CheckOutcome.FAIL, False) in outcomes:
        return Outcome.FAIL
    return Outcome.BLOCKED


def reason_of(results: Sequence[CheckResult]) -> str:
    """Return the first check that decides, as "expected ..., found ..."."""
    decisive = _deciding(results)
    if decisive is None:
        return ""
    words = f"expected {decisive.expected}, actual {decisive.actual}"
    return f"{decisive.because}: {words}" if decisive.because else words


def diagnostics(exchange: Exchange) -> tuple[str, ...]:
    """Return what the answer itself says: each issue of its OperationOutcome."""
    if exchange.response is None:
        return ()
    try:
        outcome = read_outcome(exchange.response.json)
    except ExchangeError:
        return ()
    return tuple(
        f"{issue.details_code or 'no code'} ({issue.code or 'no issue type'}): "
        f"{issue.diagnostics or issue.details_display or 'no diagnostics'}"
        for issue in (outcome.issues if outcome else ())
    )


def _deciding(results: Sequence[CheckResult]) -> CheckResult | None:
    """Return the first error; else the first plain fail, or one that blocks."""
    held = [result for result in results if result.outcome in _NOT_HELD]
    return min(held, key=_weight, default=None)


def _weight(result: CheckResult) -> tuple[bool, bool]:
    return result.outcome is not CheckOutcome.ERROR, result.on_fail == "blocked"
