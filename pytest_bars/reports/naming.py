"""Which tests name a requirement, and whether they can fail for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pytest_bars.compile.model import (
    CompiledCase,
    CompiledCheck,
    CompiledPlan,
    CompiledPrerequisite,
    CompiledStep,
    CompiledTest,
)
from pytest_bars.protocol.catalogue import Requirement, requirements

_RECEIVE: Final = "receive"
NO_PRODUCT_SENDS: Final = "the harness sends, so no product can be wrong"
PERMISSION: Final = "a permission, which nothing breaks"
NOTHING_JUDGED: Final = "none of its expected results can fail"
PREREQUISITE: Final = "a prerequisite blocks tests, it fails none"
NO_PERSON: Final = "no person is asked"


@dataclass(frozen=True, slots=True)
class Named:
    """A test, a case of it, or a prerequisite, that names a requirement.

    id: `PLAN::REF[case]`, as evidence has it. why_not: why it cannot show the
    requirement; empty where it can.
    """

    requirement: str
    id: str
    name: str
    digest: str
    place: Literal["test", "check", "prerequisite"]
    why_not: str = ""

    @property
    def shows(self) -> bool:
        """Say whether the requirement's test can fail, or its question be answered."""
        return not self.why_not


def name_requirements(plans: Iterable[CompiledPlan]) -> Iterator[Named]:
    """Yield who names which requirement, plan by plan; each pair once.

    One named by a test or case counts as named there, whatever its checks name.
    """
    for plan in plans:
        for test in plan.tests:
            for case in test.cases:
                yield from _named_by_case(plan, test, case)
        for prerequisite in plan.prerequisites.values():
            yield from _named_by_prerequisite(plan, prerequisite)


def every_step(steps: Iterable[CompiledStep]) -> Iterator[CompiledStep]:
    """Yield steps and those of their flows."""
    for step in steps:
        yield step
        if step.flow is not None:
            yield from every_step(step.flow.steps)


def _named_by_case(
    plan: CompiledPlan, test: CompiledTest, case: CompiledCase
) -> Iterator[Named]:
    steps = [*every_step(test.steps)]
    checks = [check for step in steps for check in step.checks]
    own = dict.fromkeys((*test.requirements, *case.requirements), checks)
    by_check: dict[str, list[CompiledCheck]] = {}
    for check in checks:
        for requirement in check.model.requirements:
            if requirement not in own:
                by_check.setdefault(requirement, []).append(check)
    for requirement, judging in {**own, **by_check}.items():
        yield Named(
            requirement=requirement,
            id=f"{plan.id}::{test.ref}" + (f"[{case.id}]" if case.id else ""),
            name=test.name,
            digest=test.digest,
            place="test" if requirement in own else "check",
            why_not=_why_not(requirements()[requirement], test, steps, judging),
        )


def _why_not(
    requirement: Requirement,
    test: CompiledTest,
    steps: list[CompiledStep],
    judging: list[CompiledCheck],
) -> str:
    """Return why a test cannot show a requirement it names; empty where it can."""
    if requirement.verify != "auto":
        asked = any(test.has_manual(stage) for stage in test.stages)
        return "" if asked else NO_PERSON
    if requirement.seen_when == "never":
        return PERMISSION
    is_received = any(step.kind == _RECEIVE for step in steps)
    if requirement.seen_when == "sends" and not is_received:
        return NO_PRODUCT_SENDS
    if not any(map(_can_fail, judging)):
        return NOTHING_JUDGED
    return ""


def _can_fail(check: CompiledCheck) -> bool:
    return check.model.severity == "fail" and check.model.on_fail != "blocked"


def _named_by_prerequisite(
    plan: CompiledPlan, prerequisite: CompiledPrerequisite
) -> Iterator[Named]:
    for requirement in prerequisite.requirements:
        is_auto = requirements()[requirement].verify == "auto"
        no_person = NO_PERSON if prerequisite.kind == "check" else ""
        yield Named(
            requirement=requirement,
            id=f"{plan.id}::{prerequisite.ref}",
            name=prerequisite.name,
            digest=prerequisite.digest,
            place="prerequisite",
            why_not=PREREQUISITE if is_auto else no_person,
        )
