"""The names a test starts with, and those out of sight, as lint knows them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from pytest_bars.compile.names import TEXT, Binding, literal_type
from pytest_bars.compile.stagesets import ALL_STAGES
from pytest_bars.compile.view import VarValue
from pytest_bars.environments.profile import (
    Organisation,
    Patient,
    Practitioner,
    Software,
    Target,
)
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.plan.model import Party, PatientVar, ValueType

_HAND_OVER: Final = "a flow sees its params only; hand the value over by with"

_NO_CASE: Final = {
    "prerequisite": "a prerequisite is judged for every case alike",
    "case": "a case cannot read a case",
    "test": "this test has no cases",
}


def members_of(kind: ValueType) -> Mapping[str, Binding] | None:
    """Return the members every value of a type has, or None when they differ."""
    return _patient_members() if kind == "patient" else None


def var_bindings(variables: Mapping[str, VarValue]) -> dict[str, Binding]:
    """Return what vars stand for."""
    return {name: _var(value) for name, value in variables.items()}


def case_binding(cases: Iterable[Mapping[str, Json]]) -> Binding:
    """Return what `case` stands for: the values any case has.

    A value is of a type where it is in every case that gives it.
    """
    types: dict[str, ValueType] = {}
    for row in cases:
        for name, value in row.items():
            given = literal_type(value)
            types[name] = given if types.get(name, given) == given else "any"
    members = {name: Binding(given, origin="a case") for name, given in types.items()}
    return Binding("any", ALL_STAGES, members, "the case")


def root_bindings(parties: Mapping[str, Party] | None) -> dict[str, Binding]:
    """Return what `profile`, `run` and `party` stand for.

    parties: None where they are not known.
    """
    party = None
    if parties is not None:
        party = {name: _party(found) for name, found in parties.items()}
    return {
        "profile": _profile(),
        "run": _object({"stage": TEXT, "profile": TEXT}, "the run"),
        "party": Binding("any", ALL_STAGES, party, "the parties"),
    }


def hidden(owner: str, variables: Iterable[str]) -> dict[str, str]:
    """Return names that are out of sight in a flow, prerequisite or test, and why."""
    if owner == "flow":
        return {**dict.fromkeys(variables, _HAND_OVER), "case": _HAND_OVER}
    return {"case": _NO_CASE[owner]}


def _var(value: VarValue) -> Binding:
    match value:
        case PatientVar():
            return Binding("patient", ALL_STAGES, _patient_members(), "a var")
        case bool():
            return Binding("boolean", origin="a var")
        case int():
            return Binding("integer", origin="a var")
        case str():
            return Binding("string", origin="a var")
        case _:
            return Binding(origin="a var")


def _party(party: Party) -> Binding:
    target = _members(Target("", "").as_json()) if party.target is not None else {}
    members = dict.fromkeys(("system", "person", "organisation"), TEXT)
    return _object({**members, "target": _object(target, "a target")}, "a party")


@lru_cache(maxsize=1)
def _patient_members() -> Mapping[str, Binding]:
    return _members(Patient("", "").as_json())


@lru_cache(maxsize=1)
def _profile() -> Binding:
    """Return what a profile has, whatever its values are."""
    texts = dict.fromkeys(("name", "stage", "environment", "api_version"), TEXT)
    parts = {
        "target": Target("", "").as_json(),
        "organisation": Organisation("", "").as_json(),
        "software": Software("", "", "", "").as_json(),
        "practitioner": Practitioner("").as_json(),
    }
    inner = {n: _object(_members(part), "the profile") for n, part in parts.items()}
    return _object({**texts, **inner}, "the profile")


def _members(value: JsonObject) -> dict[str, Binding]:
    return dict.fromkeys(value, TEXT)


def _object(members: Mapping[str, Binding], origin: str) -> Binding:
    return Binding("any", ALL_STAGES, members, origin)
