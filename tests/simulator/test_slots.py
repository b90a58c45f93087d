from datetime import datetime, timedelta

import pytest

from tests.simulator.api import Api, assert_valid, instant, outcome, slot_query
from tests.simulator.messages import SERVICE, booking, parts

SERVICE_NAME = "Schedule.actor:HealthcareService"


def test_free_slots_come_with_schedule_and_service(api: Api) -> None:
    body = api.slots().json()
    assert_valid(body)
    types = {entry["resource"]["resourceType"] for entry in body["entry"]}
    slots = parts(body, "Slot")
    assert types == {"Slot", "Schedule", "HealthcareService"}
    assert {slot["status"] for slot in slots} == {"free"}
    assert body["total"] == len(slots) >= 30
    assert slots == sorted(slots, key=lambda slot: slot["start"])


def test_references_between_the_entries_resolve(api: Api) -> None:
    body = api.slots().json()
    urls = {entry["fullUrl"] for entry in body["entry"]}
    schedule = parts(body, "Schedule")[0]
    assert {slot["schedule"]["reference"] for slot in parts(body, "Slot")} <= urls
    assert schedule["actor"][0]["reference"] in urls


def test_slots_lie_within_the_dates_asked_for(api: Api) -> None:
    body = api.slots(start=[f"ge{instant(2)}", f"le{instant(3)}"]).json()
    starts = [datetime.fromisoformat(slot["start"]) for slot in parts(body, "Slot")]
    assert starts
    assert max(starts) - min(starts) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "found"),
    [("busy", {"busy"}), ("busy,free", {"busy", "free"}), ("free", {"free"})],
)
def test_slots_have_the_status_asked_for(
    api: Api, status: str, found: set[str]
) -> None:
    slots = parts(api.slots(status=status).json(), "Slot")
    assert {slot["status"] for slot in slots} == found


def test_everything_around_a_slot_can_be_included(api: Api) -> None:
    includes = [
        "Slot:schedule",
        "Schedule:actor:HealthcareService",
        "Schedule:actor:Practitioner",
        "Schedule:actor:PractitionerRole",
        "HealthcareService:providedBy",
        "HealthcareService:location",
    ]
    body = api.slots(_include=includes).json()
    assert_valid(body)
    types = {entry["resource"]["resourceType"] for entry in body["entry"]}
    assert {"Practitioner", "PractitionerRole", "Organization", "Location"} <= types


def test_an_include_that_is_not_supported_is_dropped_from_the_self_link(
    api: Api,
) -> None:
    includes = ["Slot:schedule", "Schedule:actor:HealthcareService", "Slot:nothing"]
    response = api.get("/Slot", [*slot_query(_include=includes), ("_count", "1")])
    link = response.json()["link"][0]["url"]
    assert "Schedule%3Aactor%3AHealthcareService" in link
    assert "nothing" not in link
    assert "_count" not in link


def test_the_guides_spelling_of_the_service_parameter_is_understood(api: Api) -> None:
    query = slot_query(**{SERVICE_NAME: None})
    query.append(("Schedule:actor:HealthcareService", f"any|{SERVICE}"))
    assert api.get("/Slot", query).json()["total"] > 0


def test_no_slots_is_said_and_not_a_bare_empty_reply(api: Api) -> None:
    body = api.slots(start=["ge2020-01-01T00:00:00Z", "le2020-01-02T00:00:00Z"]).json()
    assert_valid(body)
    assert body["total"] == 0
    assert body["entry"][0]["search"]["mode"] == "outcome"


def test_hundreds_of_slots_can_be_booked_one_by_one(api: Api) -> None:
    taken = set()
    for _ in range(200):
        slot = api.free_slot()
        taken.add(slot["id"])
        assert api.post(booking(slot)).status_code == 200
    assert len(taken) == 200
    assert parts(api.slots().json(), "Slot")


WRONG = {
    "no-service": ({SERVICE_NAME: None}, "required"),
    "empty-service": ({SERVICE_NAME: ""}, "value"),
    "two-services": ({SERVICE_NAME: ["1", "2"]}, "value"),
    "no-include": ({"_include": None}, "required"),
    "half-the-includes": ({"_include": "Slot:schedule"}, "required"),
    "no-start": ({"start": None}, "required"),
    "one-start": ({"start": f"ge{instant()}"}, "required"),
    "no-prefix": ({"start": instant()}, "value"),
    "two-lower-bounds": ({"start": [f"ge{instant()}", f"ge{instant(1)}"]}, "value"),
    "three-bounds": (
        {"start": [f"ge{instant()}", f"le{instant(1)}", f"le{instant(2)}"]},
        "value",
    ),
    "no-instant": ({"start": ["ge2026-11-16", "le2026-11-17"]}, "value"),
    "no-such-day": (
        {"start": ["ge2026-02-30T00:00:00Z", "le2026-03-01T00:00:00Z"]},
        "value",
    ),
    "space-for-plus": (
        {"start": ["ge2026-11-16T00:00:00 00:00", "le2026-11-17T00:00:00Z"]},
        "value",
    ),
    "backwards": ({"start": [f"ge{instant(2)}", f"le{instant(1)}"]}, "value"),
    "no-status": ({"status": None}, "required"),
    "unknown-status": ({"status": "free,entered-in-error"}, "value"),
    "status-twice": ({"status": ["free", "busy"]}, "value"),
}


@pytest.mark.parametrize(("changes", "issue"), WRONG.values(), ids=WRONG)
def test_a_parameter_that_does_not_hold_is_refused(
    api: Api, changes: dict[str, str | list[str] | None], issue: str
) -> None:
    response = api.slots(**changes)
    assert outcome(response) == (400, "REC_BAD_REQUEST", issue)
    assert_valid(response.json())


def test_too_wide_a_range_is_too_costly(api: Api) -> None:
    response = api.slots(start=[f"ge{instant()}", f"le{instant(93)}"])
    assert outcome(response) == (422, "REC_UNPROCESSABLE_ENTITY", "too-costly")


@pytest.mark.parametrize("service", ["1", "2000076289"], ids=["unknown", "no-slots"])
def test_a_service_without_bookings_is_not_found(api: Api, service: str) -> None:
    response = api.slots(**{SERVICE_NAME: service})
    assert outcome(response) == (404, "REC_NOT_FOUND", "not-found")


def test_tkw_2_has_no_slots(api: Api) -> None:
    assert api.slots(**{SERVICE_NAME: "2000073917"}).json()["total"] == 0


def test_tkw_3_answers_with_what_is_mandatory_only(api: Api) -> None:
    includes = [
        "Slot:schedule",
        "Schedule:actor:HealthcareService",
        "Schedule:actor:Practitioner",
    ]
    query = slot_query(_include=includes, **{SERVICE_NAME: "1503499715"})
    body = api.get("/Slot", query).json()
    types = {entry["resource"]["resourceType"] for entry in body["entry"]}
    assert types == {"Slot", "Schedule", "HealthcareService"}


def test_tkw_4_times_out(api: Api) -> None:
    response = api.slots(**{SERVICE_NAME: "2000081230"})
    assert outcome(response) == (408, "REC_TIMEOUT", "timeout")
