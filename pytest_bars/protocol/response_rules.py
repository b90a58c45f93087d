"""The rules of responses: to referrals and to validation requests.

Source: BaRS guide, Core 1.2.2, Bundle-Processing, pseudo code; Applications 1, 4 and
6, scope, workflow tables and payload examples (2025-05-31).
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

_response = partial(MessageRule, event=Event.SERVICEREQUEST_RESPONSE)
_referral = partial(_response, reason=Reason.NEW, category=Category.REFERRAL)
_validation = partial(
    _response,
    focus="Encounter",
    category=Category.VALIDATION,
    applications=frozenset({4}),
)

_DISPATCH_NOTE = (
    "Core's pseudo code refuses it; Application 6 requires it, and its examples focus "
    "on the ServiceRequest"
)
_dispatch = partial(
    _referral,
    focus="Encounter",
    statuses=frozenset({"active"}),
    applications=frozenset({6}),
    is_core=False,
    other_focus="ServiceRequest",
    note=_DISPATCH_NOTE,
)
REFERRAL_RESPONSE_RULES: Final = (
    _referral(
        focus="ServiceRequest",
        statuses=frozenset({"revoked"}),
        means=Workflow.DID_NOT_ATTEND,
        applications=frozenset({1, 2}),
        note="TKW names a validation payload for it",
    ),
    _dispatch(
        means=Workflow.REFERRAL_STATUS,
        encounter=frozenset(
            {"planned", "arrived", "triaged", "in-progress", "onleave", "finished"}
        ),
    ),
    _dispatch(means=Workflow.REJECT_REFERRAL, encounter=frozenset({"cancelled"})),
)

_PSEUDO_CODE = "pseudo code; Application 4's text and examples have active and "
_EXAMPLES = "Application 4's text and examples; Core's pseudo code has "
# FHIR has no Encounter status "complete": a Sender can only write it as "finished".
VALIDATION_RESPONSE_RULES: Final = (
    _validation(
        reason=Reason.NEW,
        statuses=frozenset({"active"}),
        means=Workflow.INTERIM_RESPONSE,
        encounter=frozenset({"in-progress"}),
    ),
    *(
        _validation(
            reason=reason,
            statuses=frozenset({status}),
            means=means,
            encounter=encounter,
            is_core=is_core,
            note=note,
        )
        for reason in (Reason.NEW, Reason.UPDATE)
        for means, status, encounter, is_core, note in (
            (
                Workflow.FULL_RESPONSE,
                "completed",
                frozenset({"triaged", "complete", "finished"}),
                True,
                f"{_PSEUDO_CODE}finished",
            ),
            (
                Workflow.FULL_RESPONSE,
                "active",
                frozenset({"finished"}),
                False,
                f"{_EXAMPLES}completed and triaged or complete",
            ),
            (
                Workflow.REJECT_VALIDATION,
                "revoked",
                frozenset({"triaged"}),
                True,
                f"{_PSEUDO_CODE}cancelled",
            ),
            (
                Workflow.REJECT_VALIDATION,
                "active",
                frozenset({"cancelled"}),
                False,
                f"{_EXAMPLES}revoked and triaged",
            ),
        )
    ),
)
