"""Run one test: prerequisites, steps, cleanup, roll-up."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

from pytest_bars.compile.model import CompiledCase, CompiledTest
from pytest_bars.environments.safety import refusal
from pytest_bars.errors import BarsError, EvidenceError
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.results import TestResult
from pytest_bars.run.attribution import next_action
from pytest_bars.run.cleanup import run_cleanup
from pytest_bars.run.ledger import Ledger
from pytest_bars.run.names import open_scope
from pytest_bars.run.pending import waits_for
from pytest_bars.run.prerequisites import judge_prerequisites, unmet_reason
from pytest_bars.run.rollup import (
    Judgement,
    finished_data,
    judge_steps,
    roll_up,
    worded,
)
from pytest_bars.run.running import Frame, Running
from pytest_bars.run.session import Session
from pytest_bars.run.steps import leave_out_all, run_steps
from pytest_bars.values.reference import Reference


def run_test(test: CompiledTest, case: CompiledCase, session: Session) -> TestResult:
    """Run a test, or one case of it, and return what became of it.

    Never raises for what a test can meet: that is an outcome. KeyboardInterrupt, and
    whatever else is no Exception, passes through once cleanup is done.

    Raises EvidenceError, without cleanup, when something cannot be recorded: what is
    not recorded must not be done.
    """
    not_started = _reason_not_to_start(test, session)
    if not_started is not None:
        return _not_started(test, case, session, not_started)
    try:
        running = _open(test, case, session)
        keys = list(_exclusive_keys(running))
    except BarsError as error:
        judgement = Judgement(Outcome.ERROR, str(error), Attribution.DATA)
        return _not_started(test, case, session, judgement)
    running.record(
        "test.started",
        {
            "plan": session.plan.id,
            "ref": test.ref,
            "case": case.id,
            "name": test.name,
            "digest": test.digest,
            "attempt": running.attempt,
        },
    )
    try:
        result = _run(keys, running)
    except EvidenceError:
        raise
    except BaseException as error:
        broken = finished_data(running.identity, _broken(error, running))
        session.journal.record("test.finished", broken)
        raise
    session.journal.record("test.finished", finished_data(running.identity, result))
    return result


def _reason_not_to_start(test: CompiledTest, session: Session) -> Judgement | None:
    """Return why a test is not started: its stage forbids it, or a person is needed."""
    stage = session.profile.stage
    refused = refusal(
        stage,
        kind=test.kind,
        not_in=test.not_in,
        e2e=test.e2e,
        any_e2e=session.any_e2e,
    )
    if refused is not None:
        return Judgement(Outcome.SKIP, refused)
    waiting = waits_for(test, stage)
    if waiting is not None:
        return Judgement(Outcome.PENDING, waiting, Attribution.PERSON)
    return None


def _not_started(
    test: CompiledTest, case: CompiledCase, session: Session, judgement: Judgement
) -> TestResult:
    """Journal and return the outcome of a test that was not started."""
    result = TestResult(
        plan=session.plan.id,
        ref=test.ref,
        case=case.id,
        name=test.name,
        outcome=judgement.outcome,
        reason=session.redact(worded(judgement)),
        attribution=judgement.attribution,
        next_action=next_action(judgement.attribution, session.profile.stage),
        mark=test.mark,
    )
    identity = _identity(test, case, session)
    session.journal.record("test.finished", finished_data(identity, result))
    return result


def _open(test: CompiledTest, case: CompiledCase, session: Session) -> Running:
    """Make ready what the test holds. Raises BarsError for a name without a value."""
    identity = _identity(test, case, session)
    session.attempts[identity] += 1
    attempt = session.attempts[identity]
    seeded = identity if attempt == 1 else f"{identity} attempt {attempt}"
    values = session.generator.for_test(seeded, session.clock.now())
    scope, parties = open_scope(case, session.start_names(values), values)
    return Running(
        session=session,
        test=test,
        case=case,
        identity=identity,
        values=values,
        frame=Frame(scope),
        ledger=Ledger(identity, session.journal, partial(session.undo_flow, test)),
        roots={"profile": session.profile.as_scope()},
        parties=parties,
        started=session.clock.monotonic(),
        attempt=attempt,
    )


def _run(keys: list[str], running: Running) -> TestResult:
    prerequisites = judge_prerequisites(running)
    unmet = unmet_reason(prerequisites)
    if unmet:
        steps = leave_out_all(running.test.steps, running.frame, running, unmet)
        judgement = Judgement(Outcome.BLOCKED, unmet, prerequisites[-1].attribution)
        return roll_up(judgement, running, prerequisites=prerequisites, steps=steps)
    held = running.session.coordinator.exclusive(keys) if keys else nullcontext()
    with held:
        running.limit(running.test.within)
        try:
            steps = run_steps(running.test.steps, running.frame, running)
            was_late = running.is_late
        except EvidenceError:
            raise
        except BaseException:
            run_cleanup(running)
            raise
        cleanup = run_cleanup(running)
    judgement = judge_steps(steps, running, was_late=was_late, cleanup=cleanup)
    return roll_up(
        judgement, running, prerequisites=prerequisites, steps=steps, cleanup=cleanup
    )


def _broken(error: BaseException, running: Running) -> TestResult:
    """Return the outcome of a test that was broken off."""
    reason = f"broken off by {type(error).__name__}"
    return roll_up(Judgement(Outcome.ERROR, reason, Attribution.HARNESS), running)


def _exclusive_keys(running: Running) -> Iterator[str]:
    """Yield what no other test may use meanwhile: a patient's alias, or a value.

    Raises UnsetNameError for a name without a value.
    """
    for name in running.test.exclusive:
        value = running.frame.scope.lookup(Reference(name, name))
        if isinstance(value, dict) and "alias" in value:
            yield f"patient {value['alias']}"
        else:
            yield json.dumps(value, sort_keys=True)


def _identity(test: CompiledTest, case: CompiledCase, session: Session) -> str:
    ref = test.ref if case.id is None else f"{test.ref}[{case.id}]"
    return f"{session.plan.id}::{ref}"
