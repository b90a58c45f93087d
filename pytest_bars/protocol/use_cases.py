"""Use cases of the Applications, and the use-context header made of them.

Source: BaRS guide, CodeSystem usecases-categories-bars, and End-to-end-workflow,
use-context (Preview) (2025-05-31); BaRS API specification 1.0.0, parameter
use-context.
"""

from dataclasses import dataclass
from typing import Final

from pytest_bars.errors import ProtocolError

_PARTS: Final = 4

USE_CASES: Final = {
    "a1t1": "111 - ED",
    "a1t2": "111 - UTC",
    "a1t3": "CAS - ED",
    "a1t4": "CAS - UTC",
    "a1t5": "999 - ED",
    "a1t6": "999 - UTC",
    "a1t7": "111 - SDEC",
    "a1t8": "CAS - SDEC",
    "a1t9": "999 - SDEC",
    "a2t1": "111 Online - ED",
    "a2t2": "111 Online - UTC",
    "a2t3": "S and R - ED",
    "a2t4": "S and R - UTC",
    "a3t1": "999 - CAS Referral",
    "a4t1": "999 - CAS Validation",
    "a4t2": "999 - Falls",
    "a4t3": "999 - Community Services",
    "a5t1": "Primary Care to Community Pharmacy",
    "a5t2": "Primary Care to Pharmacy Contraception",
    "a5t3": "Primary Care to Pharmacy Blood Pressure Check Service",
    "a6t1": "CAD to CAD Out of Area Referral",
    "a6t2": "CAD to CAD Call Assist Request",
    "a6t3": "CAD to CAD Mutual Aid Request",
}
"""Code and display of every use case; Application 7 has none published."""


@dataclass(frozen=True, slots=True)
class UseContext:
    """The four values of a use-context header.

    message: message category of a ServiceRequest, or status of an Appointment.
    """

    category: str
    message: str
    event: str
    reason: str

    def __str__(self) -> str:
        return use_context(self.category, self.message, self.event, self.reason)


def use_context(category: str, message: str, event: str, reason: str) -> str:
    """Return a use-context header, such as `a1t1|booked|booking-request|new`."""
    return f"{category}|{message}|{event}|{reason}"


def parse_use_context(header: str) -> UseContext:
    """Read a use-context header.

    Raises ProtocolError unless it has four non-empty values without spaces.
    """
    parts = header.split("|")
    if len(parts) != _PARTS or not all(parts) or " " in header:
        raise ProtocolError(
            "expected use-context as four values joined by |, without spaces, such as "
            f'a1t1|booked|booking-request|new, found "{header}".'
        )
    return UseContext(*parts)


def application_of(use_case: str) -> int | None:
    """Return the number of the Application a use case belongs to, or None."""
    return int(use_case[1]) if use_case in USE_CASES else None
