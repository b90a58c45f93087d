"""Small resources of our own; each call gives fresh ones."""

import copy
from typing import Any

from pytest_bars.jsontypes import Json, JsonObject

HEADER_URL = "urn:uuid:00000000-0000-4000-8000-000000000001"
APPOINTMENT_URL = "urn:uuid:00000000-0000-4000-8000-000000000002"
SLOT_URL = "https://receiver.example/FHIR/R4/Slot/s1"


def header() -> JsonObject:
    return {
        "resourceType": "MessageHeader",
        "id": "h1",
        "eventCoding": {
            "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
            "code": "booking-request",
        },
        "source": {"endpoint": "https://sender.example"},
        "focus": [{"reference": APPOINTMENT_URL}],
    }


def location() -> JsonObject:
    return {
        "resourceType": "Location",
        "id": "room",
        "position": {"longitude": 0.1, "latitude": 51.5},
    }


def appointment() -> JsonObject:
    return {
        "resourceType": "Appointment",
        "id": "a1",
        "contained": [location()],
        "status": "booked",
        "start": "2026-11-23T10:00:00Z",
        "end": "2026-11-23T10:15:00.0Z",
        "slot": [{"reference": "Slot/s1"}],
        "participant": [
            {"actor": {"reference": "Patient/p1"}, "status": "accepted"},
            {"actor": {"reference": "#room"}, "status": "accepted"},
        ],
    }


def slot() -> JsonObject:
    return {
        "resourceType": "Slot",
        "id": "s1",
        "schedule": {"reference": "Schedule/elsewhere"},
        "status": "busy",
        "start": "2026-11-23T11:00:00+01:00",
        "end": "2026-11-23T11:15:00+01:00",
    }


def patient() -> JsonObject:
    return {
        "resourceType": "Patient",
        "id": "p1",
        "active": True,
        "name": [{"family": "Alpha", "given": ["Ann", "Bea"]}, {"family": "Omega"}],
        "gender": "female",
        "birthDate": "1950-02-03",
        "_birthDate": {
            "extension": [
                {"url": "https://example/time", "valueDateTime": "1950-02-03T04:05:06Z"}
            ]
        },
        "multipleBirthInteger": 2,
    }


def message() -> JsonObject:
    entries: list[Json] = [
        {"fullUrl": HEADER_URL, "resource": header()},
        {"fullUrl": APPOINTMENT_URL, "resource": appointment()},
        {"fullUrl": SLOT_URL, "resource": slot()},
        {
            "fullUrl": "https://receiver.example/FHIR/R4/Patient/p1",
            "resource": patient(),
        },
    ]
    return {"resourceType": "Bundle", "id": "b1", "type": "message", "entry": entries}


def outcome() -> JsonObject:
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": "conflict"}],
    }


def edited(
    resource: JsonObject, path: tuple[str | int, ...], value: Json
) -> JsonObject:
    """Return a copy with one place set."""
    changed = copy.deepcopy(resource)
    place: Any = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return changed


def without(resource: JsonObject, name: str) -> JsonObject:
    """Return a copy without a member."""
    return {key: value for key, value in resource.items() if key != name}
