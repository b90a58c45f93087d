"""Undo what a test has done, whatever became of it."""

from collections.abc import Iterable

from pytest_bars.compile.model import (
    CompiledCleanup,
    CompiledFlow,
    CompiledStep,
    argument_values,
)
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome
from pytest_bars.plan.model import FlowStep
from pytest_bars.results import StepResult
from pytest_bars.run.ledger import Entry
from pytest_bars.run.running import Frame, Running
from pytest_bars.run.steps import leave_out, run_step
from pytest_bars.source import SourceMark
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.interpolate import interpolate

PREFIX = "cleanup."


def run_cleanup(running: Running) -> tuple[StepResult, ...]:
    """Run the plan's cleanup, then the undo flow of whatever is still open.

    The test's `within` does not count here.
    """
    running.deadline = None
    if not running.test.cleanup and not running.ledger.open:
        return ()
    frame = Frame(
        scope=running.frame.scope,
        prefix=PREFIX,
        conversation=running.frame.conversation,
        reports=running.frame.reports,
    )
    declared = [_run_declared(each, frame, running) for each in running.test.cleanup]
    return (*declared, *_undo_open(frame, running))


def _run_declared(
    cleanup: CompiledCleanup, frame: Frame, running: Running
) -> StepResult:
    """Run one cleanup step; without what it needs it is not run."""
    step = _flow_step(cleanup.ref, cleanup.name, cleanup.flow, cleanup.mark)
    if cleanup.when is not None and not running.ledger.has_open(cleanup.when):
        reason = f"no {cleanup.when} is open"
        return leave_out(step, frame, running, Outcome.SKIP, reason)
    try:
        arguments = {
            name: interpolate(value, frame.scope)
            for name, value in argument_values(cleanup).items()
        }
    except UnsetNameError as error:
        return leave_out(step, frame, running, Outcome.NOT_RUN, str(error))
    return run_step(step, frame, running, arguments)


def _undo_open(frame: Frame, running: Running) -> Iterable[StepResult]:
    """Run the undo flow of each open entry, the last created first."""
    flows = running.session.plan.flows
    for number, entry in enumerate(running.ledger.open, 1):
        flow = flows.get(entry.undo or "")
        if flow is None or not entry.is_open:
            continue
        arguments = undo_arguments(flow, entry, running)
        step = _flow_step(f"undo-{number}", f"Undo {entry}", flow, flow.mark)
        if arguments is None:
            reason = f"{entry} cannot be named to {flow.name}"
            yield leave_out(step, frame, running, Outcome.NOT_RUN, reason)
        else:
            yield run_step(step, frame, running, arguments)


def undo_arguments(
    flow: CompiledFlow, entry: Entry, running: Running
) -> JsonObject | None:
    """Bind the params of an undo flow by their type: id, resource and patient.

    None when something the flow needs is not known.
    """
    patient = running.session.profile.patients.get(entry.patient or "")
    known: dict[str, Json] = {
        "id": entry.id,
        "resource": entry.resource,
        "patient": None if patient is None else patient.as_json(),
    }
    arguments: JsonObject = {}
    for name, param in flow.params.items():
        value = known.get(param.type)
        if value is not None:
            arguments[name] = value
        elif param.required and param.default is None:
            return None
    return arguments


def _flow_step(
    ref: str, name: str, flow: CompiledFlow, mark: SourceMark
) -> CompiledStep:
    return CompiledStep(
        ref=ref,
        name=name,
        kind=FlowStep.key,
        raw={},
        model=FlowStep(ref=ref, name=name, flow=flow.name),
        is_dynamic=False,
        checks=(),
        captures=(),
        effect=None,
        poll=None,
        mark=mark,
        flow=flow,
    )
