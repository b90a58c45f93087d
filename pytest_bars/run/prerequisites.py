"""What must hold before a test: judged once per run, or for each test."""

from pytest_bars.compile.model import CompiledPrerequisite
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.results import StepResult
from pytest_bars.run.running import Frame, Running
from pytest_bars.run.steps import run_step
from pytest_bars.run.work import located_reason


def judge_prerequisites(running: Running) -> tuple[StepResult, ...]:
    """Judge what the stage asks for, up to the first that does not hold."""
    results: list[StepResult] = []
    for prerequisite in running.test.prerequisites:
        if prerequisite.runs_in(running.stage):
            result = _judge(prerequisite, running)
            results.append(result)
            if result.outcome is not Outcome.PASS:
                break
    return tuple(results)


def unmet_reason(results: tuple[StepResult, ...]) -> str:
    """Return why the test is blocked; empty when every prerequisite holds."""
    for result in results:
        if result.outcome is not Outcome.PASS:
            return f"prerequisite {located_reason(result)}"
    return ""


def _judge(prerequisite: CompiledPrerequisite, running: Running) -> StepResult:
    """Return its result: in full if judged here, else what the run knows of it."""
    here: list[StepResult] = []

    def compute() -> JsonObject:
        here.append(_run(prerequisite, running))
        return _as_json(here[0])

    if prerequisite.once == "test":
        compute()
    else:
        plan = running.session.plan.id
        key = f"{plan}::{prerequisite.ref} {prerequisite.digest}"
        known = running.session.coordinator.once(key, compute)
        if not here:
            return _from_json(prerequisite, known)
    return here[0]


def _run(prerequisite: CompiledPrerequisite, running: Running) -> StepResult:
    """Run its check with names of its own, and journal what came of it."""
    frame = Frame(running.frame.scope, conversation=f"prerequisite {prerequisite.ref}")
    if prerequisite.step is None or prerequisite.kind != "check":
        raise AssertionError(f"{prerequisite.ref} is for a person; the test is pending")
    result = run_step(prerequisite.step, frame, running)
    running.record(
        "prereq",
        {
            "plan": running.session.plan.id,
            "ref": prerequisite.ref,
            "name": prerequisite.name,
            "outcome": result.outcome.value,
            "reason": result.reason,
        },
    )
    return result


def _as_json(result: StepResult) -> JsonObject:
    whose: Json = None if result.attribution is None else result.attribution.value
    return {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "attribution": whose,
    }


def _from_json(prerequisite: CompiledPrerequisite, known: JsonObject) -> StepResult:
    whose = known["attribution"]
    return StepResult(
        address=prerequisite.ref,
        name=prerequisite.name,
        kind=prerequisite.kind,
        outcome=Outcome(str(known["outcome"])),
        reason=str(known["reason"]),
        mark=prerequisite.mark,
        attribution=None if whose is None else Attribution(str(whose)),
    )
