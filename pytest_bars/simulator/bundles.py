"""Bundles that the Receiver sends: search results and answers to messages."""

from collections.abc import Iterable, Mapping
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import DOS_SERVICE_ID, MESSAGE_EVENTS
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.store import Store

_MESSAGE_PROFILE: Final = "https://fhir.nhs.uk/StructureDefinition/BARSBundleMessage"
_SEARCH_PROFILE: Final = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Bundle"
_VERSION: Final = "1.1.0"


def searchset(
    store: Store,
    address: str,
    matches: Iterable[JsonObject],
    includes: Iterable[JsonObject] = (),
) -> JsonObject:
    """Return a searchset Bundle; with no match it says so in an OperationOutcome.

    address: of the search as it was understood.
    Source: FHIR R4 (4.0.1), RESTful API, search; BaRS guide, Application 1, Scope and
    Requirements (no slots is signalled, not by a bare empty reply).
    """
    found = list(matches)
    modes = [(resource, "match") for resource in found]
    modes += [(resource, "include") for resource in includes]
    entries = [_entry(resource, {"mode": mode}) for resource, mode in modes]
    if not found:
        entries = [_nothing_found(store)]
    return {
        "resourceType": "Bundle",
        "id": store.new_id("Bundle"),
        "meta": {"lastUpdated": store.stamp(), "profile": [_SEARCH_PROFILE]},
        "type": "searchset",
        "timestamp": store.stamp(),
        "total": len(found),
        "link": [{"relation": "self", "url": address}],
        "entry": _localise_all(entries),
    }


def _nothing_found(store: Store) -> JsonObject:
    outcome: JsonObject = {
        "resourceType": "OperationOutcome",
        "id": store.new_id("OperationOutcome"),
        "issue": [
            {
                "severity": "information",
                "code": "informational",
                "diagnostics": "Nothing matches this search.",
            }
        ],
    }
    return _entry(outcome, {"mode": "outcome"})


def message_response(
    store: Store, service: Service, message: Message, resources: Iterable[JsonObject]
) -> JsonObject:
    """Return the synchronous answer to a message; the first resource is its focus.

    Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages; FHIR R4
    (4.0.1), MessageHeader.response.
    """
    held = list(resources)
    entries = [
        _entry(one) for one in (_header(store, service, message, held[0]), *held)
    ]
    return {
        "resourceType": "Bundle",
        "id": store.new_id("Bundle"),
        "meta": {
            "versionId": _VERSION,
            "lastUpdated": store.stamp(),
            "profile": [_MESSAGE_PROFILE],
        },
        "type": "message",
        "timestamp": store.stamp(),
        "entry": _localise_all(entries),
    }


def _header(
    store: Store, service: Service, message: Message, focus: JsonObject
) -> JsonObject:
    event = message.event.replace("-request", "-response")
    sender = text(message.header, "source", "endpoint")
    header: JsonObject = {
        "resourceType": "MessageHeader",
        "id": store.new_id("MessageHeader"),
        "meta": {"lastUpdated": store.stamp()},
        "eventCoding": {"system": MESSAGE_EVENTS, "code": event},
        "destination": [{"endpoint": sender}],
        "source": {
            "name": f"Embedded simulator ({service.label})",
            "software": "pytest-bars",
            "endpoint": f"{DOS_SERVICE_ID}|{service.id}",
        },
        "response": {"identifier": message.id, "code": "ok"},
        "focus": [{"reference": f"{focus['resourceType']}/{focus['id']}"}],
    }
    if "reason" in message.header:
        header["reason"] = message.header["reason"]
    return header


def _entry(resource: JsonObject, search: JsonObject | None = None) -> JsonObject:
    entry: JsonObject = {
        "fullUrl": f"urn:uuid:{resource['id']}",
        "resource": resource,
    }
    if search is not None:
        entry["search"] = search
    return entry


def _localise_all(entries: list[JsonObject]) -> list[Json]:
    """Return the entries with references to each other by fullUrl."""
    names = {}
    for entry in entries:
        resource_type = text(entry, "resource", "resourceType")
        name = f"{resource_type}/{text(entry, 'resource', 'id')}"
        names[name] = text(entry, "fullUrl")
    return [rewrite_references(entry, names) for entry in entries]


def rewrite_references(value: Json, names: Mapping[str, str]) -> Json:
    """Return JSON with every reference that has another name given that name."""
    if isinstance(value, list):
        return [rewrite_references(item, names) for item in value]
    if isinstance(value, dict):
        return {
            key: names.get(member, member)
            if key == "reference" and isinstance(member, str)
            else rewrite_references(member, names)
            for key, member in value.items()
        }
    return value
