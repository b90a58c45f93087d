"""Rules over several plan files: references are unique within a plan id."""

from collections.abc import Iterable, Iterator

from pytest_bars.compile.model import CompiledPlan, CompiledPrerequisite, CompiledTest
from pytest_bars.documents.text import SourceText
from pytest_bars.source import Fault


def across_faults(plans: Iterable[CompiledPlan]) -> Iterator[Fault]:
    """Yield a fault for each reference that another file of the plan id has too.

    A prerequisite may be in several files if all say the same.
    """
    tests: dict[tuple[str, str], CompiledTest] = {}
    asked: dict[tuple[str, str], CompiledPrerequisite] = {}
    for plan in plans:
        for test in plan.tests:
            first_test = tests.setdefault((plan.id, test.ref), test)
            if first_test is not test:
                yield _fault(plan, test, first_test, "is used twice")
        for ref, prerequisite in plan.prerequisites.items():
            first = asked.setdefault((plan.id, ref), prerequisite)
            if first.digest != prerequisite.digest:
                yield _fault(plan, prerequisite, first, "says something else")


def _fault(
    plan: CompiledPlan,
    node: CompiledTest | CompiledPrerequisite,
    first: CompiledTest | CompiledPrerequisite,
    what: str,
) -> Fault:
    source = SourceText(plan.path, plan.files[0].content.decode("utf-8-sig"))
    start = source.line_starts[node.mark.line - 1] + node.mark.column - 1
    return source.fault(
        start,
        start + 1,
        f'the reference "{node.ref}" {what} in the plan {plan.id}.',
        hint=f"It is first at {first.mark}.",
    )
