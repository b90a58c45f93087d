"""CF-FOCUS: what a message is about is in it, and of the right type.

Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages, core-msg-7;
Applications 1 to 7, workflow tables (2025-05-31): an Appointment, a ServiceRequest, or
for a response an Encounter (Application 6's examples: the ServiceRequest).
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import HEADER_PLACE
from pytest_bars.checks.conformance.reading import items
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.protocol.messages import Event

_ROOTS: Final = {
    Event.BOOKING_REQUEST: ("Appointment",),
    Event.BOOKING_RESPONSE: ("Appointment",),
    Event.SERVICEREQUEST_REQUEST: ("ServiceRequest",),
    Event.SERVICEREQUEST_RESPONSE: ("Encounter", "ServiceRequest"),
}


def focus_is_root(subject: Subject) -> Iterator[Finding]:
    """One focus, leading to an entry of the type the event is about."""
    message = subject.message
    if message is None:
        return
    place = f"{HEADER_PLACE}.focus"
    count = len([*items(message.header, "focus")])
    if count != 1:
        yield Finding("CF-FOCUS", place, f"expected one, found {count}.")
        return
    if message.focus is None:
        told = "leads to nothing in the Bundle."
        yield Finding("CF-FOCUS", f"{place}[0].reference", told)
        return
    wanted = next((_ROOTS[event] for event in Event if event == message.event), ())
    found = resource_type(message.focus[0])
    if wanted and found not in wanted:
        told = f"leads to {found}, expected {' or '.join(wanted)}."
        yield Finding("CF-FOCUS", f"{place}[0].reference", told)
