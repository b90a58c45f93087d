"""Compare JSON values with what a plan gives, and show them in a few words."""

import json
import re
from typing import Final

from pytest_bars.fhir.resources import resource_type
from pytest_bars.jsontypes import Json

_LIMIT: Final = 100
# A text that would be taken for a value of another type. A longer number is an id.
_OTHER: Final = re.compile(r"true|false|null|-?[0-9]{1,6}(\.[0-9]{1,6})?")


def is_same(actual: Json, expected: Json) -> bool:
    """Say whether two JSON values are equal; true is not 1, and 1.0 is 1.

    A plan has no fractions: there `"1.5"` also stands for the number 1.5.
    """
    if isinstance(actual, bool) or isinstance(expected, bool):
        return actual is expected
    if isinstance(actual, float) and isinstance(expected, str):
        return json.dumps(actual) == expected
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(
            is_same(value, expected[name]) for name, value in actual.items()
        )
    if isinstance(actual, list) and isinstance(expected, list):
        return len(actual) == len(expected) and all(
            is_same(mine, other) for mine, other in zip(actual, expected, strict=True)
        )
    return actual == expected


def is_one_of(actual: Json, expected: tuple[Json, ...]) -> bool:
    """Say whether a JSON value equals one of several."""
    return any(is_same(actual, value) for value in expected)


def shown(value: Json) -> str:
    """Return a JSON value in a few words: a text as it is, a resource by its id.

    A text that reads like a number, true, false or null is in quotes.
    """
    kind = resource_type(value)
    if kind is not None and isinstance(value, dict):
        return f"{kind}/{value['id']}" if "id" in value else f"{kind} without id"
    is_plain = isinstance(value, str) and _OTHER.fullmatch(value) is None
    text = str(value) if is_plain else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LIMIT else f"{text[: _LIMIT - 1]}…"


def shown_all(values: list[Json]) -> str:
    """Return what was found: one value, several, or nothing."""
    if not values:
        return "nothing found"
    if len(values) == 1:
        return shown(values[0])
    return f"{len(values)} values: {shown(values)}"


def matches(pattern: str, value: Json) -> bool:
    """Say whether a text, or a number or boolean written out, matches as a whole."""
    text = value if isinstance(value, str) else json.dumps(value)
    return re.fullmatch(pattern, text) is not None
