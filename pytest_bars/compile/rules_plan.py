"""Rules of a whole plan: references differ, vars and use cases exist, limits hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from pytest_bars.compile.nodes import Node, PrerequisiteNode, StepNode, TestNode
from pytest_bars.compile.rules_captures import reserved
from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.plan.model import PatientVar, TestPlan
from pytest_bars.protocol.catalogue import applications
from pytest_bars.source import Fault

PlanRule = Callable[[Node, TestPlan], Iterable[Fault]]
# Cases included. More belong into several plans.
MOST_TESTS: Final = 50_000


def not_too_many_tests(plan: Node, model: TestPlan) -> Iterator[Fault]:
    """A plan has a bounded number of tests, cases counted."""
    count = sum(max(1, len(test.cases)) for test in model.tests)
    if count > MOST_TESTS:
        yield plan.fault(
            f"expected at most {MOST_TESTS} tests with their cases, found {count}.",
            "tests",
            key=True,
            hint="Divide it into several plans.",
        )


def var_names_are_free(plan: Node, model: TestPlan) -> Iterator[Fault]:
    """A var gives no second meaning to a name."""
    for name in model.vars:
        reason = reserved(name)
        if reason is not None:
            yield plan.fault(
                f'a var cannot be called "{name}": {reason}.', "vars", name, key=True
            )


def patients_are_aliases(plan: Node, model: TestPlan) -> Iterator[Fault]:
    """A patient is named by an alias; who it is, is the profile's."""
    for name, value in model.vars.items():
        if isinstance(value, PatientVar) and "${" in value.patient:
            yield plan.fault(
                "a patient is named by an alias, as it stands.",
                "vars",
                name,
                "patient",
            )


def use_cases_are_some(plan: Node, model: TestPlan) -> Iterator[Fault]:
    """A plan is about a use case of its Application, if one is published."""
    known = _use_cases(model)
    if known and not model.standard.use_cases:
        yield plan.fault(
            "a plan names the use cases it is about.",
            "standard",
            "use_cases",
            hint=f"Known: {one_of(known)}.",
        )


def use_cases_are_of_the_application(plan: Node, model: TestPlan) -> Iterator[Fault]:
    """Use cases are those of the plan's Application."""
    known = _use_cases(model)
    told = f"Known: {one_of(known)}." if known else "None is published."
    for place, code in enumerate(model.standard.use_cases):
        if code not in known:
            hint = did_you_mean(code, known) or told
            yield plan.fault(
                f'Application {model.standard.application} has no use case "{code}".',
                "standard",
                "use_cases",
                place,
                hint=hint,
            )


def _use_cases(model: TestPlan) -> list[str]:
    return sorted(
        code
        for application in applications()
        if application.number == model.standard.application
        for code, _ in application.use_cases
    )


def refs_differ(nodes: Iterable[TestNode | PrerequisiteNode]) -> Iterator[Fault]:
    """No two tests and prerequisites of a plan have the same reference."""
    first: dict[str, Node] = {}
    for node in nodes:
        other = first.setdefault(node.model.ref, node)
        if other is not node:
            yield twice(node, node.model.ref, other)


def step_refs_differ(steps: Sequence[StepNode]) -> Iterator[Fault]:
    """No two steps have the same reference, and none reads as one inside another."""
    first: dict[str, Node] = {}
    for step in steps:
        other = first.setdefault(step.ref, step)
        if other is not step:
            yield twice(step, step.ref, other)
    for step in steps:
        outer, dot, _ = step.ref.partition(".")
        if dot and outer in first:
            yield step.fault(
                f'the reference "{step.ref}" reads as a step inside "{outer}".', "ref"
            )


def twice(node: Node, ref: str, other: Node) -> Fault:
    """Make the fault of a reference used twice."""
    return node.fault(
        f'the reference "{ref}" is used twice.',
        "ref",
        hint=f"It is used first in line {other.mark('ref').line}.",
    )


PLAN_RULES: Final[tuple[PlanRule, ...]] = (
    not_too_many_tests,
    var_names_are_free,
    patients_are_aliases,
    use_cases_are_some,
    use_cases_are_of_the_application,
)
