"""The rules of a Bundle as a whole.

Source: FHIR R4 (4.0.1), Bundle, invariants bdl-7, bdl-8 and bdl-12; Messaging, section
2.4.1, message Bundles.
"""

from collections.abc import Iterator

from pytest_bars.fhir.references import is_absolute
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.structure import Violation
from pytest_bars.jsontypes import Json, JsonObject


def bundle_violations(bundle: JsonObject) -> Iterator[Violation]:
    """Yield what is wrong with a Bundle as a whole."""
    listed = bundle.get("entry")
    entries = listed if isinstance(listed, list) else []
    yield from _same_urls(entries)
    if bundle.get("type") == "message":
        yield from _message(entries)


def _same_urls(entries: list[Json]) -> Iterator[Violation]:
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(entries):
        url = entry.get("fullUrl") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(url, str):
            continue
        if not is_absolute(url):
            yield _fault(f"Bundle.entry[{index}].fullUrl", "no absolute URL.")
        identity = (url, _version(entry))
        if identity in seen:
            place = f"Bundle.entry[{index}].fullUrl"
            yield _fault(place, "an earlier entry has the same fullUrl.")
        seen.add(identity)


def _version(entry: JsonObject) -> str:
    resource = entry.get("resource")
    meta = resource.get("meta") if isinstance(resource, dict) else None
    return str(meta.get("versionId")) if isinstance(meta, dict) else ""


def _message(entries: list[Json]) -> Iterator[Violation]:
    if not entries:
        yield _fault("Bundle.entry", "a message holds a MessageHeader, found nothing.")
    for index, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        place = f"Bundle.entry[{index}].resource"
        if resource is None:
            yield _fault(place, "every entry of a message holds a resource.")
        elif index == 0 and resource_type(resource) != "MessageHeader":
            yield _fault(place, "the first entry of a message is its MessageHeader.")


def _fault(place: str, message: str) -> Violation:
    return Violation(place, message, "CF-BUNDLE")
