"""Read single values out of FHIR JSON, whatever its shape."""

from pytest_bars.jsontypes import Json, JsonObject


def at(value: Json, *steps: str | int) -> Json:
    """Return what stands at a path of member names and list positions, or None."""
    for step in steps:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            is_there = isinstance(value, list) and len(value) > step
            value = value[step] if isinstance(value, list) and is_there else None
    return value


def text(value: Json, *steps: str | int) -> str:
    """Return the string at a path; "" where there is none."""
    found = at(value, *steps)
    return found if isinstance(found, str) else ""


def objects(value: Json, *steps: str | int) -> list[JsonObject]:
    """Return the objects in the list at a path; [] where there is none."""
    found = at(value, *steps)
    if not isinstance(found, list):
        return []
    return [item for item in found if isinstance(item, dict)]


def code_of(concept: Json, system: str) -> str:
    """Return a CodeableConcept's code in a code system; "" where it has none."""
    for coding in objects(concept, "coding"):
        if coding.get("system") == system:
            return text(coding, "code")
    return ""


def identifier_of(resource: Json, system: str) -> str:
    """Return a resource's identifier in a system; "" where it has none."""
    for identifier in objects(resource, "identifier"):
        if identifier.get("system") == system:
            return text(identifier, "value")
    return ""
