"""The use-context header, read from the message it goes with.

Source: BaRS guide, Core, End-to-end-workflow, use-context (2025-05-31, preview): for
a booking the second part is Appointment.status, else the message category.
"""

from typing import Final

from pytest_bars.fhir.resources import first
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import (
    MESSAGE_CATEGORIES,
    MESSAGE_EVENTS,
    MESSAGE_REASONS,
    USE_CASE_CATEGORIES,
)
from pytest_bars.protocol.use_cases import use_context

_BOOKING_EVENTS: Final = "booking-"


def derive_use_context(body: Json | bytes) -> str | None:
    """Return the header's value for a message Bundle, or None where a part is missing.

    Bytes are exact and not looked into.
    """
    if not isinstance(body, dict):
        return None
    header = first(body, "MessageHeader")
    event = _code(header, "eventCoding", MESSAGE_EVENTS)
    reason = _code(header, "reason", MESSAGE_REASONS)
    if event is None or reason is None:
        return None
    if event.startswith(_BOOKING_EVENTS):
        appointment = first(body, "Appointment")
        category = _code(appointment, "serviceCategory", USE_CASE_CATEGORIES)
        message = _text(appointment, "status")
    else:
        service_request = first(body, "ServiceRequest")
        category = _code(service_request, "category", USE_CASE_CATEGORIES)
        message = _code(service_request, "category", MESSAGE_CATEGORIES)
    if category is None or message is None:
        return None
    return use_context(category, message, event, reason)


def _text(resource: JsonObject | None, name: str) -> str | None:
    value = None if resource is None else resource.get(name)
    return value if isinstance(value, str) else None


def _code(resource: JsonObject | None, name: str, system: str) -> str | None:
    """Return the first code of the system in a Coding or CodeableConcept element."""
    for coding in _codings(None if resource is None else resource.get(name)):
        code = coding.get("code")
        if coding.get("system") == system and isinstance(code, str):
            return code
    return None


def _codings(value: Json) -> list[JsonObject]:
    """Return a Coding, or those of a CodeableConcept, or of a list of either."""
    if isinstance(value, list):
        return [coding for item in value for coding in _codings(item)]
    if isinstance(value, dict):
        return [value, *_codings(value.get("coding"))]
    return []
