"""Ask JSON whether it is a FHIR resource, and which; nothing heavy is imported."""

from collections.abc import Iterator
from typing import TypeGuard

from pytest_bars.fhir.definitions import RESOURCE_TYPES
from pytest_bars.jsontypes import Json, JsonObject


def is_resource_type(name: str) -> bool:
    """Say whether FHIR R4 (4.0.1) defines a resource type of that name."""
    return name in RESOURCE_TYPES


def resource_type(value: Json) -> str | None:
    """Return what a JSON value names as its `resourceType`, or None."""
    if isinstance(value, dict):
        name = value.get("resourceType")
        if isinstance(name, str):
            return name
    return None


def is_resource(value: Json) -> TypeGuard[JsonObject]:
    """Say whether a JSON value is an object that names a FHIR resource type."""
    name = resource_type(value)
    return name is not None and is_resource_type(name)


def resources_in(value: Json) -> Iterator[JsonObject]:
    """Yield the resources of a Bundle, or the value itself if it is another resource.

    Bundles within Bundles are not opened; what is no resource yields nothing.
    """
    if not isinstance(value, dict):
        return
    if resource_type(value) != "Bundle":
        if resource_type(value) is not None:
            yield value
        return
    entries = value.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource_type(resource) is not None:
            yield resource


def first(value: Json, wanted: str) -> JsonObject | None:
    """Return the first resource of that type in a Bundle, or the value itself."""
    return next((r for r in resources_in(value) if resource_type(r) == wanted), None)
