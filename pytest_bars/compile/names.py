"""The names in force at a step, with their types and the stages that set them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.stagesets import ALL_STAGES, stage_words
from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import ValueType
from pytest_bars.values.interpolate import whole_reference
from pytest_bars.values.reference import Reference

_SCALARS: Final = frozenset({"string", "integer", "boolean", "duration", "id"})
_RECEIVED: Final = (
    '"received." is for the reply of a "receive" step, and listening arrives with '
    "a later release"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """What a name stands for.

    stages: the ones, as bits, in which it has a value. members: those it has, or None
    when they are not known. origin: what sets it, as a message names it.
    """

    type: ValueType = "any"
    stages: int = ALL_STAGES
    members: "Mapping[str, Binding] | None" = None
    origin: str = ""
    is_capture: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an expression has no value, and what to do."""

    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A step that has sent a request. step: None when it is a flow."""

    stages: int
    step: StepNode | None


TEXT: Final = Binding("string")


@dataclass(slots=True)
class Names:
    """The names in force; grows from step to step.

    bindings: by name. sent: steps that have sent a request, by address. later: names
    that are set further down, with the step. hidden: roots and names out of sight
    here, with the reason.
    """

    bindings: dict[str, Binding]
    sent: dict[str, Sent] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, reference: Reference, stages: int) -> Binding | Problem:
        """Return what an expression stands for in these stages, or what is wrong."""
        if reference.is_call:
            return TEXT
        if reference.head == "sent":
            return self._sent(reference, stages)
        if reference.head == "received":
            return Problem(_RECEIVED)
        binding = self.bindings.get(reference.head)
        if binding is None:
            return self._unknown(reference)
        return self._member(reference, binding, stages)

    def type_of(self, value: Json, stages: int) -> ValueType | None:
        """Return the type of a value of the plan, or None when it is wrong anyway."""
        if not isinstance(value, str):
            return literal_type(value)
        try:
            reference = whole_reference(value)
        except ValueError:
            return None
        if reference is None:
            return "string"
        binding = self.resolve(reference, stages)
        return binding.type if isinstance(binding, Binding) else None

    def _member(
        self, reference: Reference, binding: Binding, stages: int
    ) -> Binding | Problem:
        shown = reference.head
        for name in ("", *reference.path):
            if name:
                inner = _inner(binding, name, shown)
                if isinstance(inner, Problem):
                    return inner
                binding, shown = inner, f"{shown}.{name}"
            if stages & ~binding.stages:
                return _not_set(shown, binding, stages)
        return binding

    def _unknown(self, reference: Reference) -> Problem:
        head = reference.head
        if head in self.hidden:
            return Problem(f'"{reference.text}" is out of sight: {self.hidden[head]}')
        if head in self.later:
            return Problem(
                f'"{head}" is used before it is set: {self.later[head]} sets it'
            )
        known = sorted({*self.bindings, "now", "today", "uuid"})
        hint = did_you_mean(head, known) or f"Known here: {', '.join(known)}."
        return Problem(f'nothing sets "{head}"', hint)

    def _sent(self, reference: Reference, stages: int) -> Binding | Problem:
        if not reference.path:
            return Problem('"sent" needs a header, such as ${sent.X-Request-Id}')
        address = ".".join(reference.path[:-1])
        problem = self.sent_problem(address, stages) if address else None
        return problem or TEXT

    def sent_problem(self, address: str, stages: int) -> Problem | None:
        """Say why no request of that step has been sent before, or None."""
        found = self.sent.get(address)
        if found is None:
            hint = did_you_mean(address, self.sent)
            known = f"Sent before: {one_of(sorted(self.sent))}." if self.sent else None
            return Problem(
                f'no step "{address}" has sent a request before', hint or known
            )
        missing = stages & ~found.stages
        if missing:
            where = stage_words(missing)
            return Problem(f'step "{address}" sends nothing in {where}')
        return None


def fits(wanted: ValueType, given: ValueType) -> bool:
    """Say whether a value of one type may stand where another is wanted.

    An id and a duration are texts, and a text may be either; a patient is no resource.
    """
    if "any" in {wanted, given} or wanted == given:
        return True
    texts = {"string", "id", "duration"}
    return wanted in texts and given in texts


def set_later(steps: Iterable[StepNode]) -> dict[str, str]:
    """Return the names steps will set, each with the step that does so first."""
    later: dict[str, str] = {}
    for step in steps:
        names = (
            (*step.model.capture, step.ref)
            if step.kind == "flow"
            else (*step.model.capture,)
        )
        for name in names:
            later.setdefault(name, step.title)
    return later


def _inner(binding: Binding, name: str, shown: str) -> Binding | Problem:
    if binding.members is not None:
        inner = binding.members.get(name)
        if inner is not None:
            return inner
        known = sorted(binding.members)
        hint = did_you_mean(name, known)
        listed = f"It has {', '.join(known)}." if known else None
        return Problem(f'"{shown}" has no "{name}"', hint or listed)
    if binding.type in _SCALARS:
        return Problem(f'"{shown}" is of type {binding.type} and has no "{name}"')
    return Binding(stages=binding.stages, origin=binding.origin)


def _not_set(shown: str, binding: Binding, stages: int) -> Problem:
    if not binding.stages:
        return Problem(f'"{shown}" is never set: {binding.origin} sets it nowhere')
    where = stage_words(stages & ~binding.stages)
    return Problem(
        f'"{shown}" is not set in {where}: {binding.origin} sets it and runs in '
        f"{stage_words(binding.stages)} only",
        "Give both steps the same stages, or leave those stages out.",
    )


def literal_type(value: Json) -> ValueType:
    """Return the type of a value as it stands in a plan."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case list():
            return "list"
        case dict() if "resourceType" in value:
            return "resource"
        case str() if "${" not in value:
            return "string"
        case _:
            return "any"
