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
    """The MessageDefinition of a workflow.

    other_name: one that payload examples name instead, though it does not exist. most:
    counts of resource types that examples reach, above the definition's.
    """

    definition: MessageDefinition
    other_name: str = ""
    most: Mapping[str, int] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Return the URLs that MessageHeader.definition may have."""
        urls = {self.definition.url, MESSAGE_DEFINITIONS + self.other_name}
        return frozenset(urls - {MESSAGE_DEFINITIONS})


_SHORT = Followed(
    REFERRAL_RESPONSE_SHORT,
    # In REFRESP02 and REFRESP03.
    other_name="bars-message-servicerequest-request-response-short",
)

FOLLOWED: Final = {
    Workflow.BOOK: Followed(BOOKING_REQUEST),
    Workflow.UPDATE_BOOKING: Followed(BOOKING_REQUEST),
    Workflow.CANCEL_BOOKING: Followed(BOOKING_REQUEST_CANCELLED),
    Workflow.REFER: Followed(REFERRAL_REQUEST),
    # No workflow table has one; REFREQ8B to 8D hold the Receiver's Encounter as well.
    Workflow.UPDATE_REFERRAL: Followed(REFERRAL_REQUEST, most={"Encounter": 2}),
    Workflow.CANCEL_REFERRAL: Followed(REFERRAL_REQUEST_CANCELLED),
    Workflow.VALIDATE: Followed(VALIDATION_REQUEST),
    Workflow.UPDATE_VALIDATION: Followed(VALIDATION_REQUEST),
    Workflow.CANCEL_VALIDATION: Followed(REFERRAL_REQUEST_CANCELLED),
    Workflow.DID_NOT_ATTEND: Followed(REFERRAL_RESPONSE),
    Workflow.REFERRAL_STATUS: _SHORT,
    Workflow.REJECT_REFERRAL: _SHORT,
    Workflow.INTERIM_RESPONSE: Followed(VALIDATION_RESPONSE_INTERIM),
    Workflow.FULL_RESPONSE: Followed(VALIDATION_RESPONSE_FULL),
    Workflow.REJECT_VALIDATION: Followed(VALIDATION_RESPONSE_INTERIM),
}
"""The MessageDefinition of every workflow."""

APPLICATIONS: Final[Mapping[str, frozenset[int]]] = {
    BOOKING_REQUEST.name: frozenset({1, 2, 7}),
    # Application 2 specifies no cancellation; Core has one for every booking.
    BOOKING_REQUEST_CANCELLED.name: frozenset({1, 2, 7}),
    REFERRAL_REQUEST.name: frozenset({1, 2, 3, 5, 6}),
    REFERRAL_REQUEST_CANCELLED.name: frozenset({1, 2, 3, 4, 5, 6}),
    VALIDATION_REQUEST.name: frozenset({4}),
    REFERRAL_RESPONSE.name: frozenset({1, 2}),
    REFERRAL_RESPONSE_SHORT.name: frozenset({6}),
    VALIDATION_RESPONSE_INTERIM.name: frozenset({4}),
    VALIDATION_RESPONSE_FULL.name: frozenset({4}),
}
"""The Applications that have messages of a MessageDefinition, by its name."""
