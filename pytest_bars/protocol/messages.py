"""Messages: which combinations of event, reason and statuses form a workflow.

Where the sources contradict each other both readings are rules, and `note` says so;
`is_core` tells those of Core's pseudo code from the others.
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.protocol.message_rule import (
    Category,
    Event,
    MessageRule,
    Reason,
    Workflow,
)
from pytest_bars.protocol.request_rules import (
    BOOKING_RULES,
    REFERRAL_RULES,
    VALIDATION_RULES,
)
from pytest_bars.protocol.response_rules import (
    REFERRAL_RESPONSE_RULES,
    VALIDATION_RESPONSE_RULES,
)

__all__ = [
    "MESSAGE_RULES",
    "Category",
    "Event",
    "MessageRule",
    "Reason",
    "Workflow",
    "find_rule",
    "rules_for",
]

MESSAGE_RULES: Final = (
    *VALIDATION_RULES,
    *REFERRAL_RULES,
    *REFERRAL_RESPONSE_RULES,
    *VALIDATION_RESPONSE_RULES,
    *BOOKING_RULES,
)
"""Every combination; booking-response has none, so it is always refused."""


def rules_for(event: str, reason: str) -> Iterator[MessageRule]:
    """Yield the rules of an event and a reason."""
    for rule in MESSAGE_RULES:
        if rule.event == event and rule.reason == reason:
            yield rule


def find_rule(
    event: str,
    reason: str,
    status: str,
    category: str | None = None,
    *,
    application: int | None = None,
    encounter: str | None = None,
) -> MessageRule | None:
    """Return the rule a message falls under, or None when it must be refused.

    status: of the Appointment or ServiceRequest. category: message category of a
    ServiceRequest, None for a booking. application: that of the use case; its own rule
    goes before Core's. encounter: status of the Encounter that answers, in a response.
    None for either: any. CarePlan and Encounter of a request are left to the caller:
    breaking those is a different failure scenario.
    """
    found = [
        rule
        for rule in rules_for(event, reason)
        if status in rule.statuses and rule.category == category
        if rule.fits(application, encounter)
    ]
    own = (rule for rule in found if application in rule.applications)
    return next(own, None) or next(iter(found), None)
