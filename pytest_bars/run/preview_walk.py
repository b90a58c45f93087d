"""Walk tests as a run would, and note each request instead of sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pytest_bars.compile.model import (
    CompiledCase,
    CompiledFlow,
    CompiledPlan,
    CompiledStep,
    CompiledTest,
    argument_values,
)
from pytest_bars.environments.profile import Profile
from pytest_bars.environments.safety import refusal
from pytest_bars.exchange import READ, Effect
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.run.names import open_scope, start_names
from pytest_bars.run.pending import waits_for
from pytest_bars.run.placeholders import Placeholder, fill, patients_in
from pytest_bars.steps.request import METHODS
from pytest_bars.values.generate import TestValues
from pytest_bars.values.scope import Scope


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """One request that would be made.

    test: `REF` or `REF[case]`. step: its address. target: `system|value`, or empty.
    body: what it is made of, in a few words. condition: when it is not made always.
    """

    test: str
    step: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    target: str
    effect: str
    patient: str | None
    body: str
    condition: str = ""

    @property
    def bound(self) -> list[Json]:
        """Return what the digest covers of it."""
        return [self.method, self.path, self.target, self.effect, self.patient]

    def render(self) -> str:
        """Return it as lines of text."""
        query = "&".join(f"{name}={value}" for name, value in self.query)
        lines = [f"{self.test} {self.step}: {self.method} {self.path}"]
        lines += [f"?{query}"] if query else []
        facts = (
            ("to", self.target),
            ("effect", self.effect),
            ("patient", self.patient or ""),
            ("body", self.body),
            ("only", self.condition),
        )
        lines += [f"{label} {text}" for label, text in facts if text]
        return "\n    ".join(lines)


@dataclass(slots=True)
class _Place:
    """Where steps stand: their names, the prefix of addresses, requests so far."""

    test: str
    scope: Scope
    parties: JsonObject
    prefix: str = ""
    condition: str = ""
    sent: dict[str, PreviewRequest] = field(default_factory=dict)


class PreviewWalk:
    """Collect the requests of tests, in the order of a run.

    templates: names of those a request is made of.
    """

    def __init__(
        self,
        plan: CompiledPlan,
        profile: Profile,
        overrides: Mapping[str, str],
        now: datetime,
    ) -> None:
        self.requests: list[PreviewRequest] = []
        self.left_out: list[tuple[str, str]] = []
        self.templates: set[str] = set()
        self._plan = plan
        self._profile = profile
        self._overrides = overrides
        self._now = now
        self._judged: set[str] = set()

    def add(self, test: CompiledTest, case: CompiledCase) -> None:
        """Add the requests of one test, or of one case of it."""
        name, stage = identity_of(test, case), self._profile.stage
        reason = refusal(
            stage,
            kind=test.kind,
            not_in=test.not_in,
            e2e=test.e2e,
            any_e2e=any(each.e2e for each in self._plan.tests),
        ) or waits_for(test, stage)
        if reason is not None:
            self.left_out.append((name, reason))
            return
        values = TestValues(name, self._now)
        names = start_names(
            values, plan=self._plan, profile=self._profile, overrides=self._overrides
        )
        scope, parties = open_scope(case, names, values)
        place = _Place(name, scope, parties)
        self._add_prerequisites(test, place)
        self._add_steps(test.steps, place)
        self._add_cleanup(test, place)

    def _add_prerequisites(self, test: CompiledTest, place: _Place) -> None:
        for each in test.prerequisites:
            is_known = each.once == "run" and each.ref in self._judged
            if each.runs_in(self._profile.stage) and each.step and not is_known:
                self._judged.add(each.ref)
                self._add_steps((each.step,), replace(place, sent={}))

    def _add_cleanup(self, test: CompiledTest, place: _Place) -> None:
        for each in test.cleanup:
            condition = f"if an {each.when} is open" if each.when else ""
            arguments = fill(argument_values(each), place.scope)
            inner = replace(
                place,
                scope=place.scope.child(_names(arguments)),
                prefix=f"cleanup.{each.ref}.",
                condition=condition,
                sent={},
            )
            self._add_steps(each.flow.steps, inner)

    def _add_steps(self, steps: Sequence[CompiledStep], place: _Place) -> None:
        for step in steps:
            if step.runs_in(self._profile.stage):
                self._add_step(step, place)

    def _add_step(self, step: CompiledStep, place: _Place) -> None:
        address = place.prefix + step.ref
        if step.flow is not None:
            self._add_flow(step, step.flow, place)
        elif step.kind == "request":
            self._note(step.ref, self._request(step, address, place), place)
        elif step.kind == "resend":
            for again in self._resend(step, address, place):
                self._note(step.ref, again, place)
        for capture in step.captures:
            origin = f"{place.test}.{address}"
            place.scope.set(capture.name, Placeholder.of(capture.name, origin))

    def _add_flow(self, step: CompiledStep, flow: CompiledFlow, place: _Place) -> None:
        address = place.prefix + step.ref
        arguments = _names(fill(argument_values(step), place.scope))
        inner = replace(
            place,
            scope=place.scope.child(arguments, step=step.ref),
            prefix=f"{address}.",
            sent={},
        )
        self._add_steps(flow.steps, inner)
        origin = f"{place.test}.{address}"
        place.scope.set(
            step.ref, {name: Placeholder.of(name, origin) for name in flow.returns}
        )
        for name, request in inner.sent.items():
            place.sent[f"{step.ref}.{name}"] = request
            place.sent[step.ref] = request

    def _note(self, ref: str, request: PreviewRequest, place: _Place) -> None:
        place.sent[ref] = request
        self.requests.append(request)

    def _request(
        self, step: CompiledStep, address: str, place: _Place
    ) -> PreviewRequest:
        raw = step.raw["request"]
        filled = _names(fill(raw, place.scope))
        method = next(name for name in METHODS if name in filled)
        return PreviewRequest(
            test=place.test,
            step=address,
            method=method.upper(),
            path=str(filled[method]),
            query=tuple(_pairs(filled.get("query"))),
            target=_target(place.parties.get(str(filled.get("to")))),
            effect=_effect(step.effect or READ),
            patient=next(iter(patients_in(raw, place.scope)), None),
            body=self._body(filled.get("body")),
            condition=place.condition,
        )

    def _resend(
        self, step: CompiledStep, address: str, place: _Place
    ) -> list[PreviewRequest]:
        """Return the request again; nothing where a stage left it out."""
        filled = _names(fill(step.raw["resend"], place.scope))
        of = str(filled["of"])
        return [
            replace(
                original,
                step=address,
                effect=_effect(step.effect or READ),
                body=f"{filled['as']} as {of}",
                condition=place.condition,
            )
            for original in (place.sent.get(of),)
            if original is not None
        ]

    def _body(self, body: Json) -> str:
        match body:
            case {"template": str() as name}:
                self.templates.add(name)
                return f"template {name}"
            case {"text": _}:
                return "a text"
            case {"json": _}:
                return "JSON"
            case _:
                return ""


def identity_of(test: CompiledTest, case: CompiledCase) -> str:
    """Return `REF` or `REF[case]`."""
    return test.ref if case.id is None else f"{test.ref}[{case.id}]"


def _names(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _pairs(query: Json) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in _names(query).items():
        items = value if isinstance(value, list) else [value]
        pairs += [(name, str(item)) for item in items if item is not None]
    return pairs


def _target(party: Json) -> str:
    match party:
        case {"target": {"system": str() as system, "value": str() as value}}:
            return f"{system}|{value}"
        case _:
            return ""


def _effect(effect: Effect) -> str:
    if effect.resource_type is None:
        return effect.kind.value
    undo = f", undone by {effect.undo}" if effect.undo else ""
    return f"{effect.kind.value} {effect.resource_type}{undo}"
