"""What a message says of itself, and the shape of a rule about it.

Source: BaRS guide, code systems message-events-bars 1.0.0 and message-reason-bars
1.1.0; Core 1.2.2, Bundle-Processing (2025-05-31).
"""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """MessageHeader.eventCoding.code."""

    BOOKING_REQUEST = "booking-request"
    BOOKING_RESPONSE = "booking-response"
    SERVICEREQUEST_REQUEST = "servicerequest-request"
    SERVICEREQUEST_RESPONSE = "servicerequest-response"


class Reason(StrEnum):
    """MessageHeader.reason.coding.code; no workflow accepts `delete`."""

    NEW = "new"
    UPDATE = "update"
    DELETE = "delete"


class Category(StrEnum):
    """ServiceRequest.category, of the message categories."""

    REFERRAL = "referral"
    VALIDATION = "validation"


class Workflow(StrEnum):
    """What a message asks for or tells."""

    BOOK = "new booking"
    UPDATE_BOOKING = "booking updated"
    CANCEL_BOOKING = "booking cancelled"
    REFER = "new referral"
    UPDATE_REFERRAL = "referral updated"
    CANCEL_REFERRAL = "referral cancelled"
    VALIDATE = "new validation request"
    UPDATE_VALIDATION = "validation updated"
    CANCEL_VALIDATION = "validation cancelled"
    DID_NOT_ATTEND = "safeguarding did-not-attend response"
    REFERRAL_STATUS = "referral status response"
    REJECT_REFERRAL = "referral rejected"
    INTERIM_RESPONSE = "interim validation response"
    FULL_RESPONSE = "final validation response"
    REJECT_VALIDATION = "validation rejected"


@dataclass(frozen=True, slots=True)
class MessageRule:
    """One combination that forms a workflow; any other is refused.

    focus: type of the resource MessageHeader.focus leads to; other_focus: the one that
    payload examples lead to instead, "" if they do not. statuses: of the Appointment or
    the ServiceRequest. category: of a ServiceRequest, None for bookings. careplan,
    encounter: statuses of the CarePlan and of the Encounter, in a response the one that
    answers; empty where not looked at. applications: those that have it, empty for all;
    is_core: whether Core's pseudo code lets it pass. note: what the sources say
    otherwise.
    """

    event: Event
    reason: Reason
    focus: str
    statuses: frozenset[str]
    means: Workflow
    category: Category | None = None
    careplan: frozenset[str] = frozenset()
    encounter: frozenset[str] = frozenset()
    applications: frozenset[int] = frozenset()
    is_core: bool = True
    other_focus: str = ""
    note: str = ""

    @property
    def is_response(self) -> bool:
        """Say whether the message answers an earlier one."""
        return self.event is Event.SERVICEREQUEST_RESPONSE

    def fits(self, application: int | None, encounter: str | None) -> bool:
        """Say whether it holds for an Application and, of a response, an Encounter.

        None for either: not asked.
        """
        is_theirs = application is None or not self.applications
        if not is_theirs and application not in self.applications:
            return False
        if encounter is None or not self.is_response or not self.encounter:
            return True
        return encounter in self.encounter
