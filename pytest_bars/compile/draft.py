"""Everything a plan says, read into nodes and judged by every rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pytest_bars.compile.judge import judge_flows, judge_prerequisite, judge_test
from pytest_bars.compile.names import Binding, Names
from pytest_bars.compile.nodes import FlowNode, Node, PrerequisiteNode, TestNode
from pytest_bars.compile.read_nodes import read_flows, read_prerequisites, read_tests
from pytest_bars.compile.roots import root_bindings, var_bindings
from pytest_bars.compile.rules_names import expression_faults
from pytest_bars.compile.rules_parties import PARTY_RULES
from pytest_bars.compile.rules_plan import PLAN_RULES, refs_differ
from pytest_bars.compile.salvage import Loaded
from pytest_bars.compile.sources import FlowsSource, PlanSource
from pytest_bars.compile.stagesets import ALL_STAGES
from pytest_bars.compile.view import Facts, Known, View
from pytest_bars.documents.tree import Document
from pytest_bars.jsontypes import JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import TestPlan
from pytest_bars.protocol.catalogue import requirements, workflows
from pytest_bars.source import Fault

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan in nodes, with what each part does.

    facts: of the plan itself. parts: each test and prerequisite with its own.
    """

    source: PlanSource
    model: TestPlan
    known: Known
    facts: Facts
    prerequisites: tuple[tuple[PrerequisiteNode, Facts], ...]
    tests: tuple[tuple[TestNode, Facts], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan, as far as there is one, and every fault."""

    plan: PlanDraft | None
    faults: tuple[Fault, ...]


def draft_plan(source: PlanSource, language: Language, library: Library) -> Judged:
    """Read a plan into nodes and judge it."""
    faults = source.all_faults
    flows, clashes = _flows(source.flows)
    faults += clashes
    model = source.loaded.model
    if model is None:
        known = _known(None, flows, library, source)
        return Judged(None, (*faults, *judge_flows(known)))
    known = _known(model, flows, library, source)
    document = source.loaded.document
    tests = _sound(read_tests(document, model), source.loaded)
    asked = _sound(read_prerequisites(document, model, language), source.loaded)
    faults += refs_differ([*asked, *tests])
    facts = Facts()
    faults += _plan_faults(document, model, known, facts)
    faults += judge_flows(known)
    judged_asked = [(node, *judge_prerequisite(node, known)) for node in asked]
    judged_tests = [(node, *judge_test(node, known)) for node in tests]
    for _, found, _ in (*judged_asked, *judged_tests):
        faults += found
    draft = PlanDraft(
        source,
        model,
        known,
        facts,
        tuple((node, one) for node, _, one in judged_asked),
        tuple((node, one) for node, _, one in judged_tests),
    )
    return Judged(draft, tuple(faults))


def _sound(nodes: list[N], loaded: Loaded[Any]) -> list[N]:
    """Return the nodes that are no stand-ins."""
    return [node for node in nodes if node.location not in loaded.broken]


def judge_flows_alone(source: FlowsSource, library: Library) -> tuple[Fault, ...]:
    """Judge a flows file without a plan: what only a plan knows is left open."""
    flows, _ = _flows([source])
    known = Known(
        parties=None,
        vars={},
        flows=flows,
        has_all_flows=False,
        prerequisites=(),
        library=library,
        requirements=requirements(),
        workflows=workflows(),
        roots=root_bindings(None),
    )
    return (*source.faults, *judge_flows(known))


def _known(
    model: TestPlan | None,
    flows: dict[str, FlowNode],
    library: Library,
    source: PlanSource,
) -> Known:
    parties = None if model is None else model.parties
    return Known(
        parties=parties,
        vars={} if model is None else model.vars,
        flows=flows,
        has_all_flows=source.has_all_flows,
        prerequisites=_prerequisite_refs(source.loaded.document),
        library=library,
        requirements=requirements(),
        workflows=workflows(),
        roots=root_bindings(parties),
    )


def _flows(
    sources: Iterable[FlowsSource],
) -> tuple[dict[str, FlowNode], list[Fault]]:
    """Return the flows of all files by name, and a fault for each name used twice."""
    flows: dict[str, FlowNode] = {}
    faults: list[Fault] = []
    for source in sources:
        loaded = source.loaded
        if loaded is None or loaded.model is None:
            continue
        for flow in _sound(read_flows(loaded.document, loaded.model), loaded):
            first = flows.setdefault(flow.name, flow)
            if first is not flow:
                faults.append(
                    flow.document.fault(
                        flow.location,
                        f'the flow "{flow.name}" is there twice.',
                        key=True,
                        hint=f"It is first in {first.document.path}.",
                    )
                )
    return flows, faults


def _prerequisite_refs(document: Document) -> list[str]:
    """Return the references of all prerequisites, of broken ones too."""
    data = document.data
    found = data.get("prerequisites") if isinstance(data, dict) else None
    items = found if isinstance(found, list) else []
    refs = (item.get("ref") for item in items if isinstance(item, dict))
    return [ref for ref in refs if isinstance(ref, str)]


def _plan_faults(
    document: Document, model: TestPlan, known: Known, facts: Facts
) -> Iterator[Fault]:
    """Yield the faults of the plan itself: its parties and vars among them."""
    plan = Node(document, (), cast("JsonObject", document.data))
    for rule in PLAN_RULES:
        yield from rule(plan, model)
    for name, party in model.parties.items():
        for party_rule in PARTY_RULES:
            yield from party_rule(plan, name, party)
    yield from _values_faults(plan, model.vars, known, facts)
    view = _plan_view(known, facts, {**var_bindings(known.vars)})
    parties = plan.raw["parties"]
    yield from expression_faults(plan, parties, view, ("parties",), has_sent=False)


def _values_faults(
    plan: Node, variables: Iterable[str], known: Known, facts: Facts
) -> Iterator[Fault]:
    """Yield the faults of vars: each may read the profile and the vars above it."""
    bindings = var_bindings(known.vars)
    raw = cast("JsonObject", plan.raw.get("vars", {}))
    above: dict[str, Binding] = {}
    for name in variables:
        view = _plan_view(known, facts, above)
        yield from expression_faults(
            plan, raw[name], view, ("vars", name), has_sent=False
        )
        above[name] = bindings[name]


def _plan_view(known: Known, facts: Facts, bindings: dict[str, Binding]) -> View:
    roots = {name: known.roots[name] for name in ("profile", "run")}
    names = Names({**roots, **bindings}, hidden={"case": "the plan has no case"})
    return View(known, names, "plan", ALL_STAGES, ALL_STAGES, facts=facts)
