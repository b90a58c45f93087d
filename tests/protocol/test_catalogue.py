from collections import Counter

import pytest

from pytest_bars.protocol.catalogue import (
    applications,
    requirements,
    workflow_index,
    workflows,
)
from pytest_bars.protocol.use_cases import USE_CASES


def test_every_requirement_and_scenario_of_the_guide_is_there() -> None:
    counts = Counter(requirement.group for requirement in requirements().values())
    assert counts["core"] + counts["application"] == 324
    assert counts["nfr"] == 41
    assert counts["failure"] == 120
    assert counts["tkw"] == 54


@pytest.mark.parametrize(
    "wanted",
    [
        "core-booking-receiver-1",
        "nfr-time-2",
        "process-duplicate",
        "process-booking-slot-taken",
        "tkw-book-06",
    ],
)
def test_what_plans_name_is_there_with_its_text_and_source(wanted: str) -> None:
    requirement = requirements()[wanted]
    assert requirement.id == wanted
    assert requirement.text
    assert requirement.source.startswith("Guide, ")


def test_236_requirements_show_on_the_wire_and_say_when() -> None:
    told = {r.id: r.seen_when for r in requirements().values() if r.seen_when}
    wire = {r.id for r in requirements().values() if r.is_wire_observable}
    assert len(wire) == 236
    assert set(told) == wire
    assert Counter(told.values())["never"] == 1


@pytest.mark.parametrize(
    ("requirement", "seen_when"),
    [
        ("core-booking-receiver-2", "receives"),
        ("core-booking-sender-2", "sends"),
        ("app4-interim-1", "sends"),  # the responder sends it
        ("app4-interim-3", "receives"),  # the requester receives it
        ("core-msg-11", "either"),
        ("core-caching-1", "never"),
    ],
)
def test_who_has_to_act_is_no_matter_of_the_role_alone(
    requirement: str, seen_when: str
) -> None:
    assert requirements()[requirement].seen_when == seen_when


def test_a_text_with_commas_is_whole() -> None:
    assert requirements()["nfr-time-3"].text.endswith("REC_TIMEOUT, issue code timeout")


def test_a_requirement_of_an_application_knows_its_number() -> None:
    assert requirements()["app1-slot-1"].application == 1
    assert requirements()["core-all-1"].application is None


def test_all_41_workflows_are_there() -> None:
    assert len(workflows()) == 41
    assert workflows() == set(workflow_index())
    assert {"app1-slots", "app1-booking-new", "foundation-book"} <= workflows()


def test_a_workflow_lists_its_calls() -> None:
    booking = workflow_index()["app1-booking-new"]
    assert booking.application == 1
    assert booking.calls[-1] == "POST /$process-message booking-request new"
    assert not booking.is_derived
    assert workflow_index()["app1-rebook"].is_derived


def test_the_applications_come_in_order_and_the_preview_last() -> None:
    assert [application.number for application in applications()] == [
        *range(1, 8),
        None,
    ]


def test_applications_name_the_published_use_cases() -> None:
    named = {code for app in applications() for code, _ in app.use_cases}
    assert named == set(USE_CASES)


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        requirements()["new"] = requirements()["core-all-1"]  # type: ignore[index]  # the point
