"""The shipped templates, filled in with whatever their params ask for."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pytest_bars.fhir.resources import resources_in
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.payloads.template import Template, render
from pytest_bars.plan.model import Param
from tests.payloads.given import PATIENT, PROFILE, values

NAMES: Final = Library.builtin().names
TIMES: Final = {"start": "2026-11-24T09:00:00Z", "end": "2026-11-24T09:20:00Z"}
NOTHING: Final[Mapping[str, Json]] = MappingProxyType({})
TYPES: Final = {"slot": "Slot", "booking": "Appointment"}


def template(name: str) -> Template:
    """Return a shipped template."""
    found = Library.builtin().get(name)
    assert found is not None
    return found


def message(
    name: str, more: Mapping[str, Json] = NOTHING, *, whole: bool = False
) -> JsonObject:
    """Return a shipped template filled in.

    more: values of params. whole: with one for each that may be left out, too.
    """
    shipped = template(name)
    given = {
        param: _value(param, declared)
        for param, declared in shipped.params.items()
        if declared.default is None and (whole or declared.required)
    }
    body = render(
        shipped,
        given | dict(more),
        values(),
        {"profile": PROFILE, "to": PROFILE["target"]},
    )
    assert isinstance(body, dict)
    return body


def one(body: JsonObject, kind: str) -> JsonObject:
    """Return the one resource of a type."""
    (found,) = of_type(body, kind)
    return found


def of_type(body: JsonObject, *kinds: str) -> list[JsonObject]:
    """Return the resources of these types."""
    return [found for found in resources_in(body) if found["resourceType"] in kinds]


def focus_of(body: JsonObject) -> JsonObject:
    """Return the resource that MessageHeader.focus leads to."""
    (url,) = texts(one(body, "MessageHeader")["focus"], "reference")
    return resource_at(body, url)


def resource_at(body: JsonObject, url: str) -> JsonObject:
    """Return the resource of the entry with a fullUrl, or an empty one."""
    entries = body["entry"]
    assert isinstance(entries, list)
    for entry in entries:
        if isinstance(entry, dict) and entry.get("fullUrl") == url:
            found = entry["resource"]
            assert isinstance(found, dict)
            return found
    return {}


def texts(node: Json, key: str) -> Iterator[str]:
    """Yield every text under a key, wherever it is."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key and isinstance(value, str):
                yield value
            yield from texts(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item, key)


def objects(node: Json) -> Iterator[JsonObject]:
    """Yield every object, outermost first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


def _value(name: str, declared: Param) -> Json:
    match declared.type:
        case "patient":
            return PATIENT
        case "resource":
            kind = TYPES.get(name, "ServiceRequest")
            return {"resourceType": kind, "id": f"{name}-1", **TIMES}
        case "id":
            return f"{name}-1"
        case _:
            return f"Some {name}"
