"""The MessageDefinitions a Receiver advertises, read from FHIR.

Source: FHIR R4 (4.0.1), MessageDefinition; BaRS guide, Content Negotiation: useContext
holds the service and the use case (2025-05-31).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_bars.checks.conformance.reading import codings, items, text
from pytest_bars.fhir.resources import resource_type, resources_in
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import USE_CASE_CATEGORIES
from pytest_bars.protocol.message_definitions import Focus


@dataclass(frozen=True, slots=True)
class Advertised:
    """A MessageDefinition of a Receiver.

    focus: the resource types it lists, the Bundle itself left out; lines of the same
    type are one. use_cases: the codes of its useContext.
    """

    url: str
    focus: tuple[Focus, ...]
    use_cases: frozenset[str]


def advertised(value: Json) -> tuple[Advertised, ...]:
    """Return the MessageDefinitions in a resource, a Bundle, or a list of either."""
    held = value if isinstance(value, list) else [value]
    return tuple(
        Advertised(text(resource, "url") or "", _focus(resource), _use_cases(resource))
        for each in held
        for resource in resources_in(each)
        if resource_type(resource) == "MessageDefinition"
    )


def _focus(definition: JsonObject) -> tuple[Focus, ...]:
    lines: dict[str, Focus] = {}
    for line in _lines(definition):
        if line.resource_type == "Bundle":
            continue
        other = lines.get(line.resource_type, Focus(line.resource_type, 0, 0))
        unbounded = other.most is None or line.most is None
        most = None if unbounded else (other.most or 0) + (line.most or 0)
        lines[line.resource_type] = Focus(
            line.resource_type, other.least + line.least, most
        )
    return tuple(lines.values())


def _lines(definition: JsonObject) -> Iterator[Focus]:
    for _, line in items(definition, "focus"):
        code, least, most = text(line, "code"), line.get("min"), text(line, "max")
        if code is not None:
            yield Focus(code, least if isinstance(least, int) else 0, _most(most))


def _most(text_: str | None) -> int | None:
    is_number = text_ is not None and text_.isascii() and text_.isdecimal()
    return int(text_[:9]) if is_number and text_ else None


def _use_cases(definition: JsonObject) -> frozenset[str]:
    found = set()
    for _, context in items(definition, "useContext"):
        for _, coding in codings(context, "valueCodeableConcept"):
            code = text(coding, "code")
            if coding.get("system") == USE_CASE_CATEGORIES and code is not None:
                found.add(code)
    return frozenset(found)
