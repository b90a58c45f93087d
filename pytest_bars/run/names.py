"""The names a test starts with: roots, parties, vars and its case."""

from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from pytest_bars.compile.model import CompiledCase, CompiledPlan, VarValue
from pytest_bars.environments.profile import Profile
from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.plan.model import PatientVar
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.generate import TestValues
from pytest_bars.values.interpolate import interpolate, references_in
from pytest_bars.values.scope import Scope


def open_scope(
    case: CompiledCase, names: JsonObject, values: TestValues
) -> tuple[Scope, JsonObject]:
    """Return the scope a test starts with, and the parties by name.

    names: what `start_names` gave.

    Raises ExpressionError when a value of the case has none.
    """
    scope = Scope(names, values)
    row = case.values
    scope.set("case", interpolate(row, scope) if case.is_dynamic else row)
    return scope, cast("JsonObject", names["party"])


def are_fixed(plan: CompiledPlan) -> bool:
    """Say whether every test of a plan starts with the same names: no time, no uuid."""
    given = (*plan.vars.values(), *(party.target for party in plan.parties.values()))
    return not any(
        reference.is_call
        for value in given
        if not isinstance(value, PatientVar)
        for _, reference in references_in(value)
    )


def start_names(
    values: TestValues,
    *,
    plan: CompiledPlan,
    profile: Profile,
    overrides: Mapping[str, str],
) -> JsonObject:
    """Return the names every test of a plan starts with: roots, vars and parties.

    Precedence of a var: its default in the plan, the profile, `--bars-set`. A patient
    whom the profile does not declare leaves its var unset, and those that read it:
    only a test that uses it must not run.

    Raises BarsError when a value that was set is none for its var.
    """
    run: JsonObject = {"stage": profile.stage.value, "profile": profile.name}
    names: JsonObject = {"profile": profile.as_scope(), "run": run}
    scope = Scope(names, values)
    for name, declared in plan.vars.items():
        given: Json = overrides.get(name, profile.variables.get(name))
        with suppress(UnsetNameError):
            names[name] = _var(name, declared, given, scope, profile)
            scope.set(name, names[name])
    names["party"] = _parties(plan, scope)
    return names


def refuse_override(name: str, declared: VarValue, text: str, profile: Profile) -> None:
    """Raise BarsError where what `--bars-set` gives is no value of its var."""
    if isinstance(declared, PatientVar):
        _patient(name, text, profile)
    elif isinstance(declared, int):
        _typed(name, text, is_boolean=isinstance(declared, bool))


def _var(
    name: str, declared: VarValue, given: Json, scope: Scope, profile: Profile
) -> Json:
    if isinstance(declared, PatientVar):
        if given is None and declared.patient not in profile.patients:
            raise UnsetNameError(name, f"the profile has no {declared.patient}")
        return _patient(name, declared.patient if given is None else given, profile)
    if given is None:
        return interpolate(declared, scope)
    if isinstance(given, str) and isinstance(declared, int):
        return _typed(name, given, is_boolean=isinstance(declared, bool))
    return given


def _patient(name: str, alias: Json, profile: Profile) -> Json:
    patients = profile.patients
    if not isinstance(alias, str) or alias not in patients:
        known = ", ".join(sorted(patients)) or "none"
        raise BarsError(
            f"Profile {profile.name} declares no patient {alias} for the "
            f"variable {name}; it declares {known}. Declare it in bars.yaml."
        )
    return patients[alias].as_json()


def _typed(name: str, text: str, *, is_boolean: bool) -> Json:
    """Read what `--bars-set` gives as text, in the type the plan declares."""
    if is_boolean:
        if text in {"true", "false"}:
            return text == "true"
        raise BarsError(f"Variable {name} is true or false, not {text}.")
    try:
        return int(text)
    except ValueError:
        raise BarsError(f"Variable {name} is a whole number, not {text}.") from None


def _parties(plan: CompiledPlan, scope: Scope) -> JsonObject:
    return {
        name: {
            "system": party.system,
            "person": party.person,
            "organisation": party.organisation,
            "target": interpolate(cast("Json", party.target), scope),
        }
        for name, party in plan.parties.items()
    }
