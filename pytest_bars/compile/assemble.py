"""Assemble the compiled plan out of a draft without faults."""

from collections.abc import Iterable
from itertools import chain

from pytest_bars.compile.api_calls import ApiCall
from pytest_bars.compile.build import build_flow, build_prerequisite, build_test
from pytest_bars.compile.digest import digest_bytes, digest_files, digest_of
from pytest_bars.compile.draft import PlanDraft
from pytest_bars.compile.model import (
    ApiNeed,
    CompiledFlow,
    CompiledPlan,
    CompiledPrerequisite,
    PlanFile,
    ProfileNeed,
)
from pytest_bars.compile.needs import Needs
from pytest_bars.compile.nodes import Node, TestNode
from pytest_bars.compile.rules_flows import in_order
from pytest_bars.compile.stagesets import stages_in
from pytest_bars.compile.view import Facts, Known
from pytest_bars.jsontypes import JsonObject


def assemble(draft: PlanDraft) -> CompiledPlan:
    """Return the compiled plan."""
    model, document = draft.model, draft.source.loaded.document
    flows: dict[str, CompiledFlow] = {}
    for flow in in_order(draft.known.flows):
        flows[flow.name] = build_flow(flow, flows)
    asked = {
        node.model.ref: build_prerequisite(node, digest_of(node.raw))
        for node, _ in draft.prerequisites
    }
    digests = TestDigests(draft.known, asked)
    files = _files(draft)
    return CompiledPlan(
        id=model.plan,
        version=model.version,
        title=model.title,
        standard=model.standard,
        owner=model.owner,
        parties=model.parties,
        vars=model.vars,
        tests=tuple(
            build_test(node, flows, asked, digests.of(node, facts))
            for node, facts in draft.tests
        ),
        prerequisites=asked,
        flows=flows,
        files=files,
        needs=_needs(draft),
        calls=_calls(draft),
        digest=digest_files(file.digest for file in files),
        path=document.path,
        mark=document.mark(("plan",), key=True),
    )


class TestDigests:
    """Computes digests of tests; those of what tests share once.

    A test digest covers the test, every flow it may run, those that undo among them,
    their templates and the prerequisites: data, not layout or place.
    """

    __test__ = False

    def __init__(
        self, known: Known, prerequisites: dict[str, CompiledPrerequisite]
    ) -> None:
        self._known = known
        self._flows = {n: digest_of(flow.raw) for n, flow in known.flows.items()}
        self._prerequisites = prerequisites
        self._shared: dict[tuple[frozenset[str], frozenset[str]], JsonObject] = {}

    def of(self, node: TestNode, facts: Facts) -> str:
        """Return the digest of a test."""
        key = (frozenset(facts.flows), frozenset(facts.templates))
        if key not in self._shared:
            self._shared[key] = self._share(*key)
        asked: JsonObject = {
            ref: self._prerequisites[ref].digest for ref in node.model.prerequisites
        }
        shared = self._shared[key]
        return digest_of({"test": node.raw, "prerequisites": asked, **shared})

    def _share(self, flows: Iterable[str], templates: Iterable[str]) -> JsonObject:
        """Return digests of flows and templates, with all those lead to."""
        reached: set[str] = set()
        used = set(templates)
        ahead = list(flows)
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                used |= self._known.facts[name].templates
                ahead.extend(self._known.facts[name].flows)
        return {
            "flows": {name: self._flows[name] for name in sorted(reached)},
            "templates": {name: self._template(name) for name in sorted(used)},
        }

    def _template(self, name: str) -> str:
        template = self._known.library.get(name)
        return "" if template is None else template.digest


def _files(draft: PlanDraft) -> tuple[PlanFile, ...]:
    used = (flows.loaded for flows in draft.source.flows)
    documents = [part.document for part in (draft.source.loaded, *used) if part]
    return tuple(
        PlanFile(document.path, digest_bytes(document.content), document.content)
        for document in documents
    )


def _needs(draft: PlanDraft) -> tuple[ProfileNeed, ...]:
    document = draft.source.loaded.document
    plan = Node(document, (), {})
    needs = Needs(plan, draft.model, draft.facts)
    asked = {node.model.ref: facts for node, facts in draft.prerequisites}
    for node, facts in draft.tests:
        of_asked = (asked[ref] for ref in node.model.prerequisites)
        needs.add(node.stages, (facts, *of_asked))
    return needs.all()


def _calls(draft: PlanDraft) -> tuple[ApiNeed, ...]:
    """Return what is asked of the API, each once, with the stages it is asked in."""
    asked = {node.model.ref: facts for node, facts in draft.prerequisites}
    stages: dict[ApiCall, int] = {}
    for node, facts in draft.tests:
        own = () if node.model.kind == "error" else facts.calls
        of_asked = (asked[ref].calls for ref in node.model.prerequisites)
        for call in chain(own, *of_asked):
            stages[call] = stages.get(call, 0) | node.stages
    return tuple(ApiNeed(stages_in(bits), one.faults) for one, bits in stages.items())
