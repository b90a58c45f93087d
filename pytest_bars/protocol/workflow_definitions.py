"""Which MessageDefinition a message of a workflow follows, and who has it.

Source: BaRS guide, Applications 1 to 7, workflow tables and payload examples
(2025-05-31).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_bars.protocol.identifiers import MESSAGE_DEFINITIONS
from pytest_bars.protocol.message_definitions import (
    BOOKING_REQUEST,
    BOOKING_REQUEST_CANCELLED,
    REFERRAL_REQUEST,
    REFERRAL_REQUEST_CANCELLED,
    REFERRAL_RESPONSE,
    REFERRAL_RESPONSE_SHORT,
    VALIDATION_REQUEST,
    VALIDATION_RESPONSE_FULL,
    VALIDATION_RESPONSE_INTERIM,
    MessageDefinition,
)
from pytest_bars.protocol.messages import Workflow


@dataclass(frozen=True, slots=True)
class Followed:
    """The MessageDefinition of a workflow, and the Applications that have it.

    other_name: one that payload examples name instead, though it does not exist. most:
    counts of resource types that examples reach, above the definition's.
    """

    definition: MessageDefinition
    applications: frozenset[int]
    other_name: str = ""
    most: Mapping[str, int] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Return the URLs that MessageHeader.definition may have."""
        urls = {self.definition.url, MESSAGE_DEFINITIONS + self.other_name}
        return frozenset(urls - {MESSAGE_DEFINITIONS})


def _of(*applications: int) -> frozenset[int]:
    return frozenset(applications)


_REFERRING = _of(1, 2, 3, 5, 6)
_SHORT = Followed(
    REFERRAL_RESPONSE_SHORT,
    _of(6),
    # In REFRESP02 and REFRESP03.
    other_name="bars-message-servicerequest-request-response-short",
)

FOLLOWED: Final = {
    Workflow.BOOK: Followed(BOOKING_REQUEST, _of(1, 2, 7)),
    # In Core only.
    Workflow.UPDATE_BOOKING: Followed(BOOKING_REQUEST, _of()),
    # Application 2 specifies no cancellation; Core has one for all that is made.
    Workflow.CANCEL_BOOKING: Followed(BOOKING_REQUEST_CANCELLED, _of(1, 2, 7)),
    Workflow.REFER: Followed(REFERRAL_REQUEST, _REFERRING),
    # No workflow table has one; REFREQ8B to 8D hold the Receiver's Encounter as well.
    Workflow.UPDATE_REFERRAL: Followed(
        REFERRAL_REQUEST, _of(3, 6), most={"Encounter": 2}
    ),
    Workflow.CANCEL_REFERRAL: Followed(REFERRAL_REQUEST_CANCELLED, _REFERRING),
    Workflow.VALIDATE: Followed(VALIDATION_REQUEST, _of(4)),
    Workflow.UPDATE_VALIDATION: Followed(VALIDATION_REQUEST, _of(4)),
    Workflow.CANCEL_VALIDATION: Followed(REFERRAL_REQUEST_CANCELLED, _of(4)),
    Workflow.DID_NOT_ATTEND: Followed(REFERRAL_RESPONSE, _of(1, 2)),
    Workflow.REFERRAL_STATUS: _SHORT,
    Workflow.REJECT_REFERRAL: _SHORT,
    Workflow.INTERIM_RESPONSE: Followed(VALIDATION_RESPONSE_INTERIM, _of(4)),
    Workflow.FULL_RESPONSE: Followed(VALIDATION_RESPONSE_FULL, _of(4)),
    Workflow.REJECT_VALIDATION: Followed(VALIDATION_RESPONSE_INTERIM, _of(4)),
}
"""The MessageDefinition of every workflow."""


def applications_of(definition: str) -> frozenset[int]:
    """Return the Applications that have messages of a MessageDefinition, by name."""
    found = (
        followed.applications
        for followed in FOLLOWED.values()
        if followed.definition.name == definition
    )
    return frozenset().union(*found)
