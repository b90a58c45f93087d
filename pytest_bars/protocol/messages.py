"""Messages: events, reasons, and which combinations form a workflow.

Source: BaRS guide, code systems message-events-bars 1.0.0 and message-reason-bars
1.1.0; Core 1.2.2, Bundle-Processing, pseudo code; Applications 1, 3 and 6, workflow
tables (2025-05-31).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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


@dataclass(frozen=True, slots=True)
class MessageRule:
    """One combination that forms a workflow; any other is refused.

    focus: type of the resource MessageHeader.focus leads to. statuses: of that
    resource. category: of a ServiceRequest, None for bookings. careplan, encounter:
    statuses of the CarePlan and of the focal Encounter; empty where not looked at.
    applications: those that have it, empty for all; is_core: whether Core's pseudo code
    lets it pass.
    """

    event: Event
    reason: Reason
    focus: str
    statuses: frozenset[str]
    means: str
    category: Category | None = None
    careplan: frozenset[str] = frozenset()
    encounter: frozenset[str] = frozenset()
    applications: frozenset[int] = frozenset()
    is_core: bool = True


def _set(*values: str) -> frozenset[str]:
    return frozenset(values)


_REVOKED = _set("revoked", "entered-in-error")
_CANCELLED = _set("cancelled", "entered-in-error")
_REQUEST = Event.SERVICEREQUEST_REQUEST
_RESPONSE = Event.SERVICEREQUEST_RESPONSE

MESSAGE_RULES: Final = (
    MessageRule(
        _REQUEST,
        Reason.NEW,
        "ServiceRequest",
        _set("active"),
        "new validation request",
        category=Category.VALIDATION,
        careplan=_set("active"),
        encounter=_set("triaged", "in-progress"),
    ),
    MessageRule(
        _REQUEST,
        Reason.NEW,
        "ServiceRequest",
        _set("active"),
        "new referral",
        category=Category.REFERRAL,
        careplan=_set("completed"),
        encounter=_set("triaged", "finished"),
    ),
    MessageRule(
        _REQUEST,
        Reason.UPDATE,
        "ServiceRequest",
        _REVOKED,
        "validation cancelled",
        category=Category.VALIDATION,
    ),
    MessageRule(
        _REQUEST,
        Reason.UPDATE,
        "ServiceRequest",
        _set("active", "on-hold"),
        "validation updated",
        category=Category.VALIDATION,
    ),
    MessageRule(
        _REQUEST,
        Reason.UPDATE,
        "ServiceRequest",
        _REVOKED,
        "referral cancelled",
        category=Category.REFERRAL,
    ),
    # Core's pseudo code refuses it; Applications 3 and 6 have it in scope.
    MessageRule(
        _REQUEST,
        Reason.UPDATE,
        "ServiceRequest",
        _set("active"),
        "referral updated",
        category=Category.REFERRAL,
        applications=frozenset({3, 6}),
        is_core=False,
    ),
    MessageRule(
        _RESPONSE,
        Reason.NEW,
        "ServiceRequest",
        _set("revoked"),
        "safeguarding did-not-attend response",
        category=Category.REFERRAL,
        applications=frozenset({1, 2}),
    ),
    MessageRule(
        _RESPONSE,
        Reason.NEW,
        "ServiceRequest",
        _set("active"),
        "interim validation response",
        category=Category.VALIDATION,
        encounter=_set("in-progress"),
    ),
    MessageRule(
        Event.BOOKING_REQUEST,
        Reason.NEW,
        "Appointment",
        _set("booked"),
        "new booking",
    ),
    MessageRule(
        Event.BOOKING_REQUEST,
        Reason.UPDATE,
        "Appointment",
        _CANCELLED,
        "booking cancelled",
    ),
    # In Core only: no Application supports it.
    MessageRule(
        Event.BOOKING_REQUEST,
        Reason.UPDATE,
        "Appointment",
        _set("booked"),
        "booking updated",
    ),
    *(
        MessageRule(
            _RESPONSE,
            reason,
            "ServiceRequest",
            _set(status),
            means,
            category=Category.VALIDATION,
            encounter=encounter,
        )
        for reason in (Reason.NEW, Reason.UPDATE)
        for status, means, encounter in (
            ("completed", "final validation response", _set("triaged", "complete")),
            ("revoked", "validation rejected", _set("triaged")),
        )
    ),
)
"""Every combination; booking-response has none, so it is always refused."""


def rules_for(event: str, reason: str) -> Iterator[MessageRule]:
    """Yield the rules of an event and a reason."""
    for rule in MESSAGE_RULES:
        if rule.event == event and rule.reason == reason:
            yield rule


def find_rule(
    event: str, reason: str, status: str, category: str | None = None
) -> MessageRule | None:
    """Return the rule a message falls under, or None when it must be refused.

    status: of the focal resource. category: message category of a ServiceRequest, None
    for a booking. CarePlan and Encounter are left to the caller: breaking those is a
    different failure scenario.
    """
    for rule in rules_for(event, reason):
        if status in rule.statuses and rule.category == category:
            return rule
    return None
