"""The MessageDefinitions of bookings and referrals: which resources a message holds.

Source: BaRS guide, MessageDefinition examples bars-message-booking-request 1.0.0,
-booking-request-cancelled 1.0.0, -servicerequest-request-referral 1.0.0-beta and
-servicerequest-request-cancelled 1.0.0 (2025-03-24).
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
        *(
            _some(name, 0)
            for name in (
                "Observation",
                "Flag",
                "MedicationStatement",
                "AllergyIntolerance",
                "Questionnaire",
                "QuestionnaireResponse",
            )
        ),
        _some("Consent", 1),
        _one("HealthcareService"),
        *(_some(n, 0) for n in ("Condition", "Task", "Communication", "Procedure")),
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
DEFINITIONS: Final = {
    definition.url: definition
    for definition in (
        BOOKING_REQUEST,
        BOOKING_REQUEST_CANCELLED,
        REFERRAL_REQUEST,
        REFERRAL_REQUEST_CANCELLED,
    )
}
"""The four MessageDefinitions of bookings and referrals, by URL."""
