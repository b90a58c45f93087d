"""Run steps in order: send, judge, capture, and go on or not."""

from collections.abc import Sequence
from typing import Final

from pytest_bars.compile.model import CompiledFlow, CompiledStep, argument_values
from pytest_bars.errors import EvidenceError
from pytest_bars.jsontypes import JsonObject
from pytest_bars.outcomes import CheckOutcome, Outcome
from pytest_bars.results import StepResult, worst
from pytest_bars.run.running import Frame, Running
from pytest_bars.run.work import Work
from pytest_bars.values.interpolate import interpolate

_LEFT_OUT: Final = frozenset({Outcome.SKIP, Outcome.NOT_RUN})
_NOT_HELD: Final = frozenset({CheckOutcome.FAIL, CheckOutcome.ERROR})


def run_steps(
    steps: Sequence[CompiledStep], frame: Frame, running: Running
) -> tuple[StepResult, ...]:
    """Run steps in order; after one that does not pass, the rest is not run."""
    results: list[StepResult] = []
    stopped = ""
    for step in steps:
        if not step.runs_in(running.stage):
            result = leave_out(step, frame, running, Outcome.SKIP, _other_stage(step))
        elif stopped:
            result = leave_out(step, frame, running, Outcome.NOT_RUN, stopped)
        else:
            result = run_step(step, frame, running)
            stopped = _stop(step, result, running)
        results.append(result)
    return tuple(results)


def run_step(
    step: CompiledStep,
    frame: Frame,
    running: Running,
    arguments: JsonObject | None = None,
) -> StepResult:
    """Run one step and journal it; whatever stops it is an outcome.

    arguments: of a flow, resolved; None resolves those of the step.

    Raises EvidenceError when something cannot be recorded.
    """
    address = frame.prefix + step.ref
    running.record(
        "step.started", {"step": address, "name": step.name, "kind": step.kind}
    )
    work = Work(step, address, frame, running, running.now())
    try:
        if step.flow is None:
            work.run_kind()
        else:
            given = _arguments(step, frame) if arguments is None else arguments
            _run_flow(step.flow, given, work, running)
        work.judge_and_capture()
    except EvidenceError:
        raise  # what is not recorded must not be done: the run stops
    except Exception as error:  # noqa: BLE001 - the outermost step boundary
        work.stop(error)
    result = work.result()
    record_finished(result, running)
    return result


def _run_flow(
    flow: CompiledFlow, arguments: JsonObject, work: Work, running: Running
) -> None:
    child = work.open_flow(flow, arguments)
    try:
        inner = run_steps(flow.steps, child, running)
    finally:
        work.close_flow(flow, child)
    work.take_inner(inner, whole_outcome(inner))


def _arguments(step: CompiledStep, frame: Frame) -> JsonObject:
    return {
        name: interpolate(value, frame.scope)
        for name, value in argument_values(step).items()
    }


def leave_out(
    step: CompiledStep, frame: Frame, running: Running, outcome: Outcome, reason: str
) -> StepResult:
    """Journal a step that is not run, and why."""
    address = frame.prefix + step.ref
    result = StepResult(address, step.name, step.kind, outcome, reason, mark=step.mark)
    record_finished(result, running)
    return result


def leave_out_all(
    steps: Sequence[CompiledStep], frame: Frame, running: Running, reason: str
) -> tuple[StepResult, ...]:
    """Journal that no step is run, and why."""
    return tuple(
        leave_out(step, frame, running, Outcome.NOT_RUN, reason) for step in steps
    )


def whole_outcome(results: Sequence[StepResult]) -> Outcome:
    """Return what steps come to as a whole; those left out do not count."""
    return worst(each.outcome for each in results if each.outcome not in _LEFT_OUT)


def record_finished(result: StepResult, running: Running) -> None:
    """Journal what became of a step."""
    attribution = result.attribution
    running.record(
        "step.finished",
        {
            "step": result.address,
            "name": result.name,
            "kind": result.kind,
            "outcome": result.outcome.value,
            "reason": result.reason,
            "duration_ms": round(result.duration.total_seconds() * 1000),
            "exchanges": list(result.exchanges),
            "attribution": None if attribution is None else attribution.value,
            "meaning": result.meaning,
            "curl": result.curl,
        },
    )


def _other_stage(step: CompiledStep) -> str:
    return f"runs only in {', '.join(sorted(step.stages or ()))}"


def _stop(step: CompiledStep, result: StepResult, running: Running) -> str:
    """Return why the steps after this one are not run; empty when they are."""
    if running.is_late:
        return "the time of the test is up"
    if result.outcome is Outcome.PASS:
        return ""
    is_stop = any(
        check.on_fail == "stop" and check.outcome in _NOT_HELD
        for check in result.checks
    )
    if step.continues and not is_stop:
        return ""
    return f"{result.address} did not pass"
