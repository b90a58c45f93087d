"""Read JSON that may be anything at all."""

from collections.abc import Iterator

from pytest_bars.jsontypes import Json, JsonObject


def member(value: Json, *path: str) -> Json:
    """Return what stands at a path of member names; None where there is nothing."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def text(value: Json, *path: str) -> str | None:
    """Return the text at a path of member names, or None."""
    found = member(value, *path)
    return found if isinstance(found, str) else None


def items(value: Json, name: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield the objects of a member, be it a list or one, with `name[index]`."""
    found = member(value, name)
    if isinstance(found, dict):
        yield name, found
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield f"{name}[{index}]", item


def objects(value: Json, place: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield every object within JSON and itself, with its place, however deep."""
    waiting: list[tuple[str, Json]] = [(place, value)]
    while waiting:
        here, current = waiting.pop()
        if isinstance(current, dict):
            yield here, current
            waiting += [(f"{here}.{name}", inner) for name, inner in current.items()]
        elif isinstance(current, list):
            waiting += [(f"{here}[{i}]", inner) for i, inner in enumerate(current)]


def codings(concepts: Json, name: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield the codings of a CodeableConcept member, or of each of a list of them."""
    for place, concept in items(concepts, name):
        for inner, coding in items(concept, "coding"):
            yield f"{place}.{inner}", coding


def code_under(concepts: Json, name: str, system: str) -> str | None:
    """Return the first code of a CodeableConcept member under a system, or None."""
    for _, coding in codings(concepts, name):
        if coding.get("system") == system and isinstance(coding.get("code"), str):
            return text(coding, "code")
    return None
