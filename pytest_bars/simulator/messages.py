"""A message Bundle, read into what the Receiver decides by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import (
    MESSAGE_CATEGORIES,
    MESSAGE_EVENTS,
    MESSAGE_REASONS,
    NHS_NUMBER,
    USE_CASE_CATEGORIES,
)
from pytest_bars.protocol.messages import Event
from pytest_bars.protocol.use_cases import application_of
from pytest_bars.simulator.reading import at, code_of, identifier_of, objects, text
from pytest_bars.simulator.refusals import INVARIANT, RefusalError

_EVENT_FOCUS: Final[Mapping[str, tuple[str, ...]]] = {
    Event.BOOKING_REQUEST: ("Appointment",),
    Event.SERVICEREQUEST_REQUEST: ("ServiceRequest",),
    Event.SERVICEREQUEST_RESPONSE: ("ServiceRequest", "Encounter"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its Bundle, and what of it decides its fate.

    event, reason, category, use_case: codes, "" where absent. pointed: the resource
    that MessageHeader.focus refers to. focus: the Appointment or ServiceRequest the
    message is about: what is pointed at, or, where that is an Encounter, the
    ServiceRequest. resources: by fullUrl. organisation: ODS code in the
    NHSD-End-User-Organisation header, "" without one. is_repeated: a fault lets it be
    processed again.
    """

    bundle: JsonObject
    header: JsonObject
    event: str
    reason: str
    pointed: JsonObject
    focus: JsonObject
    resources: Mapping[str, JsonObject]
    organisation: str = ""
    is_repeated: bool = False

    @property
    def id(self) -> str:
        """Return Bundle.id, "" without one."""
        return text(self.bundle, "id")

    @property
    def status(self) -> str:
        """Return the status of the focus."""
        return text(self.focus, "status")

    @property
    def category(self) -> str:
        """Return the message category of a ServiceRequest: referral or validation."""
        return category_of(self.focus)

    @property
    def use_case(self) -> str:
        """Return the use-case category, such as a1t1."""
        return use_case_of(self.focus)

    @property
    def application(self) -> int | None:
        """Return the number of the Application, None where no use case tells."""
        return application_of(self.use_case)

    @property
    def answers(self) -> str:
        """Return the Bundle.id of the request that is answered, "" without one."""
        return text(self.header, "response", "identifier")

    @property
    def encounter(self) -> JsonObject:
        """Return the Encounter that decides, {} without one.

        Of a request the first one. Of a response the one pointed at; else the last one
        that is not the request's own, as payload examples of Application 6 have it.
        """
        if self.pointed.get("resourceType") == "Encounter":
            return self.pointed
        if self.event != Event.SERVICEREQUEST_RESPONSE:
            return self.first("Encounter")
        requested = text(self.focus, "encounter", "reference")
        others = [
            resource
            for full_url, resource in self.resources.items()
            if resource.get("resourceType") == "Encounter" and full_url != requested
        ]
        return others[-1] if others else {}

    @property
    def patient(self) -> JsonObject:
        """Return the Patient of the message, {} without one."""
        return self.first("Patient")

    @property
    def nhs_number(self) -> str:
        """Return the patient's NHS number, "" without one."""
        return identifier_of(self.patient, NHS_NUMBER)

    def first(self, resource_type: str) -> JsonObject:
        """Return the first resource of a type, {} without one."""
        for resource in self.resources.values():
            if resource.get("resourceType") == resource_type:
                return resource
        return {}

    def resolve(self, reference: Json) -> JsonObject:
        """Return the resource of this Bundle that a Reference is to, or {}."""
        return self.resources.get(text(reference, "reference"), {})

    def again(self) -> "Message":
        """Return the message as one that a fault lets be processed again."""
        return replace(self, is_repeated=True)


def use_case_of(resource: JsonObject) -> str:
    """Return the use-case category of an Appointment or ServiceRequest, "" if none."""
    is_request = resource.get("resourceType") == "ServiceRequest"
    member = "category" if is_request else "serviceCategory"
    return _code_among(resource, member, USE_CASE_CATEGORIES)


def category_of(resource: JsonObject) -> str:
    """Return the message category of a ServiceRequest, "" without one."""
    return _code_among(resource, "category", MESSAGE_CATEGORIES)


def _code_among(resource: JsonObject, member: str, system: str) -> str:
    codes = (code_of(concept, system) for concept in objects(resource, member))
    return next((code for code in codes if code), "")


def read_message(bundle: JsonObject, organisation: str) -> Message:
    """Read a valid FHIR Bundle as a message.

    Raises RefusalError: it is no message, or has no header, focus or version.
    Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages.
    """
    header = at(bundle, "entry", 0, "resource")
    if bundle.get("type") != "message" or not isinstance(header, dict):
        raise RefusalError(INVARIANT, "Bundle.type must be message, with entries.")
    if header.get("resourceType") != "MessageHeader":
        raise RefusalError(INVARIANT, "The first entry must be a MessageHeader.")
    resources = _by_full_url(bundle)
    event = _event(header)
    pointed = _pointed(header, event, resources)
    return Message(
        bundle=bundle,
        header=header,
        event=event,
        reason=code_of(header.get("reason"), MESSAGE_REASONS),
        pointed=pointed,
        focus=_focus(pointed, resources),
        resources=resources,
        organisation=organisation,
    )


def _by_full_url(bundle: JsonObject) -> dict[str, JsonObject]:
    found = {}
    for position, entry in enumerate(objects(bundle, "entry")):
        resource = entry.get("resource")
        if isinstance(resource, dict):
            found[text(entry, "fullUrl") or f"entry {position}"] = resource
    return found


def _event(header: JsonObject) -> str:
    coding = header.get("eventCoding")
    is_ours = text(coding, "system") == MESSAGE_EVENTS
    return text(coding, "code") if is_ours else ""


def _pointed(
    header: JsonObject, event: str, resources: Mapping[str, JsonObject]
) -> JsonObject:
    """Return the focus; that of an event the Receiver does not know may be missing."""
    found = resources.get(text(header, "focus", 0, "reference"), {})
    expected = _EVENT_FOCUS.get(event, ())
    if expected and found.get("resourceType") not in expected:
        raise RefusalError(
            INVARIANT,
            f"MessageHeader.focus of {event} must refer to the "
            f"{' or the '.join(expected)} in this Bundle.",
        )
    return found


def _focus(pointed: JsonObject, resources: Mapping[str, JsonObject]) -> JsonObject:
    """Return what the message is about; that of an Encounter is its ServiceRequest."""
    if pointed.get("resourceType") != "Encounter":
        return pointed
    for resource in resources.values():
        if resource.get("resourceType") == "ServiceRequest":
            return resource
    raise RefusalError(INVARIANT, "The message must hold its ServiceRequest.")
