"""Rules of flows: they exist, get what they need, end, and return what they say."""

from collections.abc import Iterator, Mapping
from typing import Final

from pytest_bars.compile.arguments import argument_faults
from pytest_bars.compile.names import Problem, fits
from pytest_bars.compile.nodes import FlowNode, StepNode
from pytest_bars.compile.rules_captures import flow_ref_can_be_read, reserved
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.source import Fault
from pytest_bars.values.reference import Reference


def flow_is_known(step: StepNode, view: View) -> Iterator[Fault]:
    """A flow step names a flow of the files in use."""
    name = str(step.raw.get("flow"))
    if view.known.has_all_flows and name not in view.known.flows:
        hint = did_you_mean(name, view.known.flows) or 'Name its file under "use".'
        yield step.fault(f'there is no flow "{name}".', "flow", hint=hint)


def flow_gets_its_params(step: StepNode, view: View) -> Iterator[Fault]:
    """A flow step hands over every param the flow needs, of the right type."""
    flow = view.known.flows.get(str(step.raw.get("flow")))
    if flow is not None:
        given = step.raw.get("with")
        callee = f'flow "{flow.name}"'
        yield from argument_faults(
            step, callee, flow.params, given, view.names, view.stages
        )


def param_names_are_free(flow: FlowNode) -> Iterator[Fault]:
    """A param gives no second meaning to a name."""
    for name in flow.params:
        reason = reserved(name)
        if reason is not None:
            yield flow.fault(
                f'a param cannot be called "{name}": {reason}.',
                "params",
                name,
                key=True,
            )


def params_are_typed_right(flow: FlowNode, view: View) -> Iterator[Fault]:
    """A default is of the type of its param."""
    for name, param in flow.params.items():
        given = view.names.type_of(param.default, view.stages)
        if param.default is not None and given and not fits(param.type, given):
            yield flow.fault(
                f"the default is of type {given}, expected {param.type}.",
                "params",
                name,
                "default",
            )


def returns_are_set(flow: FlowNode, view: View) -> Iterator[Fault]:
    """A flow sets what it returns, in some stage at least, and of that type."""
    for name, wanted in flow.model.returns.items():
        found = view.names.resolve(Reference(name, name), 0)
        if isinstance(found, Problem):
            hint = did_you_mean(name, view.names.bindings)
            message = f'flow "{flow.name}" returns "{name}" and never sets it.'
            yield flow.fault(message, "returns", name, key=True, hint=hint)
        elif not fits(wanted, found.type):
            yield flow.fault(
                f'"{name}" is of type {found.type}, and returned as {wanted}.',
                "returns",
                name,
            )


def cycles(flows: Mapping[str, FlowNode]) -> dict[str, Fault]:
    """Return a fault for each flow that runs itself in the end, by its name."""
    found: dict[str, Fault] = {}
    for name, flow in flows.items():
        for step in flow.steps:
            trail = _way_back(name, called(step), flows)
            if trail is not None and name not in found:
                path = " -> ".join([name, *trail])
                message = f"a flow cannot run itself: {path}."
                found[name] = step.fault(message, "flow")
    return found


def called(step: StepNode) -> str | None:
    """Return the name of the flow a step runs, if it runs one."""
    name = step.raw.get("flow")
    return name if step.kind == "flow" and isinstance(name, str) else None


def in_order(flows: Mapping[str, FlowNode]) -> list[FlowNode]:
    """Return flows so that each stands after those it runs; none may run itself."""
    ordered: dict[str, FlowNode] = {}

    def visit(flow: FlowNode) -> None:
        for step in flow.steps:
            inner = flows.get(called(step) or "")
            if inner is not None and inner.name not in ordered:
                visit(inner)
        ordered[flow.name] = flow

    for flow in flows.values():
        if flow.name not in ordered:
            visit(flow)
    return list(ordered.values())


def _way_back(
    goal: str, start: str | None, flows: Mapping[str, FlowNode]
) -> list[str] | None:
    """Return the names from start to goal, by the flows each runs, or None."""
    trails: list[list[str]] = [] if start is None else [[start]]
    seen: set[str] = set()
    while trails:
        trail = trails.pop()
        if trail[-1] == goal:
            return trail
        flow = flows.get(trail[-1])
        if flow is None or trail[-1] in seen:
            continue
        seen.add(trail[-1])
        inner = (called(step) for step in flow.steps)
        trails.extend([*trail, name] for name in inner if name is not None)
    return None


FLOW_STEP_RULES: Final = (flow_is_known, flow_gets_its_params, flow_ref_can_be_read)
