"""Make one result of a test out of those of its steps."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.results import CheckResult, StepResult, TestResult
from pytest_bars.run.attribution import next_action
from pytest_bars.run.running import Running
from pytest_bars.run.steps import whole_outcome
from pytest_bars.run.work import located_reason

_PLAIN = frozenset({Outcome.PASS, Outcome.FAIL})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a test comes to: outcome, why, whose it is, and what that asks for."""

    outcome: Outcome
    reason: str = ""
    attribution: Attribution | None = None
    action: str = ""


def judge_steps(
    steps: tuple[StepResult, ...],
    running: Running,
    *,
    was_late: bool,
    cleanup: tuple[StepResult, ...] = (),
) -> Judgement:
    """Return what the steps come to, once cleanup is done.

    What was left behind, a step too late and a test of which nothing was run cannot
    pass.
    """
    outcome = whole_outcome(steps)
    if outcome is not Outcome.PASS:
        decisive = next(each for each in steps if each.outcome is outcome)
        reason = located_reason(decisive)
        return Judgement(outcome, reason, decisive.attribution, decisive.action)
    if was_late:
        return Judgement(
            Outcome.ERROR,
            f"it took longer than its {running.test.within} allows",
            Attribution.PLATFORM,
        )
    if all(step.outcome is Outcome.SKIP for step in steps):
        reason = f"no step of it runs in {running.stage.label}"
        return Judgement(Outcome.ERROR, reason, Attribution.HARNESS)
    left = ", ".join(str(entry) for entry in running.ledger.open)
    if left:
        reason = f"{left} was created and is not undone"
        return Judgement(Outcome.ERROR, reason, _hindered(cleanup) or Attribution.DATA)
    return Judgement(Outcome.PASS)


def _hindered(cleanup: tuple[StepResult, ...]) -> Attribution | None:
    """Return whose it is that cleanup did not undo, where a step of it says so."""
    return next((step.attribution for step in cleanup if step.attribution), None)


def roll_up(
    judgement: Judgement,
    running: Running,
    *,
    prerequisites: tuple[StepResult, ...] = (),
    steps: tuple[StepResult, ...] = (),
    cleanup: tuple[StepResult, ...] = (),
) -> TestResult:
    """Return the result of the test, redacted wherever it may be shown."""
    outcome = judgement.outcome
    left = tuple(str(entry) for entry in running.ledger.open)
    result = TestResult(
        plan=running.session.plan.id,
        ref=running.test.ref,
        case=running.case.id,
        name=running.test.name,
        outcome=outcome,
        reason=worded(judgement),
        steps=steps,
        cleanup=cleanup,
        prerequisites=prerequisites,
        attribution=judgement.attribution,
        next_action=_first_undo(left)
        + next_action(judgement.attribution, running.stage, judgement.action),
        duration=timedelta(seconds=running.now() - running.started),
        mark=running.test.mark,
        warnings=tuple(_warnings(steps, cleanup)),
        left_behind=left,
    )
    if outcome is Outcome.PASS and not result.warnings:
        return result
    return redacted(result, running.session.redact)


def _first_undo(left: tuple[str, ...]) -> str:
    return f"First undo {', '.join(left)} at the Receiver. " if left else ""


def worded(judgement: Judgement) -> str:
    """Return the reason; its first word is the outcome where it is no pass or fail."""
    if judgement.outcome in _PLAIN:
        return judgement.reason
    return f"{judgement.outcome.value}: {judgement.reason}"


def finished_data(identity: str, result: TestResult) -> dict[str, Json]:
    """Return the data of the record `test.finished`."""
    attribution = result.attribution
    return {
        "test": identity,
        "plan": result.plan,
        "ref": result.ref,
        "case": result.case,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "attribution": None if attribution is None else attribution.value,
        "next_action": result.next_action,
        "duration_ms": round(result.duration.total_seconds() * 1000),
        "left_behind": list(result.left_behind),
        "warnings": list(result.warnings),
    }


def redacted(result: TestResult, redact: Callable[[str], str]) -> TestResult:
    """Return the result with every text of an exchange redacted."""

    def steps(given: Iterable[StepResult]) -> tuple[StepResult, ...]:
        return tuple(_redacted_step(step, redact) for step in given)

    return replace(
        result,
        reason=redact(result.reason),
        steps=steps(result.steps),
        cleanup=steps(result.cleanup),
        prerequisites=steps(result.prerequisites),
        warnings=tuple(map(redact, result.warnings)),
    )


def _redacted_step(step: StepResult, redact: Callable[[str], str]) -> StepResult:
    return replace(
        step,
        reason=redact(step.reason),
        checks=tuple(_redacted_check(check, redact) for check in step.checks),
        curl=redact(step.curl),
        diagnostics=tuple(map(redact, step.diagnostics)),
        steps=tuple(_redacted_step(inner, redact) for inner in step.steps),
    )


def _redacted_check(check: CheckResult, redact: Callable[[str], str]) -> CheckResult:
    return replace(
        check,
        expected=redact(check.expected),
        actual=redact(check.actual),
        because=redact(check.because),
        details=tuple(map(redact, check.details)),
    )


def _warnings(
    steps: tuple[StepResult, ...], cleanup: tuple[StepResult, ...]
) -> Iterator[str]:
    """Yield a line for each check that warned, and each cleanup that did not pass."""
    for step in _all(steps):
        for check in step.checks:
            if check.outcome is CheckOutcome.WARN:
                yield (
                    f"{step.address}: expected {check.expected}, actual {check.actual}"
                )
    for step in cleanup:
        if step.outcome not in {Outcome.PASS, Outcome.SKIP}:
            yield f"{step.address} {step.outcome.value}: {step.reason}"


def _all(steps: Iterable[StepResult]) -> Iterator[StepResult]:
    for step in steps:
        yield step
        yield from _all(step.steps)
