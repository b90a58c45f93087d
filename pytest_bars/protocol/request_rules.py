"""The rules of requests: bookings, referrals and validations.

Source: BaRS guide, Core 1.2.2, Bundle-Processing, pseudo code; Applications 1, 3, 4
and 6, scope, workflow tables and payload examples (2025-05-31).
"""

from functools import partial
from typing import Final

from pytest_bars.protocol.message_rule import (
    Category,
    Event,
    MessageRule,
    Reason,
    Workflow,
)


def _set(*values: str) -> frozenset[str]:
    return frozenset(values)


_REVOKED = _set("revoked", "entered-in-error")
_CANCELLED = _set("cancelled", "entered-in-error")

BOOKING_RULES: Final = tuple(
    MessageRule(
        Event.BOOKING_REQUEST, reason, "Appointment", statuses, means, note=note
    )
    for reason, statuses, means, note in (
        (Reason.NEW, _set("booked"), Workflow.BOOK, ""),
        (
            Reason.UPDATE,
            _CANCELLED,
            Workflow.CANCEL_BOOKING,
            "BOOKREQ02, the published cancellation, has reason new",
        ),
        (
            Reason.UPDATE,
            _set("booked"),
            Workflow.UPDATE_BOOKING,
            "in Core only: no Application supports it",
        ),
    )
)


_request = partial(
    MessageRule, event=Event.SERVICEREQUEST_REQUEST, focus="ServiceRequest"
)
_referral = partial(_request, category=Category.REFERRAL)
_validation = partial(
    _request, category=Category.VALIDATION, applications=frozenset({4})
)

REFERRAL_RULES: Final = (
    _referral(
        reason=Reason.NEW,
        statuses=_set("active"),
        means=Workflow.REFER,
        careplan=_set("completed"),
        encounter=_set("triaged", "finished"),
    ),
    _referral(
        reason=Reason.NEW,
        statuses=_set("active"),
        means=Workflow.REFER,
        careplan=_set("active", "completed"),
        encounter=_set("triaged", "finished", "in-progress"),
        applications=frozenset({6}),
        is_core=False,
        note="Core has CarePlan completed, the examples active; Core and the table "
        "have Encounter triaged or finished, Application 6's pseudo code and examples "
        "in-progress too",
    ),
    _referral(
        reason=Reason.UPDATE,
        statuses=_REVOKED,
        means=Workflow.CANCEL_REFERRAL,
    ),
    _referral(
        reason=Reason.UPDATE,
        statuses=_set("active"),
        means=Workflow.UPDATE_REFERRAL,
        applications=frozenset({3, 6}),
        is_core=False,
        note="Core's and Application 3's pseudo code refuse it; the scope of "
        "Applications 3 and 6 requires it",
    ),
)

VALIDATION_RULES: Final = (
    _validation(
        reason=Reason.NEW,
        statuses=_set("active"),
        means=Workflow.VALIDATE,
        careplan=_set("active"),
        encounter=_set("triaged", "in-progress"),
        note="Application 4's table has Encounter triaged only",
    ),
    _validation(
        reason=Reason.UPDATE,
        statuses=_REVOKED,
        means=Workflow.CANCEL_VALIDATION,
        note="SERVREQ02 has reason delete",
    ),
    _validation(
        reason=Reason.UPDATE,
        statuses=_set("active", "on-hold"),
        means=Workflow.UPDATE_VALIDATION,
    ),
)
