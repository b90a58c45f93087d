"""Rules of effects: every write says what it does, and what undoes it."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.effects import change, ended_types, is_read
from pytest_bars.compile.nodes import FlowNode, StepNode
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.exchange import EffectKind
from pytest_bars.fhir.definitions import RESOURCE_TYPES
from pytest_bars.fhir.resources import is_resource_type
from pytest_bars.plan.model import EffectSpec
from pytest_bars.source import Fault

UNDO_TYPES: Final = ("id", "resource", "patient")
_HOW: Final = "Say effect: none, or {create: Appointment, undo: FLOW} or the like."


def write_says_its_effect(step: StepNode, view: View) -> Iterator[Fault]:
    """Every request but a read says its effect, and a read has none."""
    effect = step.model.effect
    if not step.sends or view.owner == "prerequisite":
        return
    if is_read(step, view):
        if effect is not None and effect != "read":
            yield step.fault(
                "a get has no effect: it reads.",
                "effect",
                key=True,
                hint="Leave it out.",
            )
        return
    what = step.kind if step.method is None else step.method
    if effect is None:
        message = f'a "{what}" needs an "effect".'
        yield step.fault(message, step.kind, key=True, hint=_HOW)
    elif effect == "read":
        yield step.fault(f'a "{what}" is no read.', "effect", hint=_HOW)


def only_requests_have_effects(step: StepNode, _: View) -> Iterator[Fault]:
    """A flow's effect is that of its steps; a person and a pause have none."""
    if step.model.effect is not None and step.kind in {"flow", "manual", "wait"}:
        hint = None
        if step.kind == "flow":
            hint = "Its effect is the union of its steps'."
        yield step.fault(
            f'a "{step.kind}" step says no effect.', "effect", key=True, hint=hint
        )


def effect_is_of_a_resource(step: StepNode, _: View) -> Iterator[Fault]:
    """An effect names a FHIR resource type."""
    spec = step.model.effect
    if not isinstance(spec, EffectSpec):
        return
    kind, name = change(spec)
    if not is_resource_type(name):
        yield step.fault(
            f'"{name}" is no FHIR resource type.',
            "effect",
            kind.value,
            hint=did_you_mean(name, RESOURCE_TYPES),
        )


def undo_is_a_flow(step: StepNode, view: View) -> Iterator[Fault]:
    """`undo` names a flow that needs no more than id, resource and patient."""
    spec = step.model.effect
    if not isinstance(spec, EffectSpec) or spec.undo is None:
        return
    flow = view.known.flows.get(spec.undo)
    if flow is None:
        if view.known.has_all_flows:
            yield step.fault(
                f'there is no flow "{spec.undo}".',
                "effect",
                "undo",
                hint=did_you_mean(spec.undo, view.known.flows)
                or 'Name its file under "use".',
            )
        return
    for problem in (*_undo_problems(flow), *_undoes_nothing(spec, flow, view)):
        yield step.fault(problem, "effect", "undo")


def _undoes_nothing(spec: EffectSpec, flow: FlowNode, view: View) -> Iterator[str]:
    """Yield why a flow leaves behind what was created or updated."""
    kind, resource_type = change(spec)
    ended = ended_types(flow.name, view.known.flows)
    if kind is EffectKind.CANCEL or ended is None or resource_type in ended:
        return
    yield (
        f'flow "{flow.name}" undoes nothing: no step of it cancels or updates a record '
        f"of type {resource_type}."
    )


def _undo_problems(flow: FlowNode) -> Iterator[str]:
    """Yield why a flow cannot undo: params are bound by type, at most one of each."""
    types = [param.type for param in flow.params.values()]
    for name, param in flow.params.items():
        if param.type not in UNDO_TYPES:
            yield (
                f'flow "{flow.name}" cannot undo: its param "{name}" is of type '
                f"{param.type}, expected {one_of(UNDO_TYPES)}."
            )
    for kind in UNDO_TYPES:
        if types.count(kind) > 1:
            yield f'flow "{flow.name}" cannot undo: several params are of type {kind}.'


EFFECT_RULES: Final = (
    write_says_its_effect,
    only_requests_have_effects,
    effect_is_of_a_resource,
    undo_is_a_flow,
)
