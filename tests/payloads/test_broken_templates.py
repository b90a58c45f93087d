"""Each law is broken by a copy of a shipped template that is wrong in one place."""

from typing import Final

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.edit import overlay
from tests.payloads import application_laws as rules
from tests.payloads import laws
from tests.payloads.laws import LAWS, Law
from tests.payloads.shipped import message, one, texts

BOOKING: Final = "booking-request-new"
REFERRAL: Final = "servicerequest-request-referral-new"
CAS: Final = "servicerequest-request-referral-new-cas"
PHARMACY: Final = "servicerequest-request-referral-new-pharmacy"
INTERIM: Final = "servicerequest-response-validation-interim"
STATUS: Final = "servicerequest-response-referral-status"
FULL: Final = "servicerequest-response-validation-full"
HEADER: Final = "entry[MessageHeader].resource"
REQUEST: Final = "entry[ServiceRequest].resource"
CODINGS: Final = f"{REQUEST}.category[0].coding"
PATIENT: Final = "entry[Patient].resource"
PLAN: Final = "entry[CarePlan].resource"
SHORT: Final = (
    "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-response-"
)

# Law, template, path, what is put there (None takes it away).
BROKEN: Final[tuple[tuple[Law, str, str, Json], ...]] = (
    (laws.valid_fhir, BOOKING, "entry[Appointment].resource.participant", None),
    (laws.valid_fhir, CAS, "entry[Flag].resource.scene", "S"),
    (laws.references_resolve, REFERRAL, f"{REQUEST}.subject.reference", "urn:uuid:1"),
    (laws.references_resolve, REFERRAL, f"{REQUEST}.subject.reference", "Patient/1"),
    (laws.references_resolve, CAS, "entry[Location].fullUrl", "urn:uuid:2"),
    (laws.codes_are_official, CAS, "entry[Flag].resource.code.coding[0].code", "X"),
    (laws.codes_are_official, REFERRAL, f"{CODINGS}[0].system", "https://x.example"),
    (laws.codes_are_official, REFERRAL, f"{CODINGS}[0].display", "Transfer"),
    (laws.codes_are_official, REFERRAL, f"{CODINGS}[1].code", None),
    (laws.patient_is_the_param, REFERRAL, f"{PATIENT}.birthDate", "1932-10-30"),
    (laws.patient_is_the_param, REFERRAL, f"{PATIENT}.name[0].family", "Other"),
    (laws.patient_is_the_param, CAS, f"{PATIENT}.identifier[0].value", "9658499015"),
    (
        laws.holds_what_its_definition_asks,
        REFERRAL,
        f"{HEADER}.definition",
        "https://fhir.nhs.uk/MessageDefinition/bars-message-booking-request",
    ),
    (laws.holds_what_its_definition_asks, REFERRAL, f"{HEADER}.definition", "x"),
    (laws.holds_what_its_definition_asks, REFERRAL, "entry[Consent]", None),
    (
        laws.holds_what_its_definition_asks,
        INTERIM,
        "entry[PractitionerRole].resource.resourceType",
        "Consent",
    ),
    (laws.forms_a_workflow, BOOKING, "entry[Appointment].resource.status", "arrived"),
    (laws.forms_a_workflow, REFERRAL, f"{HEADER}.reason.coding[0].code", "delete"),
    (laws.forms_a_workflow, REFERRAL, f"{CODINGS}[0].code", "validation"),
    (laws.forms_a_workflow, REFERRAL, f"{PLAN}.status", "active"),
    (laws.forms_a_workflow, REFERRAL, "entry[Encounter].resource.status", "planned"),
    (laws.forms_a_workflow, STATUS, f"{REQUEST}.status", "completed"),
    (laws.forms_a_workflow, REFERRAL, f"{HEADER}.focus[0].reference", "urn:uuid:3"),
    (laws.use_case_is_published, REFERRAL, f"{CODINGS}[1].code", "a9t9"),
    (laws.use_case_is_published, REFERRAL, f"{CODINGS}[1]", None),
    (laws.says_when_it_was_updated, REFERRAL, "meta.lastUpdated", None),
    (laws.says_when_it_was_updated, CAS, "entry[Flag].resource.meta", None),
    (laws.contacts_are_ranked, CAS, f"{PATIENT}.contact[0].extension", None),
    (laws.contacts_are_ranked, CAS, f"{PATIENT}.contact[0].telecom[0].rank", 2),
    (laws.contacts_are_ranked, CAS, f"{PATIENT}.contact[0].telecom[0].system", "email"),
    (laws.answers_name_their_request, INTERIM, f"{HEADER}.response", None),
    (laws.answers_name_their_request, INTERIM, f"{HEADER}.response.code", "other"),
    (laws.answers_name_their_request, CAS, f"{HEADER}.response", {"code": "ok"}),
    (rules.journeys_are_named, CAS, "entry[Encounter].resource.episodeOfCare", None),
    (rules.journeys_are_named, REFERRAL, "entry[Encounter].resource.identifier", None),
    (rules.pharmacies_are_told, PHARMACY, "entry[Task].resource.restriction", None),
    (rules.pharmacies_are_told, PHARMACY, "entry[Task].resource.code", None),
    (rules.pharmacies_are_told, PHARMACY, "entry[Condition]", None),
    (rules.pharmacies_are_told, PHARMACY, "entry[Observation]", None),
    (rules.pharmacies_are_told, PHARMACY, "entry[17].resource.type", None),
    (rules.incidents_are_described, CAS, "entry[Location].resource.type", None),
    (rules.places_can_be_found, CAS, "entry[Location].resource.extension", None),
    (rules.incidents_are_described, CAS, "entry[Flag]", None),
    (
        rules.incidents_are_described,
        CAS,
        "entry[Flag].resource.category[0].coding[0].code",
        "AC",
    ),
    (rules.incidents_are_described, CAS, f"{PLAN}.period", None),
    (
        rules.incidents_are_described,
        FULL,
        f"{PLAN}.activity[0].outcomeCodeableConcept[3]",
        None,
    ),
)


def broken(name: str, path: str, to: Json) -> JsonObject:
    """Return a message of ours with one thing changed."""
    body = overlay(message(name), {path: to})
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(("law", "name", "path", "to"), BROKEN)
def test_what_is_wrong_is_found(law: Law, name: str, path: str, to: Json) -> None:
    """By the law it breaks."""
    assert list(law(broken(name, path, to)))


def test_two_entries_at_one_address_are_found() -> None:
    """Even though each reference leads somewhere."""
    body = message(REFERRAL)
    entries = body["entry"]
    assert isinstance(entries, list)
    twice = body | {"entry": [*entries, entries[-1]]}
    assert list(laws.references_resolve(twice))


def test_a_scene_flag_about_the_patient_is_found() -> None:
    """It is about the place of the incident."""
    body = message(CAS)
    person = next(texts(one(body, "ServiceRequest")["subject"], "reference"))
    wrong = overlay(body, {"entry[Flag].resource.subject.reference": person})
    assert isinstance(wrong, dict)
    assert list(laws.references_resolve(wrong)) == []
    assert list(rules.incidents_are_described(wrong))


def test_every_law_is_shown_to_be_breakable() -> None:
    """A new law needs a row."""
    assert {law for law, *_ in BROKEN} == set(LAWS)
