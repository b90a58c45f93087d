"""A message Bundle as the rules read it: header, event, reason, focus, workflow."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_bars.checks.conformance.reading import code_under, items, member, text
from pytest_bars.fhir.references import References, Target
from pytest_bars.fhir.resources import resource_type
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import (
    MESSAGE_CATEGORIES,
    MESSAGE_EVENTS,
    MESSAGE_REASONS,
    USE_CASE_CATEGORIES,
)
from pytest_bars.protocol.messages import Event

HEADER_PLACE: Final = "Bundle.entry[0].resource"
_BOOKINGS: Final = frozenset({Event.BOOKING_REQUEST, Event.BOOKING_RESPONSE})


@dataclass(frozen=True)
class Message:
    """A Bundle of type message whose first entry is a MessageHeader."""

    bundle: JsonObject
    header: JsonObject

    @property
    def event(self) -> str | None:
        """Return the code of the event, under the system of BaRS."""
        coding = member(self.header, "eventCoding")
        is_ours = member(coding, "system") == MESSAGE_EVENTS
        return text(coding, "code") if is_ours else None

    @property
    def reason(self) -> str | None:
        """Return the code of the reason, under the system of BaRS."""
        return code_under(self.header, "reason", MESSAGE_REASONS)

    @property
    def definition(self) -> str | None:
        """Return the URL of the MessageDefinition it names, without a version."""
        named = text(self.header, "definition")
        return None if named is None else named.partition("|")[0]

    @property
    def is_request(self) -> bool:
        """Say whether a Sender of bookings, referrals or validations sends it."""
        return (self.event or "").endswith("-request")

    @property
    def is_booking(self) -> bool:
        """Say whether it is about an Appointment rather than a ServiceRequest."""
        return self.event in _BOOKINGS

    @cached_property
    def focus(self) -> Target | None:
        """Return what MessageHeader.focus leads to, with its place."""
        for name, reference in items(self.header, "focus"):
            written = text(reference, "reference")
            if written is not None:
                return References(self.bundle).find(written, f"{HEADER_PLACE}.{name}")
        return None

    @cached_property
    def subject(self) -> Target | None:
        """Return the Appointment or ServiceRequest it is about, with its place.

        That is the focus, or the only one of the type, as where an Encounter is focus.
        """
        wanted = "Appointment" if self.is_booking else "ServiceRequest"
        if self.focus is not None and resource_type(self.focus[0]) == wanted:
            return self.focus
        listed = [(one, place) for place, one in self.resources(wanted)]
        return listed[0] if len(listed) == 1 else None

    @property
    def status(self) -> str | None:
        """Return the status of the Appointment or ServiceRequest."""
        return None if self.subject is None else text(self.subject[0], "status")

    @property
    def category(self) -> str | None:
        """Return the message category of the ServiceRequest; None for a booking."""
        return self._category("category", MESSAGE_CATEGORIES)

    @property
    def use_case(self) -> str | None:
        """Return the first use case the Appointment or ServiceRequest has."""
        name = "serviceCategory" if self.is_booking else "category"
        return self._category(name, USE_CASE_CATEGORIES)

    def resources(self, wanted: str) -> Iterator[tuple[str, JsonObject]]:
        """Yield the entries' resources of a type, with their places."""
        for place, resource in placed_resources(self.bundle):
            if resource_type(resource) == wanted:
                yield place, resource

    def _category(self, name: str, system: str) -> str | None:
        if self.subject is None:
            return None
        return code_under(self.subject[0], name, system)


def read_message(body: Json) -> Message | None:
    """Return a message Bundle with a MessageHeader in front; None for anything else."""
    if not isinstance(body, dict) or resource_type(body) != "Bundle":
        return None
    found = next(placed_resources(body), None)
    if body.get("type") != "message" or found is None:
        return None
    place, header = found
    is_first = place == HEADER_PLACE and resource_type(header) == "MessageHeader"
    return Message(body, header) if is_first else None


def placed_resources(bundle: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Yield the resource of every entry with its place."""
    for name, entry in items(bundle, "entry"):
        resource = entry.get("resource")
        if isinstance(resource, dict):
            yield f"Bundle.{name}.resource", resource
