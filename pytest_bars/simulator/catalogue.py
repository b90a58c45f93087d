"""The Endpoint Catalogue: the services behind the proxy, and what each takes.

The services are those that TKW answers for, so that a plan names the same target on
the simulator as on INT. Which of them takes which message is read from the scenarios.
Source: BaRS guide, Build, TKW page, UserTest DoS services (2025-05-31).
"""

from dataclasses import dataclass
from typing import Final

from pytest_bars.protocol.identifiers import DOS_SERVICE_ID
from pytest_bars.protocol.message_definitions import (
    BOOKING_REQUEST,
    BOOKING_REQUEST_CANCELLED,
    REFERRAL_REQUEST,
    REFERRAL_REQUEST_CANCELLED,
)
from pytest_bars.protocol.use_cases import USE_CASES

_REFERRALS: Final = (REFERRAL_REQUEST.name, REFERRAL_REQUEST_CANCELLED.name)
_BOTH: Final = (BOOKING_REQUEST.name, BOOKING_REQUEST_CANCELLED.name, *_REFERRALS)
_VALIDATION: Final = (
    "bars-message-servicerequest-request-validation",
    REFERRAL_REQUEST_CANCELLED.name,
)
_VALIDATION_RESPONSES: Final = (
    "bars-message-servicerequest-response-validation-interim",
    "bars-message-servicerequest-response-validation-full",
)
_URGENT_CARE: Final = ("a1", "a2")


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its id, what it is called, and what it takes.

    definitions: names of MessageDefinitions. applications: first two letters of its
    use cases, such as a1.
    """

    id: str
    label: str
    definitions: tuple[str, ...] = _BOTH
    applications: tuple[str, ...] = _URGENT_CARE
    has_invalid_definitions: bool = False

    def takes(self, definition: str) -> bool:
        """Say whether the service takes messages of that definition."""
        return definition in self.definitions

    def offers(self, use_case: str) -> bool:
        """Say whether the service offers a use case, such as a1t1."""
        return use_case in USE_CASES and use_case[:2] in self.applications


_SERVICES: Final = (
    Service("2000072489", "TKW"),
    Service("2000073917", "TKW 2"),
    Service("1503499715", "TKW 3"),
    Service("2000081230", "TKW 4"),
    Service("2000093816", "TKW 5", _REFERRALS, (*_URGENT_CARE, "a3")),
    Service("1374839566", "TKW 6", _VALIDATION_RESPONSES, ("a4",)),
    Service("2000011147", "TKW 7"),
    Service("2000076289", "TKW 8", _REFERRALS, (*_URGENT_CARE, "a3", "a5", "a6")),
    Service("2000003366", "TKW 9", _VALIDATION, ("a4",)),
    Service("2000071898", "TKW 12", has_invalid_definitions=True),
    Service("2000159909", "TKW 13", _REFERRALS, ("a6",)),
    Service("2000159910", "TKW 14", _REFERRALS, ("a6",)),
    # Used by scenarios, though the page's table lacks them; the labels are ours.
    Service("2000070513", "TKW, Application 5", _REFERRALS, ("a5",)),
    Service("2000076288", "TKW, any other"),
)
SERVICES: Final = {service.id: service for service in _SERVICES}
DEFAULT_SERVICE: Final = SERVICES["2000072489"]


def is_known_system(system: str) -> bool:
    """Say whether the catalogue has services under an identifier system."""
    return system == DOS_SERVICE_ID
