"""Turn a template's body into a function that fills it in.

What holds no reference is kept as it is and shared between renderings; the rest is a
tree of small functions over a table of reference -> value, so each reference is looked
up once however often it occurs.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import Json, JsonObject

Table = Mapping[str, Json]
Fill = Callable[[Table], Json]
_EMPTY: Final[tuple[Json, ...]] = (None, "", [], {})
_TOKEN: Final = re.compile(r"\$(\$\{)|\$\{([^{}]*)\}")


class PayloadError(BarsError):
    """A body cannot be made from what the template was given."""


def compile_fill(body: Json) -> Fill:
    """Return a function that fills in a body whose references are known to be good.

    Members and items that come out null or empty are left out, since FHIR JSON has no
    place for them. A text with an omitted value in it is omitted whole.
    """
    fixed, fill = _compile(body)
    return fill or (lambda _: fixed)


def is_empty(value: Json) -> bool:
    """Say whether FHIR JSON has no place for the value."""
    return value in _EMPTY


def _compile(node: Json) -> tuple[Json, Fill | None]:
    """Return a fixed value, or a function where the node holds references."""
    match node:
        case dict():
            return _compile_object(node)
        case list():
            return _compile_list(node)
        case str() if "${" in node:
            return _compile_text(node)
        case _:
            return node, None


def _compile_object(node: JsonObject) -> tuple[Json, Fill | None]:
    members = [(name, *_compile(member)) for name, member in node.items()]
    kept = tuple(
        (name, fixed, fill)
        for name, fixed, fill in members
        if fill is not None or not is_empty(fixed)
    )
    if all(fill is None for _, _, fill in kept):
        return {name: fixed for name, fixed, _ in kept}, None

    def fill_object(table: Table) -> Json:
        made: JsonObject = {}
        for name, fixed, fill in kept:
            if fill is None:
                made[name] = fixed
            elif not is_empty(value := fill(table)):
                made[name] = value
        return made

    return None, fill_object


def _compile_list(node: Sequence[Json]) -> tuple[Json, Fill | None]:
    items = [_compile(item) for item in node]
    kept = tuple(item for item in items if item[1] is not None or not is_empty(item[0]))
    if all(fill is None for _, fill in kept):
        return [fixed for fixed, _ in kept], None

    def fill_list(table: Table) -> Json:
        made = (fixed if fill is None else fill(table) for fixed, fill in kept)
        return [value for value in made if not is_empty(value)]

    return None, fill_list


def _compile_text(text: str) -> tuple[Json, Fill | None]:
    pieces, names = _split(text)
    if not names:
        return "".join(pieces), None
    if pieces == ["", ""]:
        return None, lambda table: table[names[0]]

    def fill_text(table: Table) -> Json:
        values = [table[name] for name in names]
        if any(value is None for value in values):
            return None
        made = [pieces[0]]
        for value, piece in zip(values, pieces[1:], strict=True):
            made += (_text_of(value), piece)
        return "".join(made)

    return None, fill_text


def _split(text: str) -> tuple[list[str], list[str]]:
    """Return the pieces around the references, and the references between them."""
    pieces, names, at = [""], [], 0
    for match in _TOKEN.finditer(text):
        pieces[-1] += text[at : match.start()]
        at = match.end()
        if match[1]:
            pieces[-1] += "${"
        else:
            names.append(match[2])
            pieces.append("")
    pieces[-1] += text[at:]
    return pieces, names


def _text_of(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        raise PayloadError("an object or a list cannot stand inside a text.")
    return json.dumps(value)
