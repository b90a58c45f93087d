"""The shipped templates: valid FHIR, whole, and a message the standard knows."""

from collections.abc import Iterator
from typing import Final

import pytest

from pytest_bars.fhir.resources import first, resources_in
from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.payloads.template import render
from pytest_bars.protocol.messages import find_rule
from tests.payloads.given import PATIENT, PROFILE, values

TIMES: Final = {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:20:00Z"}
SLOT: Final[JsonObject] = {"resourceType": "Slot", "id": "slot-1", **TIMES}
BOOKING: Final[JsonObject] = {"resourceType": "Appointment", "id": "b-1", **TIMES}
REFERRAL: Final[JsonObject] = {"resourceType": "ServiceRequest", "id": "r-1"}
ARGUMENTS: Final[dict[str, JsonObject]] = {
    "booking-request-new": {"slot": SLOT, "patient": PATIENT},
    "booking-request-cancel": {"booking": BOOKING, "patient": PATIENT},
    "servicerequest-request-referral-new": {"patient": PATIENT},
    "servicerequest-request-referral-cancel": {
        "referral": REFERRAL,
        "patient": PATIENT,
    },
}
# Resource types and how often, from the MessageDefinitions 1.0.0 (2025-03-24).
ENTRIES: Final = {
    "booking-request-new": {
        "MessageHeader": 1,
        "Appointment": 1,
        "Patient": 1,
        "HealthcareService": 1,
        "Slot": 1,
        "Schedule": 1,
        "Organization": 2,
    },
    "booking-request-cancel": {
        "MessageHeader": 1,
        "Appointment": 1,
        "Patient": 1,
        "Organization": 2,
    },
    "servicerequest-request-referral-new": {
        "MessageHeader": 1,
        "ServiceRequest": 1,
        "Patient": 1,
        "Encounter": 1,
        "CarePlan": 1,
        "Practitioner": 1,
        "PractitionerRole": 1,
        "Consent": 1,
        "HealthcareService": 1,
        "Organization": 2,
    },
    "servicerequest-request-referral-cancel": {
        "MessageHeader": 1,
        "ServiceRequest": 1,
        "Patient": 1,
        "Organization": 2,
    },
}
DEFINITIONS: Final = {
    "booking-request-new": "booking-request",
    "booking-request-cancel": "booking-request-cancelled",
    "servicerequest-request-referral-new": "servicerequest-request-referral",
    "servicerequest-request-referral-cancel": "servicerequest-request-cancelled",
}


def message(name: str, **more: Json) -> JsonObject:
    """Return a shipped template filled in."""
    shipped = Library.builtin().get(name)
    assert shipped is not None
    body = render(shipped, ARGUMENTS[name] | more, values(), {"profile": PROFILE})
    assert isinstance(body, dict)
    return body


def texts(node: Json, key: str) -> Iterator[str]:
    """Yield every text under a key, wherever it is."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, str):
                yield value
            yield from texts(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item, key)


def one(body: JsonObject, kind: str) -> JsonObject:
    """Return the one resource of a type."""
    found = first(body, kind)
    assert found is not None
    return found


def test_every_shipped_template_is_tested_here() -> None:
    """A new one needs its row."""
    assert set(Library.builtin().names) == set(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_it_is_valid_fhir(name: str) -> None:
    """As fhir.resources R4B judges it, strictly."""
    assert validate(message(name), "Bundle") == ()


@pytest.mark.parametrize("name", ARGUMENTS)
def test_it_has_the_entries_its_definition_asks_for(name: str) -> None:
    """Type by type."""
    kinds = [resource["resourceType"] for resource in resources_in(message(name))]
    assert {str(kind): kinds.count(kind) for kind in kinds} == ENTRIES[name]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_reference_inside_leads_to_an_entry(name: str) -> None:
    """And no two entries have the same address."""
    body = message(name)
    urls = list(texts(body, "fullUrl"))
    inside = [url for url in texts(body, "reference") if url.startswith("urn:uuid:")]
    assert len(urls) == len(set(urls))
    assert set(inside) <= set(urls)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_resource_says_when_it_was_last_updated(name: str) -> None:
    """Source: guide, Core, BaRS FHIR usage: meta.lastUpdated on every resource."""
    for resource in [message(name), *resources_in(message(name))]:
        assert list(texts(resource["meta"], "lastUpdated")) == ["2026-11-23T08:30:00Z"]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_event_reason_status_and_category_form_a_workflow(name: str) -> None:
    """Source: guide, Core, message rules."""
    body = message(name)
    header = one(body, "MessageHeader")
    (focus,) = texts(header["focus"], "reference")
    focal = next(
        resource
        for resource in resources_in(body)
        if resource["resourceType"] in {"Appointment", "ServiceRequest"}
    )
    assert focus in texts(body, "fullUrl")
    (event,) = texts(header["eventCoding"], "code")
    (reason,) = texts(header["reason"], "code")
    category = next(texts(focal.get("category"), "code"), None)
    rule = find_rule(event, reason, str(focal["status"]), category)
    assert rule is not None
    assert rule.is_core
    assert rule.focus == focal["resourceType"]


@pytest.mark.parametrize(("name", "definition"), DEFINITIONS.items())
def test_it_names_its_definition(name: str, definition: str) -> None:
    """MessageHeader.definition."""
    base = "https://fhir.nhs.uk/MessageDefinition/bars-message-"
    assert one(message(name), "MessageHeader")["definition"] == base + definition


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_only_nhs_number_is_the_patients(name: str) -> None:
    """A template carries no patient of its own."""
    shipped = Library.builtin().get(name)
    assert shipped is not None
    assert str(PATIENT["nhs_number"]) not in shipped.content.decode()
    identifiers = one(message(name), "Patient")["identifier"]
    assert list(texts(identifiers, "value")) == [PATIENT["nhs_number"]]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_contacts_are_ranked_and_have_a_phone(name: str) -> None:
    """Source: guide, Application 1, contacts: exactly one is ranked 1, by phone."""
    contacts = one(message(name), "Patient")["contact"]
    assert isinstance(contacts, list)
    (contact,) = contacts
    assert list(texts(contact, "system"))[-1] == "phone"
    assert "'rank': 1" in str(contact)


def test_a_booking_is_for_the_slot_that_was_offered() -> None:
    """Same id, same time, and busy from now on."""
    body = message("booking-request-new")
    slot, appointment = one(body, "Slot"), one(body, "Appointment")
    assert (slot["id"], slot["status"]) == ("slot-1", "busy")
    for resource in (slot, appointment):
        assert {"start": resource["start"], "end": resource["end"]} == TIMES
    assert "basedOn" not in appointment


def test_a_booking_may_name_the_referral_it_is_for() -> None:
    """Source: guide, Application 1, linked referral then booking."""
    body = message("booking-request-new", referral="ref-1")
    assert one(body, "Appointment")["basedOn"] == [
        {"reference": "ServiceRequest/ref-1"}
    ]


def test_a_referral_may_name_the_booking_it_goes_with() -> None:
    """Source: guide, Application 1, linked booking then referral."""
    body = message("servicerequest-request-referral-new", booking="book-1")
    assert one(body, "ServiceRequest")["supportingInfo"] == [
        {"reference": "Appointment/book-1"}
    ]
    alone = message("servicerequest-request-referral-new")
    assert "supportingInfo" not in one(alone, "ServiceRequest")


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("booking-request-cancel", "Appointment", "b-1"),
        ("servicerequest-request-referral-cancel", "ServiceRequest", "r-1"),
    ],
)
def test_a_cancellation_is_about_what_was_read(name: str, kind: str, id_: str) -> None:
    """It starts from the Receiver's copy."""
    assert one(message(name), kind)["id"] == id_
