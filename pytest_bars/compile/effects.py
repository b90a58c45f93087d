"""What a step does to the Receiver's records, as the plan says it."""

from collections.abc import Mapping
from typing import Final

from pytest_bars.compile.nodes import SAFE_METHODS, FlowNode, StepNode
from pytest_bars.compile.rules_flows import called
from pytest_bars.compile.view import View
from pytest_bars.exchange import NO_EFFECT, READ, Effect, EffectKind
from pytest_bars.plan.model import EffectSpec

CHANGES: Final = (EffectKind.CREATE, EffectKind.UPDATE, EffectKind.CANCEL)


def change(spec: EffectSpec) -> tuple[EffectKind, str]:
    """Return what an effect says is done, and to which resource type."""
    named = ((kind, getattr(spec, kind.value)) for kind in CHANGES)
    return next((kind, name) for kind, name in named if name is not None)


def effect_of(step: StepNode) -> Effect | None:
    """Return the effect of a step, or None where it sends nothing itself.

    A resend that says nothing sends a read again.
    """
    if not step.sends:
        return None
    match step.model.effect:
        case EffectSpec() as spec:
            kind, resource_type = change(spec)
            return Effect(kind, resource_type, spec.undo)
        case "none":
            return NO_EFFECT
        case _:
            return READ


def ended_types(name: str, flows: Mapping[str, FlowNode]) -> set[str] | None:
    """Return the resource types whose records a flow updates or cancels.

    None where a flow it runs is not known.
    """
    types: set[str] = set()
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        flow = flows.get(ahead.pop())
        if flow is None:
            return None
        if flow.name in seen:
            continue
        seen.add(flow.name)
        for step in flow.steps:
            inner = called(step)
            ahead += [] if inner is None else [inner]
            types |= _ended(step.model.effect)
    return types


def _ended(effect: object) -> set[str]:
    if not isinstance(effect, EffectSpec):
        return set()
    kind, resource_type = change(effect)
    return set() if kind is EffectKind.CREATE else {resource_type}


def is_read(step: StepNode, view: View) -> bool:
    """Say whether a step sends a request that only reads by its method."""
    if step.kind == "request":
        return step.method is None or step.method in SAFE_METHODS
    sent = view.names.sent.get(str(step.body.get("of")))
    return sent is not None and sent.step is not None and is_read(sent.step, view)
