"""What a plan reads of the profile, and the faults of a profile that lacks it."""

from dataclasses import replace

import pytest

from pytest_bars.compile.compile import profile_faults
from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Profile
from pytest_bars.stages import Stage
from tests.compile.plans import (
    Data,
    Desk,
    case_test,
    flow,
    plan,
    step,
    steps,
    use,
    write,
)


@pytest.fixture
def profile() -> Profile:
    return load_profile("local", None, environ={})


def get(path: str, ref: str = "read") -> Data:
    return step(ref, request={"get": path, "to": "receiver"})


def messages(
    desk: Desk, profile: Profile, data: Data, flows: Data | None = None
) -> list[str]:
    return [
        fault.message for fault in profile_faults(desk.compile(data, flows), profile)
    ]


def test_a_profile_that_has_it_all_has_no_fault(desk: Desk, profile: Profile) -> None:
    assert messages(desk, profile, steps(get("/${patient.name}"))) == []


def test_a_patient_the_profile_does_not_declare_is_a_fault(
    desk: Desk, profile: Profile
) -> None:
    data = plan(case_test(get("/${p.name}")), vars={"p": {"patient": "adult_11"}})
    [fault] = profile_faults(desk.compile(data), profile)
    assert fault.message == 'the profile local declares no patient "adult_11".'
    assert fault.hint == 'Did you mean "adult_1"?'
    assert '"adult_11"' in fault.excerpt


def test_a_patient_unlike_any_gets_the_list(desk: Desk, profile: Profile) -> None:
    data = plan(case_test(get("/${p.name}")), vars={"p": {"patient": "zzz"}})
    bare = replace(profile, patients={})
    [fault] = profile_faults(desk.compile(data), bare)
    assert fault.hint == "It declares none; declare it in bars.yaml."


def test_a_patient_chosen_elsewhere_is_asked_for_instead(
    desk: Desk, profile: Profile
) -> None:
    data = plan(case_test(get("/${p.name}")), vars={"p": {"patient": "zzz"}})
    made = desk.compile(data)
    chosen = replace(profile, variables={"p": "adult_1"})
    assert profile_faults(made, chosen) == ()
    assert profile_faults(made, profile, {"p": "adult_1"}) == ()
    [fault] = profile_faults(made, chosen, {"p": "yyy"})
    assert '"yyy"' in fault.message


def test_a_patient_no_test_uses_is_not_asked_for(desk: Desk, profile: Profile) -> None:
    assert messages(desk, profile, plan(vars={"p": {"patient": "zzz"}})) == []


def test_a_patient_of_tests_of_other_stages_is_not_asked_for(
    desk: Desk, profile: Profile
) -> None:
    data = plan(
        case_test(get("/${p.name}"), kind="error"), vars={"p": {"patient": "zzz"}}
    )
    live = replace(profile, stage=Stage.PROD)
    assert len(messages(desk, profile, data)) == 1
    assert messages(desk, live, data) == []


def test_a_field_the_profile_leaves_empty_is_a_fault(
    desk: Desk, profile: Profile
) -> None:
    bare = replace(profile, practitioner=None)
    [found] = messages(desk, bare, steps(get("/${profile.practitioner.code}")))
    assert found == 'the profile local has no "practitioner.code".'


@pytest.mark.parametrize(
    "data",
    [
        steps(use("reads")),
        steps(use("outer")),
        plan(
            case_test(prerequisites=["A"]),
            prerequisites=[
                {
                    "ref": "A",
                    "name": "a",
                    "check": {
                        "request": {
                            "get": "/${profile.practitioner.code}",
                            "to": "receiver",
                        },
                        "expect": [{"status": 200}],
                    },
                }
            ],
        ),
        plan(vars={"role": "${profile.practitioner.code}"}),
        steps(cases=[{"id": "a", "role": "${profile.practitioner.code}"}]),
    ],
    ids=["flow", "nested flow", "prerequisite", "var", "case"],
)
def test_what_is_read_further_away_is_asked_for(
    desk: Desk, profile: Profile, data: Data
) -> None:
    flows = {
        "reads": flow(get("/${profile.practitioner.code}")),
        "outer": flow(use("reads")),
    }
    bare = replace(profile, practitioner=None)
    assert messages(desk, bare, data, flows) == [
        'the profile local has no "practitioner.code".'
    ]


def test_what_a_template_reads_is_asked_for(desk: Desk, profile: Profile) -> None:
    slot = {"resourceType": "Slot", "id": "1"}
    body = {
        "template": "booking-request-new",
        "with": {"slot": slot, "patient": "${patient}"},
    }
    data = steps(write(request={"post": "/", "to": "receiver", "body": body}))
    reads = {need.path[0] for need in desk.compile(data).needs}
    assert {"target", "patients"} <= reads
    assert messages(desk, profile, data) == []
