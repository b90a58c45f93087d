"""The names a test starts with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import Json
from pytest_bars.run.names import are_fixed, open_scope, start_names
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.generate import TestValues
from pytest_bars.values.interpolate import interpolate
from tests.run.bench import compile_text, local_profile
from tests.run.plans import TEST

PLAN = f"""
vars:
  patient: {{patient: adult_1}}
  elsewhere: {{patient: nobody_here}}
  their_name: "${{elsewhere.name}}"
  service: "${{profile.target.value}}"
  days: 7
  strict: false
  note: null
  window: 120s
{TEST}
    cases:
      - {{id: one, who: "${{patient.alias}}", plain: 1}}
      - {{id: two, plain: 2}}
    steps:
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
"""


def value(
    expression: str,
    folder: Path,
    *,
    case: int = 0,
    variables: Mapping[str, Json] | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Json:
    """Return what an expression of the plan above comes to."""
    plan = compile_text(folder, PLAN)
    values = TestValues("s", datetime(2026, 11, 23, tzinfo=UTC))
    names = start_names(
        values,
        plan=plan,
        profile=replace(local_profile(), variables=variables or {}),
        overrides=overrides or {},
    )
    scope, _ = open_scope(plan.tests[0].cases[case], names, values)
    return interpolate(expression, scope)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${patient.alias}", "adult_1"),
        ("${service}", "2000072489"),
        ("${days}", 7),
        ("${strict}", False),
        ("${note}", None),
        ("${profile.stage}", "local"),
        ("${run.stage} ${run.profile}", "local local"),
        ("${party.receiver.target.value}", "2000072489"),
        ("${party.user.person}", "System User"),
        ("${case.who}", "adult_1"),
        ("${case.id}", "one"),
        ("${today}", "2026-11-23"),
    ],
)
def test_a_test_starts_with_these_names(
    expression: str, expected: Json, tmp_path: Path
) -> None:
    assert value(expression, tmp_path) == expected


@pytest.mark.parametrize(
    ("var", "is_fixed"),
    [("${profile.stage}", True), ("by ${today}", False), ("${uuid}", False)],
)
def test_names_are_fixed_unless_they_hold_a_time_or_a_uuid(
    var: str, tmp_path: Path, *, is_fixed: bool
) -> None:
    plan = compile_text(tmp_path, PLAN.replace("120s", f'"{var}"'))
    assert are_fixed(plan) is is_fixed


def test_each_case_has_its_own_values(tmp_path: Path) -> None:
    assert value("${case.plain}", tmp_path, case=1) == 2


@pytest.mark.parametrize(
    ("variables", "overrides", "expected"),
    [
        ({}, {}, "120s"),
        ({"window": "60s"}, {}, "60s"),
        ({"window": "60s"}, {"window": "5s"}, "5s"),
    ],
    ids=["plan", "profile", "set"],
)
def test_set_comes_before_profile_before_plan(
    variables: dict[str, Json],
    overrides: dict[str, str],
    expected: str,
    tmp_path: Path,
) -> None:
    found = value("${window}", tmp_path, variables=variables, overrides=overrides)
    assert found == expected


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("days", "14", 14),
        ("strict", "true", True),
        ("strict", "false", False),
        ("note", "x", "x"),
        ("patient", "referral_1", "referral_1"),
    ],
)
def test_what_is_set_takes_the_type_of_its_var(
    name: str, given: str, expected: Json, tmp_path: Path
) -> None:
    member = ".alias" if name == "patient" else ""
    found = value(f"${{{name}{member}}}", tmp_path, overrides={name: given})
    assert found == expected


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("days", "a week", "days is a whole number, not a week"),
        ("strict", "yes", "strict is true or false, not yes"),
        ("patient", "nobody", "declares no patient nobody"),
    ],
)
def test_what_is_set_must_fit_its_var(
    name: str, given: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BarsError, match=words):
        value("${days}", tmp_path, overrides={name: given})


@pytest.mark.parametrize("name", ["elsewhere.alias", "their_name"])
def test_a_patient_the_profile_lacks_stops_only_who_reads_it(
    name: str, tmp_path: Path
) -> None:
    assert value("${days}", tmp_path) == 7
    with pytest.raises(UnsetNameError):
        value(f"${{{name}}}", tmp_path)


def test_a_patient_of_the_profile_must_be_named_by_alias(tmp_path: Path) -> None:
    with pytest.raises(BarsError, match="declares no patient 5 for the variable"):
        value("${days}", tmp_path, variables={"patient": 5})
