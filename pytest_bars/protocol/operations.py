"""The operations of the API, version 1.0.0: method, path, headers, parameters.

Source: booking-and-referral-fhir-api, specification/booking-and-referral.yaml (1.0.0,
commit 0c9714b, 2026-05-18). Later versions add operations; they keep these.
"""

import re
from dataclasses import dataclass
from typing import Final

from pytest_bars.protocol.headers import (
    ACCEPT,
    CORRELATION_ID,
    END_USER_ORGANISATION,
    REQUEST_ID,
    REQUESTING_PRACTITIONER,
    REQUESTING_SOFTWARE,
    TARGET_IDENTIFIER,
    USE_CONTEXT,
)

API_VERSION: Final = "1.0.0"
PROCESS_MESSAGE: Final = "/$process-message"

_COMMON = (
    REQUEST_ID,
    CORRELATION_ID,
    END_USER_ORGANISATION,
    REQUESTING_SOFTWARE,
    ACCEPT,
)
_ROUTED = (*_COMMON, TARGET_IDENTIFIER)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter; values: those allowed, or none for any."""

    name: str
    is_required: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API.

    path: template such as `/Appointment/{id}`, below the base URL. headers: those the
    specification requires. has_body: whether a request carries one. returns: resource
    type of a good answer, whose status is 200.
    """

    name: str
    method: str
    path: str
    returns: str
    headers: tuple[str, ...] = _ROUTED
    optional_headers: tuple[str, ...] = (REQUESTING_PRACTITIONER,)
    query: tuple[Parameter, ...] = ()
    has_body: bool = False

    def matches(self, path: str) -> bool:
        """Say whether a path, without its query, is one of this operation's."""
        pattern = "[^/]+".join(map(re.escape, self.path.split("{id}")))
        return re.fullmatch(pattern, path) is not None

    @property
    def required_query(self) -> tuple[str, ...]:
        """Return the names of the query parameters the specification requires."""
        return tuple(
            parameter.name for parameter in self.query if parameter.is_required
        )


_INCLUDES = (
    "Slot:schedule",
    "Schedule:actor:Practitioner",
    "Schedule:actor:PractitionerRole",
    "Schedule:actor:HealthcareService",
    "HealthcareService:providedBy",
    "HealthcareService:location",
    "Slot:*",
)
# The two includes a slot search must have at least.
# Source: BaRS guide, Core 1.2.2, Error-Handling, GET /Slots (2025-05-31).
REQUIRED_INCLUDES: Final = ("Slot:schedule", "Schedule:actor:HealthcareService")

OPERATIONS: Final = (
    Operation(
        "getMeta",
        "GET",
        "/metadata",
        "CapabilityStatement",
        headers=_COMMON,
        optional_headers=(TARGET_IDENTIFIER, REQUESTING_PRACTITIONER),
    ),
    Operation(
        "getMessageDefinition",
        "GET",
        "/MessageDefinition",
        "Bundle",
        query=(Parameter("context"),),
    ),
    Operation(
        "processMessage",
        "POST",
        PROCESS_MESSAGE,
        "Bundle",
        headers=(*_ROUTED, USE_CONTEXT),
        has_body=True,
    ),
    Operation(
        "getSlots",
        "GET",
        "/Slot",
        "Bundle",
        query=(
            Parameter("status", values=("free", "busy")),
            Parameter("start"),
            Parameter("Schedule.actor:HealthcareService", is_required=False),
            Parameter("_include", values=_INCLUDES),
        ),
    ),
    Operation(
        "getBookingByPatient",
        "GET",
        "/Appointment",
        "Bundle",
        query=(Parameter("patient:identifier"),),
    ),
    Operation("getBooking", "GET", "/Appointment/{id}", "Appointment"),
    Operation(
        "getReferralByPatient",
        "GET",
        "/ServiceRequest",
        "Bundle",
        query=(
            Parameter("patient:identifier"),
            Parameter("ServiceRequest.identifier", is_required=False),
        ),
    ),
    Operation("getReferral", "GET", "/ServiceRequest/{id}", "ServiceRequest"),
)


def find_operation(method: str, path: str) -> Operation | None:
    """Return the operation of a method and a path without its query, or None.

    Paths are case-sensitive (guide, Build, TKW page, 2025-05-31).
    """
    found = (o for o in OPERATIONS if o.method == method and o.matches(path))
    return next(found, None)
