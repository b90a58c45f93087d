"""Judge a plan by every rule: which names there are, and what is wrong with it."""

from collections.abc import Iterator

from pytest_bars.compile.names import Binding, Names, set_later
from pytest_bars.compile.nodes import FlowNode, PrerequisiteNode, TestNode
from pytest_bars.compile.roots import case_binding, hidden, members_of, var_bindings
from pytest_bars.compile.rules_cases import CASE_RULES
from pytest_bars.compile.rules_cleanup import CLEANUP_RULES
from pytest_bars.compile.rules_flow_size import large_flows, large_test, measure
from pytest_bars.compile.rules_flows import (
    cycles,
    in_order,
    param_names_are_free,
    params_are_typed_right,
    returns_are_set,
)
from pytest_bars.compile.rules_plan import step_refs_differ
from pytest_bars.compile.rules_prerequisites import PREREQUISITE_RULES
from pytest_bars.compile.rules_tests import TEST_RULES
from pytest_bars.compile.stagesets import ALL_STAGES, bits
from pytest_bars.compile.view import Facts, Known, View
from pytest_bars.compile.walk import walk
from pytest_bars.source import Fault


def judge_flows(known: Known) -> list[Fault]:
    """Judge every flow, and remember in `known` what each does."""
    unending = known.flows.keys() - measure(known.flows)
    circular = cycles({n: f for n, f in known.flows.items() if n in unending})
    ending = {n: flow for n, flow in known.flows.items() if n not in circular}
    sizes = measure(ending)
    faults = [*circular.values(), *large_flows(ending, sizes)]
    allowed = {name: size for name, size in sizes.items() if size.is_allowed}
    known.steps.update((name, size.steps) for name, size in allowed.items())
    for flow in in_order({n: f for n, f in ending.items() if n in allowed}):
        view = _flow_view(flow, known)
        faults += param_names_are_free(flow)
        faults += params_are_typed_right(flow, view)
        faults += step_refs_differ(flow.steps)
        faults += walk(flow.steps, view)
        faults += returns_are_set(flow, view)
        view.facts.returns.update(_returns(flow, view.names))
        known.facts[flow.name] = view.facts
    return faults


def judge_prerequisite(
    node: PrerequisiteNode, known: Known
) -> tuple[list[Fault], Facts]:
    """Judge a prerequisite; also return what it does."""
    stages = bits(node.model.stages)
    steps = () if node.step is None else (node.step,)
    names = Names(
        {**known.roots, **var_bindings(known.vars)},
        hidden=hidden("prerequisite", known.vars),
    )
    view = View(known, names, "prerequisite", stages, stages)
    faults = walk(steps, view)
    for rule in PREREQUISITE_RULES:
        faults.extend(rule(node, view))
    return faults, view.facts


def judge_test(node: TestNode, known: Known) -> tuple[list[Fault], Facts]:
    """Judge a test with its cases and cleanup; also return what it does."""
    view = _test_view(node, known)
    faults: list[Fault] = []
    for case_rule in CASE_RULES:
        faults.extend(case_rule(node, view))
    if node.model.cases:
        view.names.bindings["case"] = case_binding(node.model.cases)
    view.names.later = set_later(node.steps)
    faults += step_refs_differ(node.steps)
    large = large_test(node, known.steps)
    if large:
        return [*faults, *large], view.facts
    faults += walk(node.steps, view)
    for cleanup in node.cleanup:
        for cleanup_rule in CLEANUP_RULES:
            faults.extend(cleanup_rule(cleanup, view))
        view.facts.flows.add(cleanup.model.flow)
        if cleanup.model.flow in known.facts:
            view.facts.calls += known.facts[cleanup.model.flow].calls
    for test_rule in TEST_RULES:
        faults.extend(test_rule(node, view))
    return faults, view.facts


def _flow_view(flow: FlowNode, known: Known) -> View:
    params = {
        name: Binding(param.type, ALL_STAGES, members_of(param.type), "a param")
        for name, param in flow.params.items()
    }
    names = Names(
        {**known.roots, **params},
        later=set_later(flow.steps),
        hidden=hidden("flow", known.vars),
    )
    return View(known, names, "flow", ALL_STAGES, ALL_STAGES)


def _test_view(node: TestNode, known: Known) -> View:
    cases = node.model.cases
    bindings = {**known.roots, **var_bindings(known.vars)}
    names = Names(bindings, hidden=hidden("case" if cases else "test", known.vars))
    is_error = node.model.kind == "error"
    return View(known, names, "test", node.stages, node.stages, cases, is_error)


def _returns(flow: FlowNode, names: Names) -> Iterator[tuple[str, Binding]]:
    for name, wanted in flow.model.returns.items():
        found = names.bindings.get(name)
        stages = 0 if found is None else found.stages
        yield name, Binding(wanted, stages, members_of(wanted))
