"""Walk the steps of a test, a flow or a prerequisite, as they will run."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from pytest_bars.compile.api_calls import calls_of
from pytest_bars.compile.effects import effect_of
from pytest_bars.compile.names import Binding, Sent
from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.rules_captures import CAPTURE_RULES
from pytest_bars.compile.rules_checks import CHECK_KIND_RULES, CHECK_RULES, CheckRule
from pytest_bars.compile.rules_effects import EFFECT_RULES
from pytest_bars.compile.rules_flows import FLOW_STEP_RULES
from pytest_bars.compile.rules_poll import POLL_RULES
from pytest_bars.compile.rules_sending import (
    MANUAL_RULES,
    REQUEST_RULES,
    RESEND_RULES,
)
from pytest_bars.compile.rules_steps import STEP_RULES, StepRule
from pytest_bars.compile.rules_templates import TEMPLATE_RULES, templates
from pytest_bars.compile.stagesets import bits
from pytest_bars.compile.view import Create, View
from pytest_bars.exchange import Effect, EffectKind
from pytest_bars.plan.model import EffectSpec
from pytest_bars.source import Fault

_KIND_RULES: Final[Mapping[str, tuple[StepRule, ...]]] = {
    "request": (*REQUEST_RULES, *TEMPLATE_RULES),
    "resend": RESEND_RULES,
    "manual": MANUAL_RULES,
    "flow": FLOW_STEP_RULES,
}


def walk(steps: Iterable[StepNode], view: View) -> list[Fault]:
    """Judge steps in order; the view's names and facts grow with each."""
    faults: list[Fault] = []
    for step in steps:
        model = step.model
        view.stages = view.within & bits(model.stages)
        has_effect = step.sends or model.effect is not None
        for step_rule in _step_rules(
            step.kind, has_effect, bool(model.capture), model.poll is not None
        ):
            faults.extend(step_rule(step, view))
        _note_sent(step, view)
        for check in step.all_checks:
            for check_rule in _check_rules(check.kind):
                faults.extend(check_rule(check, view))
        _note_names(step, view)
        _note_facts(step, view)
    return faults


@cache
def _step_rules(
    kind: str,
    has_effect: bool,  # noqa: FBT001 - a cache wants positions
    has_capture: bool,  # noqa: FBT001 - as above
    has_poll: bool,  # noqa: FBT001 - as above
) -> tuple[StepRule, ...]:
    """Return the rules that a step can break, by its kind and by what it has."""
    return (
        *STEP_RULES,
        *_KIND_RULES.get(kind, ()),
        *(EFFECT_RULES if has_effect else ()),
        *(CAPTURE_RULES if has_capture else ()),
        *(POLL_RULES if has_poll else ()),
    )


@cache
def _check_rules(kind: str) -> tuple[CheckRule, ...]:
    return (*CHECK_RULES, *CHECK_KIND_RULES.get(kind, ()))


def _note_sent(step: StepNode, view: View) -> None:
    if step.sends:
        _add_sent(view, step.ref, Sent(view.stages, step))
    elif step.kind == "flow":
        inner = view.known.facts.get(str(step.raw.get("flow")))
        sent = {} if inner is None else inner.sent
        reached = 0
        for address, found in sent.items():
            stages = found.stages & view.stages
            reached |= stages
            _add_sent(view, f"{step.ref}.{address}", replace(found, stages=stages))
        if sent:
            _add_sent(view, step.ref, Sent(reached, None))


def _add_sent(view: View, address: str, sent: Sent) -> None:
    view.names.sent[address] = sent
    view.facts.sent[address] = sent


def _note_names(step: StepNode, view: View) -> None:
    for name, capture in step.model.capture.items():
        before = view.names.bindings.get(name)
        stages = view.stages | (before.stages if before else 0)
        view.names.bindings[name] = Binding(
            capture.type, stages, None, step.title, is_capture=True
        )
    if step.kind != "flow":
        return
    inner = view.known.facts.get(str(step.raw.get("flow")))
    members = None
    if inner is not None:
        members = {
            name: replace(found, stages=found.stages & view.stages, origin=step.title)
            for name, found in inner.returns.items()
        }
    view.names.bindings[step.ref] = Binding("any", view.stages, members, step.title)


def _note_facts(step: StepNode, view: View) -> None:
    facts = view.facts
    effect = effect_of(step)
    if effect is not None:
        _note_effect(step, effect, view)
    if isinstance(step.model.effect, EffectSpec) and step.model.effect.undo:
        facts.flows.add(step.model.effect.undo)
    for template in templates(step, view):
        facts.templates.add(template.name)
        for reference in template.references:
            if reference.head == "profile":
                place = ("request", "body", "template")
                facts.reads.setdefault(reference.path, (step, place))
    if step.kind == "request":
        facts.calls.extend(calls_of(step, view))
    if step.kind == "manual" or any(check.is_hard for check in step.all_checks):
        facts.can_fail |= view.stages
    if step.kind == "flow":
        _note_flow(step, view)


def _note_effect(step: StepNode, effect: Effect, view: View) -> None:
    view.facts.has_refused |= effect.kind is EffectKind.NONE
    if effect.resource_type is None:
        return
    if effect.kind is EffectKind.CREATE:
        view.facts.creates.append(
            Create(effect.resource_type, effect.undo, step.ref, view.stages)
        )
    else:
        view.facts.ends.add(effect.resource_type)


def _note_flow(step: StepNode, view: View) -> None:
    """Take over what the steps of a flow do."""
    name = str(step.raw.get("flow"))
    facts, inner = view.facts, view.known.facts.get(name)
    facts.flows.add(name)
    if inner is None:  # told where it is wrong; whether it can fail is not known
        facts.can_fail |= view.stages
        return
    facts.flows |= inner.flows
    facts.templates |= inner.templates
    facts.ends |= inner.ends
    facts.has_refused |= inner.has_refused
    facts.calls += inner.calls
    facts.can_fail |= inner.can_fail & view.stages
    for create in inner.creates:
        address = f"{step.ref}.{create.step}"
        stages = create.stages & view.stages
        facts.creates.append(replace(create, step=address, stages=stages))
    for path, place in inner.reads.items():
        facts.reads.setdefault(path, place)
