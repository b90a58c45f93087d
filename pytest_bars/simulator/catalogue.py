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
    DEFINITIONS,
    REFERRAL_REQUEST,
    REFERRAL_REQUEST_CANCELLED,
    VALIDATION_REQUEST,
    VALIDATION_RESPONSE_FULL,
    VALIDATION_RESPONSE_INTERIM,
)
from pytest_bars.protocol.use_cases import application_of

_REFERRALS: Final = (REFERRAL_REQUEST.name, REFERRAL_REQUEST_CANCELLED.name)
_BOTH: Final = (BOOKING_REQUEST.name, BOOKING_REQUEST_CANCELLED.name, *_REFERRALS)
_VALIDATION: Final = (
    VALIDATION_REQUEST.name,
    REFERRAL_REQUEST_CANCELLED.name,
)
_VALIDATION_RESPONSES: Final = (
    VALIDATION_RESPONSE_INTERIM.name,
    VALIDATION_RESPONSE_FULL.name,
)
_ALL: Final = tuple(definition.name for definition in DEFINITIONS.values())
_URGENT_CARE: Final = (1, 2)
_WITHOUT_USE_CASE: Final = 7


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its id, what it is called, and what it takes.

    definitions: names of MessageDefinitions. applications: numbers of those whose use
    cases it has.
    """

    id: str
    label: str
    definitions: tuple[str, ...] = _BOTH
    applications: tuple[int, ...] = _URGENT_CARE
    has_invalid_definitions: bool = False

    def takes(self, definition: str) -> bool:
        """Say whether the service takes messages of that definition."""
        return definition in self.definitions

    def offers(self, use_case: str, applications: frozenset[int]) -> bool:
        """Say whether it offers a use case, such as a1t1, of one of these Applications.

        use_case: "" is Application 7's, for which none is published.
        """
        found = application_of(use_case) if use_case else _WITHOUT_USE_CASE
        return found in applications and found in self.applications


_SERVICES: Final = (
    # The page calls it "catch-all service, several workflows".
    Service("2000072489", "TKW", _ALL, (1, 2, 3, 4, 5, 6, 7)),
    Service("2000073917", "TKW 2"),
    Service("1503499715", "TKW 3"),
    Service("2000081230", "TKW 4"),
    Service("2000093816", "TKW 5", _REFERRALS, (*_URGENT_CARE, 3)),
    Service("1374839566", "TKW 6", _VALIDATION_RESPONSES, (4,)),
    Service("2000011147", "TKW 7", _BOTH, (*_URGENT_CARE, 7)),
    Service("2000076289", "TKW 8", _REFERRALS, (*_URGENT_CARE, 3, 5, 6)),
    Service("2000003366", "TKW 9", _VALIDATION, (4,)),
    Service("2000071898", "TKW 12", has_invalid_definitions=True),
    Service("2000159909", "TKW 13", _REFERRALS, (6,)),
    Service("2000159910", "TKW 14", _REFERRALS, (6,)),
    # Used by scenarios, though the page's table lacks them; the labels are ours.
    Service("2000070513", "TKW, Application 5", _REFERRALS, (5,)),
    Service("2000076288", "TKW, any other"),
)
SERVICES: Final = {service.id: service for service in _SERVICES}
DEFAULT_SERVICE: Final = SERVICES["2000072489"]


def is_known_system(system: str) -> bool:
    """Say whether the catalogue has services under an identifier system."""
    return system == DOS_SERVICE_ID
