"""Invariants of FHIR that matter to bookings and referrals.

Source: FHIR R4 (4.0.1), constraints of Appointment (app-1, app-2, app-3), ContactPoint
(cpt-2), Extension (ext-1), Organization (org-1), Patient (pat-1) and Period (per-1).
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pytest_bars.fhir.temporal import compare_moments, parse_moment
from pytest_bars.jsontypes import JsonObject

_WITHOUT_TIME: Final = frozenset({"proposed", "cancelled", "waitlist"})


def broken_invariants(name: str, value: JsonObject) -> Iterator[str]:
    """Yield what is wrong with an object of a type, such as `Period`."""
    rule = _RULES.get(name)
    if rule is not None:
        yield from rule(value)


def _appointment(value: JsonObject) -> Iterator[str]:
    has_start, has_end = "start" in value, "end" in value
    if has_start != has_end:
        yield "expected start and end, or neither (app-2)."
    if not (has_start and has_end) and value.get("status") not in _WITHOUT_TIME:
        yield "expected start and end for this status (app-3)."


def _participant(value: JsonObject) -> Iterator[str]:
    if not value.keys() & {"type", "actor"}:
        yield "expected a type or an actor (app-1)."


def _contact_point(value: JsonObject) -> Iterator[str]:
    if "value" in value and "system" not in value:
        yield "expected a system where there is a value (cpt-2)."


def _extension(value: JsonObject) -> Iterator[str]:
    has_value = any(name.lstrip("_").startswith("value") for name in value)
    if has_value == ("extension" in value):
        yield "expected either a value or extensions (ext-1)."


def _organization(value: JsonObject) -> Iterator[str]:
    if not value.keys() & {"name", "_name", "identifier"}:
        yield "expected a name or an identifier (org-1)."


def _contact(value: JsonObject) -> Iterator[str]:
    if not value.keys() & {"name", "telecom", "address", "organization"}:
        yield "expected a name, telecom, address or organization (pat-1)."


def _period(value: JsonObject) -> Iterator[str]:
    start, end = value.get("start"), value.get("end")
    if isinstance(start, str) and isinstance(end, str):
        first, last = parse_moment(start), parse_moment(end)
        if first and last and compare_moments(first, last) == 1:
            yield "ends before it starts (per-1)."


_RULES: Final[Mapping[str, Callable[[JsonObject], Iterator[str]]]] = MappingProxyType(
    {
        "Appointment": _appointment,
        "AppointmentParticipant": _participant,
        "ContactPoint": _contact_point,
        "Extension": _extension,
        "Organization": _organization,
        "PatientContact": _contact,
        "Period": _period,
    }
)
