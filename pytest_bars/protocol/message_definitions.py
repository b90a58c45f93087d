"""The published MessageDefinitions: which resources a message holds.

A type listed twice under two profiles (Location, Flag) is one line here, with the
counts added. Source: BaRS guide, MessageDefinition examples bars-message-...
(2025-03-24): booking-request 1.0.0, booking-request-cancelled 1.0.0,
servicerequest-request-cancelled 1.0.0, servicerequest-request-referral 1.0.0-beta,
servicerequest-request-validation 1.1.0, servicerequest-response-referral 1.0.0-beta,
servicerequest-response-referral-short 1.0.0-beta,
servicerequest-response-validation-full 1.1.0, -validation-interim 1.1.0.
"""

from dataclasses import dataclass
from typing import Final

from pytest_bars.protocol.identifiers import MESSAGE_DEFINITIONS
from pytest_bars.protocol.messages import Event


@dataclass(frozen=True, slots=True)
class Focus:
    """How many resources of a type a message holds; most: None for any number."""

    resource_type: str
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A BaRS MessageDefinition: its name ends its canonical URL.

    focus: the resource types a message of it may hold, the Bundle itself left out.
    """

    name: str
    event: Event
    focus: tuple[Focus, ...]

    @property
    def url(self) -> str:
        """Return the canonical URL, as MessageHeader.definition has it."""
        return MESSAGE_DEFINITIONS + self.name


def _one(resource_type: str) -> Focus:
    return Focus(resource_type, 1, 1)


def _optional(resource_type: str) -> Focus:
    return Focus(resource_type, 0, 1)


def _some(resource_type: str, least: int) -> Focus:
    return Focus(resource_type, least, None)


def _any_of(*resource_types: str) -> tuple[Focus, ...]:
    return tuple(_some(name, 0) for name in resource_types)


# What the two answers that only tell how far a request has come hold.
_SHORT: Final = (
    _one("MessageHeader"),
    _one("ServiceRequest"),
    _one("Patient"),
    Focus("Encounter", 2, 2),
    _some("Organization", 1),
    _some("Practitioner", 1),
    _some("PractitionerRole", 1),
    _some("HealthcareService", 0),
)
# What a validation request and its full answer hold but for the Encounters.
_VALIDATION: Final = (
    _one("MessageHeader"),
    _one("ServiceRequest"),
    _one("Patient"),
    _one("CarePlan"),
    _one("Location"),
    _some("Organization", 2),
    _some("Practitioner", 1),
    _some("PractitionerRole", 1),
    *_any_of("Observation", "Flag"),
    _some("Consent", 1),
    *_any_of("MedicationStatement", "AllergyIntolerance"),
    _one("HealthcareService"),
)

BOOKING_REQUEST: Final = MessageDefinition(
    "bars-message-booking-request",
    Event.BOOKING_REQUEST,
    (
        _one("MessageHeader"),
        _optional("ServiceRequest"),
        _one("Patient"),
        _optional("Location"),
        _some("Organization", 2),
        _some("Practitioner", 0),
        _some("PractitionerRole", 0),
        _some("Consent", 0),
        _one("HealthcareService"),
        _one("Appointment"),
        _one("Slot"),
        _one("Schedule"),
    ),
)
BOOKING_REQUEST_CANCELLED: Final = MessageDefinition(
    "bars-message-booking-request-cancelled",
    Event.BOOKING_REQUEST,
    (
        _one("MessageHeader"),
        _one("Patient"),
        _some("Organization", 2),
        _one("Appointment"),
    ),
)
REFERRAL_REQUEST: Final = MessageDefinition(
    "bars-message-servicerequest-request-referral",
    Event.SERVICEREQUEST_REQUEST,
    (
        _one("MessageHeader"),
        _one("ServiceRequest"),
        _one("Patient"),
        _one("Encounter"),
        _one("CarePlan"),
        _some("Location", 0),
        _some("Organization", 2),
        _some("Practitioner", 1),
        _some("PractitionerRole", 1),
        *_any_of("Observation", "Flag", "MedicationStatement", "AllergyIntolerance"),
        *_any_of("Questionnaire", "QuestionnaireResponse"),
        _some("Consent", 1),
        _one("HealthcareService"),
        *_any_of("Condition", "Task", "Communication", "Procedure"),
    ),
)
REFERRAL_REQUEST_CANCELLED: Final = MessageDefinition(
    "bars-message-servicerequest-request-cancelled",
    Event.SERVICEREQUEST_REQUEST,
    (
        _one("MessageHeader"),
        _one("ServiceRequest"),
        _one("Patient"),
        _some("Organization", 2),
    ),
)
VALIDATION_REQUEST: Final = MessageDefinition(
    "bars-message-servicerequest-request-validation",
    Event.SERVICEREQUEST_REQUEST,
    (*_VALIDATION, _one("Encounter")),
)
# Its MessageHeader profile is the one of requests, in the source as well.
REFERRAL_RESPONSE: Final = MessageDefinition(
    "bars-message-servicerequest-response-referral",
    Event.SERVICEREQUEST_RESPONSE,
    (
        _one("MessageHeader"),
        _one("ServiceRequest"),
        _one("Patient"),
        _optional("Encounter"),
        _optional("CarePlan"),
        _optional("Location"),
        _some("Organization", 2),
        _some("Practitioner", 1),
        _some("PractitionerRole", 1),
        *_any_of("Observation", "Flag", "MedicationStatement", "AllergyIntolerance"),
        *_any_of("QuestionnaireResponse"),
        _some("Consent", 1),
        _one("HealthcareService"),
        _optional("Appointment"),
        *_any_of("Condition", "Task"),
    ),
)
REFERRAL_RESPONSE_SHORT: Final = MessageDefinition(
    "bars-message-servicerequest-response-referral-short",
    Event.SERVICEREQUEST_RESPONSE,
    _SHORT,
)
VALIDATION_RESPONSE_INTERIM: Final = MessageDefinition(
    "bars-message-servicerequest-response-validation-interim",
    Event.SERVICEREQUEST_RESPONSE,
    _SHORT,
)
VALIDATION_RESPONSE_FULL: Final = MessageDefinition(
    "bars-message-servicerequest-response-validation-full",
    Event.SERVICEREQUEST_RESPONSE,
    (*_VALIDATION, Focus("Encounter", 2, 3)),
)
DEFINITIONS: Final = {
    definition.url: definition
    for definition in (
        BOOKING_REQUEST,
        BOOKING_REQUEST_CANCELLED,
        REFERRAL_REQUEST,
        REFERRAL_REQUEST_CANCELLED,
        VALIDATION_REQUEST,
        REFERRAL_RESPONSE,
        REFERRAL_RESPONSE_SHORT,
        VALIDATION_RESPONSE_INTERIM,
        VALIDATION_RESPONSE_FULL,
    )
}
"""The nine published MessageDefinitions, by URL."""
