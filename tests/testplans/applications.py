"""Which shipped tests show which workflow of which Application, as tables."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.model import CompiledPlan
from pytest_bars.protocol.catalogue import Application, applications
from tests.testplans.rig import shipped_plans

# Folders of plans that are about the standard as a whole, not about one Application.
_GENERAL: Final = frozenset(
    {"failures", "foundation", "negotiation", "tkw", "versions"}
)
_SIDES: Final = ("receiver", "sender")


def numbered() -> tuple[Application, ...]:
    """Return the Applications that have a number."""
    return tuple(each for each in applications() if each.number is not None)


def plans_of(application: Application) -> list[CompiledPlan]:
    """Return the shipped plans of an Application, by file."""
    return [
        plan
        for plan in shipped_plans()
        if plan.standard.application == application.number
        and _file(plan).partition("/")[0] not in _GENERAL
    ]


def shown_by(application: Application, workflow: str, kind: str) -> list[str]:
    """Return the references of tests of a kind that name a workflow, in order."""
    return [
        test.ref
        for plan in plans_of(application)
        for test in plan.tests
        if test.kind == kind and workflow in test.workflows
    ]


def plan_rows(application: Application) -> Iterator[str]:
    """Yield the rows that tell the plans of an Application."""
    for plan in plans_of(application):
        side = next(
            side
            for side in _SIDES
            if side in plan.parties and plan.parties[side].system == "product"
        )
        cases = sum(len(test.cases) for test in plan.tests)
        file = _file(plan)
        yield f"| [`{file}`](../testplans/{file}) | {side} | {cases} |"


def workflow_rows(application: Application) -> Iterator[str]:
    """Yield the rows that tell the workflows of an Application, and their tests."""
    for workflow in application.workflows:
        happy, refused = (
            ", ".join(shown_by(application, workflow.id, kind)) or "none"
            for kind in ("happy-path", "error")
        )
        yield f"| `{workflow.id}` | {workflow.name} | {happy} | {refused} |"


def _file(plan: CompiledPlan) -> str:
    return plan.path.removeprefix("testplans/")
