"""Build what runs out of nodes that hold."""

from collections.abc import Mapping
from functools import partial
from typing import Literal, cast

from pytest_bars.compile.effects import effect_of
from pytest_bars.compile.model import (
    CompiledCapture,
    CompiledCase,
    CompiledCheck,
    CompiledCleanup,
    CompiledFlow,
    CompiledPoll,
    CompiledPrerequisite,
    CompiledStep,
    CompiledTest,
    TestBody,
)
from pytest_bars.compile.nodes import (
    CheckNode,
    CleanupNode,
    FlowNode,
    PrerequisiteNode,
    StepNode,
    TestNode,
)
from pytest_bars.compile.stagesets import stages_in
from pytest_bars.jsontypes import JsonObject
from pytest_bars.values.interpolate import has_expression

Flows = Mapping[str, CompiledFlow]


def build_flow(node: FlowNode, flows: Flows) -> CompiledFlow:
    """Build a flow; those it runs are built already."""
    return CompiledFlow(
        name=node.name,
        title=node.model.title,
        params=node.params,
        returns=dict(node.model.returns),
        steps=tuple(build_step(step, flows) for step in node.steps),
        mark=node.document.mark(node.location, key=True),
    )


def build_prerequisite(node: PrerequisiteNode, digest: str) -> CompiledPrerequisite:
    """Build a prerequisite."""
    model = node.model
    step = None if node.step is None else build_step(node.step, {})
    return CompiledPrerequisite(
        ref=model.ref,
        name=model.name,
        kind=_way(node),
        once=model.once,
        stages=None if model.stages is None else frozenset(model.stages),
        requirements=model.requirements,
        step=step,
        attest=model.attest,
        mark=node.mark(),
        digest=digest,
    )


def build_test(
    node: TestNode,
    flows: Flows,
    prerequisites: Mapping[str, CompiledPrerequisite],
    digest: str,
) -> CompiledTest:
    """Build a test with its cases."""
    model = node.model
    return CompiledTest(
        ref=model.ref,
        name=model.name,
        description=model.description,
        kind=model.kind,
        workflows=model.workflows,
        requirements=model.requirements,
        prerequisites=tuple(prerequisites[ref] for ref in model.prerequisites),
        exclusive=model.exclusive,
        within=model.within,
        not_in=model.not_in,
        e2e=model.e2e,
        cases=_cases(node),
        stages=stages_in(node.stages),
        mark=node.mark(),
        digest=digest,
        build=partial(_body, node, flows),
    )


def build_step(node: StepNode, flows: Flows) -> CompiledStep:
    """Build a step."""
    model, raw = node.model, node.raw
    arguments = raw.get("with") if node.kind == "flow" else None
    return CompiledStep(
        ref=model.ref,
        name=model.name,
        kind=node.kind,
        raw=raw,
        model=model,
        is_dynamic=has_expression(node.kind_data),
        checks=tuple(map(_check, node.checks)),
        captures=tuple(
            CompiledCapture(name, capture, node.mark("capture", name))
            for name, capture in model.capture.items()
        ),
        effect=effect_of(node),
        poll=_poll(node),
        mark=node.mark(),
        stages=None if model.stages is None else frozenset(model.stages),
        continues=model.continue_,
        conversation=model.conversation,
        flow=flows[str(raw["flow"])] if node.kind == "flow" else None,
        arguments=arguments if isinstance(arguments, dict) else {},
    )


def _body(node: TestNode, flows: Flows) -> TestBody:
    cleanup = enumerate(node.cleanup, start=1)
    return TestBody(
        steps=tuple(build_step(step, flows) for step in node.steps),
        cleanup=tuple(_cleanup(inner, place, flows) for place, inner in cleanup),
    )


def _check(node: CheckNode) -> CompiledCheck:
    raw = node.raw
    return CompiledCheck(node.kind, raw, node.model, has_expression(raw), node.mark())


def _poll(node: StepNode) -> CompiledPoll | None:
    model, raw = node.model.poll, node.raw.get("poll")
    if model is None or not isinstance(raw, dict):
        return None
    until = tuple(map(_check, node.until))
    return CompiledPoll(until, str(raw["every"]), str(raw["within"]), model)


def _cleanup(node: CleanupNode, place: int, flows: Flows) -> CompiledCleanup:
    model = node.model
    flow = flows[model.flow]
    arguments = node.raw.get("with")
    return CompiledCleanup(
        ref=model.ref or f"cleanup-{place}",
        name=model.name or flow.title,
        flow=flow,
        arguments=arguments if isinstance(arguments, dict) else {},
        when=None if model.when is None else model.when.open,
        mark=node.mark(),
    )


def _cases(node: TestNode) -> tuple[CompiledCase, ...]:
    rows = node.raw.get("cases")
    if not isinstance(rows, list) or not rows:
        return (CompiledCase(None, {}, (), node.mark()),)
    return tuple(_case(node, place, row) for place, row in enumerate(rows))


def _case(node: TestNode, place: int, row: object) -> CompiledCase:
    values = cast("JsonObject", row)
    ids = cast("list[str]", values.get("requirements", ()))
    return CompiledCase(
        id=str(values["id"]),
        values=values,
        requirements=tuple(ids),
        mark=node.mark("cases", place),
        is_dynamic=has_expression(values),
    )


def _way(node: PrerequisiteNode) -> Literal["check", "manual", "attest"]:
    if node.model.check is not None:
        return "check"
    return "attest" if node.model.manual is None else "manual"
