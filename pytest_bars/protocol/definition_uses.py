"""Which MessageDefinition goes with which category and statuses.

Source: BaRS guide, Applications 1 to 7, workflow tables (2025-05-31), and Core 1.2.2,
Bundle-Processing, for the statuses of Core where an Application's differ.
"""

from dataclasses import dataclass
from typing import Final

from pytest_bars.protocol import message_definitions as known
from pytest_bars.protocol.messages import Category


@dataclass(frozen=True, slots=True)
class DefinitionUse:
    """Say for what a MessageDefinition is there.

    statuses: of the Appointment or ServiceRequest. category: of a ServiceRequest, None
    for any. encounter: of the Encounter in focus, empty for any.
    """

    statuses: frozenset[str]
    category: Category | None = None
    encounter: frozenset[str] = frozenset()


def _use(
    statuses: str, category: Category | None = None, encounter: str = ""
) -> DefinitionUse:
    return DefinitionUse(
        frozenset(statuses.split()), category, frozenset(encounter.split())
    )


DEFINITION_USES: Final = {
    known.BOOKING_REQUEST.url: _use("booked"),
    known.BOOKING_REQUEST_CANCELLED.url: _use("cancelled entered-in-error"),
    known.REFERRAL_REQUEST.url: _use("active", Category.REFERRAL),
    known.REFERRAL_REQUEST_CANCELLED.url: _use("revoked entered-in-error"),
    known.VALIDATION_REQUEST.url: _use("active on-hold", Category.VALIDATION),
    known.REFERRAL_RESPONSE.url: _use("revoked", Category.REFERRAL),
    known.REFERRAL_RESPONSE_SHORT.url: _use("active", Category.REFERRAL),
    known.VALIDATION_RESPONSE_INTERIM.url: _use(
        "active revoked", Category.VALIDATION, "in-progress cancelled triaged"
    ),
    known.VALIDATION_RESPONSE_FULL.url: _use(
        "active completed", Category.VALIDATION, "finished triaged"
    ),
}
"""Every published MessageDefinition's use, by URL."""
