"""What pydantic's kinds of error say in the words of YAML."""

import re
from typing import Any, Final

from pytest_bars.jsontypes import Json
from pytest_bars.masking import mask_text

TEXT: Final = "text"
NUMBER: Final = "a whole number"
SWITCH: Final = "true or false"
MAP: Final = "a map"
LIST: Final = "a list"
NULL: Final = "null"
_LONGEST: Final = 60
_TYPES: Final = {
    "string_type": TEXT,
    "string_sub_type": TEXT,
    "int_type": NUMBER,
    "int_parsing": NUMBER,
    "int_from_float": NUMBER,
    "bool_type": SWITCH,
    "bool_parsing": SWITCH,
    "none_required": NULL,
    "dict_type": MAP,
    "model_type": MAP,
    "model_attributes_type": MAP,
    "list_type": LIST,
    "tuple_type": LIST,
    "set_type": LIST,
    "frozen_set_type": LIST,
}
TYPE_WORDS: Final = frozenset(_TYPES.values())
_BOUNDS: Final = {
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text that matches {pattern}",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} or fewer entries",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of at most {le}",
}
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")


def choices(kind: str, context: dict[str, Any]) -> tuple[str, ...]:
    """Return the words or types one of which was expected; none for other errors."""
    if kind in _TYPES:
        return (_TYPES[kind],)
    if kind == "expected":
        return (str(context["expected"]),)
    if kind in {"literal_error", "enum"}:
        written = str(context["expected"])
        return tuple(_QUOTED.findall(written)) or (written,)
    return ()


def bound(kind: str, context: dict[str, Any]) -> str | None:
    """Return what was expected of a value of the right type; None for other errors."""
    template = _BOUNDS.get(kind)
    return None if template is None else template.format(**context)


def plain(message: str) -> str:
    """Return pydantic's own words, without the "Input" nobody typed."""
    message = re.sub(r"^(Value error|Assertion failed), ", "", message)
    message = re.sub(r"^Input should (be|have) ", "expected ", message)
    return message[:1].lower() + message[1:]


def found(value: Json) -> str:
    """Name what stands there."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{_shortened(value)}"' if value.strip() else "an empty text"
        case dict():
            return MAP if value else "an empty map"
        case list():
            return LIST if value else "an empty list"
        case _:
            return f"the number {value}"


def _shortened(text: str) -> str:
    line = " ".join(mask_text(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
