"""What a service says it can do: CapabilityStatement and MessageDefinitions.

Source: BaRS guide, Core 1.2.2, Capability-Statement and Message-Definition; the
published examples of both (2025-05-31).
"""

from collections.abc import Mapping
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.headers import DEFAULT_VERSION
from pytest_bars.protocol.identifiers import (
    DOS_SERVICE_ID,
    MESSAGE_DEFINITIONS,
    MESSAGE_EVENTS,
    USE_CASE_CATEGORIES,
)
from pytest_bars.protocol.message_definitions import (
    BOOKING_REQUEST,
    BOOKING_REQUEST_CANCELLED,
    DEFINITIONS,
    REFERRAL_REQUEST,
    VALIDATION_REQUEST,
)
from pytest_bars.protocol.messages import Event
from pytest_bars.protocol.operations import methods_of
from pytest_bars.protocol.use_cases import USE_CASES
from pytest_bars.protocol.workflow_definitions import applications_of
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.diary import stable_id
from pytest_bars.simulator.faults import ActiveFaults

CORE_VERSION: Final = "1.1.6"
_PUBLISHED: Final = "2025-03-24"
_STRUCTURES: Final = "https://fhir.nhs.uk/StructureDefinition/"
_CORE_STRUCTURES: Final = "http://hl7.org/fhir/StructureDefinition/"
_PATIENT_SEARCH: Final = (("patient:identifier", "token"),)
_SLOT_SEARCH: Final = (
    ("Schedule.actor:HealthcareService", "reference"),
    ("start", "date"),
    ("status", "token"),
)
_RESPONSES: Final = tuple(
    one.name
    for one in DEFINITIONS.values()
    if one.event is Event.SERVICEREQUEST_RESPONSE
)
_NOT_LISTED: Final = {
    "metadata-missing-booking": (BOOKING_REQUEST.name, BOOKING_REQUEST_CANCELLED.name),
    "metadata-missing-referral": (REFERRAL_REQUEST.name,),
    "metadata-missing-response": _RESPONSES,
    "metadata-missing-validation": (VALIDATION_REQUEST.name,),
}
_NOT_DEFINED: Final = {
    "message-definition-missing-booking": (BOOKING_REQUEST.name,),
    "message-definition-missing-referral": (REFERRAL_REQUEST.name,),
    "message-definition-missing-response": _RESPONSES,
    "message-definition-missing-validation": (VALIDATION_REQUEST.name,),
}
_WRITES: Final = {
    "POST": "create",
    "PUT": "update",
    "PATCH": "patch",
    "DELETE": "delete",
}
_INCLUDES: Final[list[Json]] = ["Slot:schedule", "Schedule:actor:HealthcareService"]


def capability_statement(
    service: Service | None,
    address: str,
    faults: ActiveFaults,
    version: str = DEFAULT_VERSION,
) -> JsonObject:
    """Return the CapabilityStatement of a service; of the proxy itself for None.

    version: of the API, which says what can be written without a message.
    """
    label = "BaRS API proxy" if service is None else service.label
    statement: JsonObject = {
        "resourceType": "CapabilityStatement",
        "id": stable_id("CapabilityStatement", label),
        "url": address,
        "version": "2.0.0" if faults.has("metadata-wrong-version") else CORE_VERSION,
        "name": "SimulatedBaRSEndpoint",
        "title": f"Embedded simulator: {label}",
        "status": "active",
        "experimental": True,
        "date": _PUBLISHED,
        "publisher": "pytest-bars",
        "kind": "instance",
        "software": {"name": "pytest-bars"},
        "implementation": {"description": "Embedded simulator", "url": address},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [_rest(service, faults, version)],
    }
    if service is not None:
        statement["messaging"] = [_messaging(service, address, faults)]
    return statement


def _rest(service: Service | None, faults: ActiveFaults, version: str) -> JsonObject:
    resources = [
        _resource("MessageDefinition", "search-type", (("context", "token"),)),
        _resource("Appointment", "read", _PATIENT_SEARCH, version),
        _resource("ServiceRequest", "read", _PATIENT_SEARCH, version),
    ]
    has_slots = service is None or service.takes(BOOKING_REQUEST.name)
    if has_slots and not faults.has("metadata-without-slot"):
        slot = _resource("Slot", "search-type", _SLOT_SEARCH)
        resources.append({**slot, "searchInclude": _INCLUDES})
    rest: JsonObject = {"mode": "server", "resource": list(resources)}
    if not faults.has("metadata-without-process-message"):
        rest["operation"] = [
            {
                "name": "process-message",
                "definition": "http://hl7.org/fhir/OperationDefinition/"
                "MessageHeader-process-message",
            }
        ]
    return rest


def _resource(
    resource_type: str,
    interaction: str,
    search: tuple[tuple[str, str], ...],
    version: str = DEFAULT_VERSION,
) -> JsonObject:
    paths = (f"/{resource_type}", f"/{resource_type}/id")
    methods = {m for path in paths for m in methods_of(path, version)}
    written = {_WRITES[method] for method in methods & _WRITES.keys()}
    codes = sorted({interaction, "search-type", *written})
    return {
        "type": resource_type,
        "interaction": [{"code": code} for code in codes],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": kind} for name, kind in search],
    }


def _messaging(service: Service, address: str, faults: ActiveFaults) -> JsonObject:
    mode = "sender" if faults.has("metadata-sender-only") else "receiver"
    hidden = _hidden(_NOT_LISTED, faults)
    names = [name for name in service.definitions if name not in hidden]
    return {
        "endpoint": [
            {
                "protocol": {
                    "system": "http://terminology.hl7.org/CodeSystem/message-transport",
                    "code": "http",
                },
                "address": address,
            }
        ],
        "supportedMessage": [
            {"mode": mode, "definition": MESSAGE_DEFINITIONS + name} for name in names
        ],
    }


def message_definitions(
    service: Service, use_case: str, faults: ActiveFaults
) -> list[JsonObject]:
    """Return the MessageDefinitions of a service.

    use_case: only those for it, such as a1t1; "" for all.
    """
    hidden = _hidden(_NOT_DEFINED, faults)
    if faults.has("message-definition-empty"):
        return []
    if faults.has("message-definition-use-case-ignored"):
        use_case = ""
    return [
        _definition(service, name, faults)
        for name in service.definitions
        if name not in hidden and (not use_case or _offers(service, use_case, name))
    ]


def _hidden(
    by_fault: Mapping[str, tuple[str, ...]], faults: ActiveFaults
) -> frozenset[str]:
    """Return the names of definitions that faults hide."""
    hidden = (names for fault, names in by_fault.items() if faults.has(fault))
    return frozenset(name for names in hidden for name in names)


def _offers(service: Service, use_case: str, name: str) -> bool:
    return service.offers(use_case, applications_of(name))


def _definition(service: Service, name: str, faults: ActiveFaults) -> JsonObject:
    words = name.removeprefix("bars-message-").split("-")
    event = "-".join(words[:2])
    named = "0" if faults.has("message-definition-wrong-service") else service.id
    contexts = [_context(DOS_SERVICE_ID, named, service.label)]
    contexts += [
        _context(USE_CASE_CATEGORIES, code, display)
        for code, display in USE_CASES.items()
        if _offers(service, code, name)
    ]
    return {
        "resourceType": "MessageDefinition",
        "id": stable_id("MessageDefinition", service.id, name),
        "url": MESSAGE_DEFINITIONS + name,
        "version": "1.1.0",
        "name": "".join(word.capitalize() for word in ("bars", *words)),
        "title": " ".join(("BaRS Message Definition", *words)),
        "status": "active",
        "date": _PUBLISHED,
        "useContext": list(contexts),
        "eventCoding": {"system": MESSAGE_EVENTS, "code": event},
        "focus": _focus(service, MESSAGE_DEFINITIONS + name, event),
    }


def _context(system: str, code: str, display: str) -> JsonObject:
    return {
        "code": {
            "system": "http://terminology.hl7.org/CodeSystem/usage-context-type",
            "code": "workflow",
        },
        "valueCodeableConcept": {
            "coding": [{"system": system, "code": code, "display": display}]
        },
    }


def _focus(service: Service, url: str, event: str) -> list[Json]:
    """Return what a message of a definition holds: the Bundle, then its resources."""
    known = DEFINITIONS.get(url)
    counts = [("Bundle", 1, "1")]
    for focus in known.focus if known else ():
        most = "*" if focus.most is None else str(focus.most)
        counts.append((focus.resource_type, focus.least, most))
    if service.has_invalid_definitions:
        counts.append(("Invoice", 1, "1"))
    profiles = {
        "Bundle": f"{_STRUCTURES}BARSBundleMessage",
        "MessageHeader": f"{_STRUCTURES}BARSMessageHeader-{event}",
    }
    return [
        {
            "code": name,
            "profile": profiles.get(name, f"{_CORE_STRUCTURES}{name}"),
            "min": least,
            "max": most,
        }
        for name, least, most in counts
    ]
