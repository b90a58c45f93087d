"""Change a rendered body by path: set a member, or remove it.

A path is what a person would write to point at an element, such as
`entry[ServiceRequest].resource.status`. Names are joined by dots; `[0]` picks an item
of a list by its place, counted from 0; `[Type]` picks the one item that is a resource
of that type, or a Bundle entry that holds one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.fill import is_empty

_PART: Final = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|\[(?P<index>\d{1,6})\]"
    r"|\[(?P<type>[A-Z][A-Za-z]*)\]"
)
_HOW: Final = "write it like entry[ServiceRequest].resource.status"


class EditError(BarsError):
    """An edit points at nothing, or at more than one thing."""


class _TypeName(str):
    """The type in `[Type]`, told apart from a member's name."""

    __slots__ = ()


_Part = str | int | _TypeName


def overlay(body: Json, edits: Mapping[str, Json]) -> Json:
    """Return a copy of the body with every edit made, in the order given.

    edits: path -> value; null removes what the path points at, and what it leaves
    empty. Everything but the last name of a path must be there already. The body
    itself is left as it was; what no edit touches is shared with it.

    Raises EditError, naming the path and how far it led.
    """
    for path, value in edits.items():
        body = _edited(body, _parts(path), value, "")
    return body


def edit_fault(body: Json, path: str) -> str | None:
    """Say what is wrong with a path for this body, or None.

    body: also a template's, with its references still in it.
    """
    try:
        overlay(body, {path: "any"})
    except EditError as error:
        return str(error)
    return None


def _parts(path: str) -> list[_Part]:
    parts: list[_Part] = []
    at = 0
    while at < len(path):
        if parts and path[at] == ".":
            at += 1
        match = _PART.match(path, at)
        has_dot = at > 0 and path[at - 1] == "."
        if match is None or (bool(match["name"]) != (has_dot or not parts)):
            raise EditError(f'"{path}" is no path from its character {at + 1}: {_HOW}.')
        parts.append(_part(match))
        at = match.end()
    if not parts:
        raise EditError(f"an empty text is no path: {_HOW}.")
    return parts


def _part(match: re.Match[str]) -> _Part:
    if match["index"]:
        return int(match["index"])
    return _TypeName(match["type"]) if match["type"] else match["name"]


def _edited(node: Json, parts: Sequence[_Part], value: Json, trail: str) -> Json:
    part, *rest = parts
    match node:
        case dict():
            return _edited_object(node, part, rest, value, trail)
        case list():
            return _edited_list(node, part, rest, value, trail)
        case _:
            raise EditError(f"{_shown(trail)} holds one value and no elements.")


def _edited_object(
    node: JsonObject, part: _Part, rest: Sequence[_Part], value: Json, trail: str
) -> Json:
    if isinstance(part, int | _TypeName):
        raise EditError(f"{_shown(trail)} is no list: name one of its elements.")
    if part not in node and (rest or value is None):
        hint = did_you_mean(part, node) or f"It has {', '.join(sorted(node))}."
        raise EditError(f'{_shown(trail)} has no "{part}". {hint}')
    inner = _edited(node[part], rest, value, f"{trail}.{part}") if rest else value
    others = {name: member for name, member in node.items() if name != part}
    if is_empty(inner):
        return others
    return {**node, part: inner}


def _edited_list(
    node: list[Json], part: _Part, rest: Sequence[_Part], value: Json, trail: str
) -> Json:
    place = _place(node, part, trail)
    inner = _edited(node[place], rest, value, f"{trail}[{part}]") if rest else value
    return [*node[:place], *([] if is_empty(inner) else [inner]), *node[place + 1 :]]


def _place(node: list[Json], part: _Part, trail: str) -> int:
    """Return the place of the one item a list's part picks."""
    if isinstance(part, int):
        if part < len(node):
            return part
        raise EditError(f"{_shown(trail)} has {len(node)} items, counted from [0].")
    if not isinstance(part, _TypeName):
        raise EditError(f"{_shown(trail)} is a list: pick an item with [0] or [Type].")
    types = [_type_of(item) for item in node]
    match types.count(part):
        case 1:
            return types.index(part)
        case 0:
            known = sorted({name for name in types if name})
            hint = did_you_mean(part, known) or f"It has {', '.join(known) or 'none'}."
            raise EditError(f"{_shown(trail)} has no {part}. {hint}")
        case count:
            places = ", ".join(f"[{i}]" for i, name in enumerate(types) if name == part)
            raise EditError(f"{_shown(trail)} has {count} {part}: pick from {places}.")


def _type_of(item: Json) -> str | None:
    if not isinstance(item, dict):
        return None
    inner = item.get("resource")
    name = (inner if isinstance(inner, dict) else item).get("resourceType")
    return name if isinstance(name, str) else None


def _shown(trail: str) -> str:
    return trail.removeprefix(".") or "the body"
