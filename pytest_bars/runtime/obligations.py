"""What a run commits to before its first request: which tests must end how."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_bars.compile.model import CompiledCase, CompiledPlan, CompiledTest
from pytest_bars.jsontypes import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Obligation:
    """One test, or one case of it, and whether this run will show its outcome.

    reason: why it was left out; empty when it was selected. is_stage_reason: the
    stage itself leaves it out.
    """

    plan: CompiledPlan
    test: CompiledTest
    case: CompiledCase
    reason: str = ""
    is_stage_reason: bool = False


def identity(test: CompiledTest, case: CompiledCase) -> str:
    """Return `REF` or `REF[case]`."""
    return test.ref if case.id is None else f"{test.ref}[{case.id}]"


def all_cases(
    plans: Iterable[CompiledPlan],
) -> Iterator[tuple[CompiledPlan, CompiledTest, CompiledCase]]:
    """Yield every case of every test, in the order of the plans."""
    for plan in plans:
        for test in plan.tests:
            for case in test.cases:
                yield plan, test, case


def obligations_data(
    plans: Sequence[CompiledPlan], obligations: Iterable[Obligation]
) -> JsonObject:
    """Return the data of the record `plan.obligations`."""
    return {
        "plans": [_plan(plan) for plan in plans],
        "tests": [_test(each) for each in obligations],
    }


def _plan(plan: CompiledPlan) -> Json:
    return {
        "plan": plan.id,
        "version": plan.version,
        "title": plan.title,
        "path": plan.path,
        "digest": plan.digest,
        "files": [{"path": file.path, "digest": file.digest} for file in plan.files],
    }


def _test(obligation: Obligation) -> Json:
    plan, test, case = obligation.plan, obligation.test, obligation.case
    return {
        "test": f"{plan.id}::{identity(test, case)}",
        "plan": plan.id,
        "ref": test.ref,
        "case": case.id,
        "name": test.name,
        "kind": test.kind,
        "workflows": list(test.workflows),
        "requirements": [*test.requirements, *case.requirements],
        "digest": test.digest,
        "selected": not obligation.reason,
        "reason": obligation.reason or None,
        "is_stage_reason": obligation.is_stage_reason,
    }
