"""The MessageDefinitions, held against the published counts written down once more."""

from typing import Final

import pytest

from pytest_bars.protocol.message_definitions import BOOKING_REQUEST, DEFINITIONS
from pytest_bars.protocol.messages import Event

BASE: Final = "https://fhir.nhs.uk/MessageDefinition/bars-message-"
# Name -> "type least..most" of every line but the Bundle's; lines of one type added.
PUBLISHED: Final = {
    "booking-request-cancelled": (
        "Appointment 1..1, MessageHeader 1..1, Organization 2..*, Patient 1..1"
    ),
    "booking-request": (
        "Appointment 1..1, Consent 0..*, HealthcareService 1..1, Location 0..1, "
        "MessageHeader 1..1, Organization 2..*, Patient 1..1, Practitioner "
        "0..*, PractitionerRole 0..*, Schedule 1..1, ServiceRequest 0..1, Slot "
        "1..1"
    ),
    "servicerequest-request-cancelled": (
        "MessageHeader 1..1, Organization 2..*, Patient 1..1, ServiceRequest 1..1"
    ),
    "servicerequest-request-referral": (
        "AllergyIntolerance 0..*, CarePlan 1..1, Communication 0..*, Condition "
        "0..*, Consent 1..*, Encounter 1..1, Flag 0..*, HealthcareService 1..1, "
        "Location 0..*, MedicationStatement 0..*, MessageHeader 1..1, "
        "Observation 0..*, Organization 2..*, Patient 1..1, Practitioner 1..*, "
        "PractitionerRole 1..*, Procedure 0..*, Questionnaire 0..*, "
        "QuestionnaireResponse 0..*, ServiceRequest 1..1, Task 0..*"
    ),
    "servicerequest-request-validation": (
        "AllergyIntolerance 0..*, CarePlan 1..1, Consent 1..*, Encounter 1..1, "
        "Flag 0..*, HealthcareService 1..1, Location 1..1, MedicationStatement "
        "0..*, MessageHeader 1..1, Observation 0..*, Organization 2..*, Patient "
        "1..1, Practitioner 1..*, PractitionerRole 1..*, ServiceRequest 1..1"
    ),
    "servicerequest-response-referral-short": (
        "Encounter 2..2, HealthcareService 0..*, MessageHeader 1..1, "
        "Organization 1..*, Patient 1..1, Practitioner 1..*, PractitionerRole "
        "1..*, ServiceRequest 1..1"
    ),
    "servicerequest-response-referral": (
        "AllergyIntolerance 0..*, Appointment 0..1, CarePlan 0..1, Condition "
        "0..*, Consent 1..*, Encounter 0..1, Flag 0..*, HealthcareService 1..1, "
        "Location 0..1, MedicationStatement 0..*, MessageHeader 1..1, "
        "Observation 0..*, Organization 2..*, Patient 1..1, Practitioner 1..*, "
        "PractitionerRole 1..*, QuestionnaireResponse 0..*, ServiceRequest "
        "1..1, Task 0..*"
    ),
    "servicerequest-response-validation-full": (
        "AllergyIntolerance 0..*, CarePlan 1..1, Consent 1..*, Encounter 2..3, "
        "Flag 0..*, HealthcareService 1..1, Location 1..1, MedicationStatement "
        "0..*, MessageHeader 1..1, Observation 0..*, Organization 2..*, Patient "
        "1..1, Practitioner 1..*, PractitionerRole 1..*, ServiceRequest 1..1"
    ),
    "servicerequest-response-validation-interim": (
        "Encounter 2..2, HealthcareService 0..*, MessageHeader 1..1, "
        "Organization 1..*, Patient 1..1, Practitioner 1..*, PractitionerRole "
        "1..*, ServiceRequest 1..1"
    ),
}


def counts(url: str) -> str:
    """Return what a definition of ours holds, as PUBLISHED writes it."""
    lines = (
        f"{focus.resource_type} {focus.least}.."
        f"{'*' if focus.most is None else focus.most}"
        for focus in DEFINITIONS[url].focus
    )
    return ", ".join(sorted(lines))


def test_the_nine_published_definitions_are_known() -> None:
    """By their URL."""
    assert set(DEFINITIONS) == {BASE + name for name in PUBLISHED}
    assert DEFINITIONS[BASE + "booking-request"] is BOOKING_REQUEST


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_definition_holds_what_was_published(name: str) -> None:
    """Type by type, with the counts."""
    assert counts(BASE + name) == PUBLISHED[name]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_event_of_a_definition_begins_its_name(name: str) -> None:
    """Such as booking-request."""
    event = DEFINITIONS[BASE + name].event
    assert event in Event
    assert name.startswith(event)
