"""FHIR's primitive types: which JSON each may be, and what its text must look like.

Source: FHIR R4 (4.0.1), Data Types, section 2.24.0.1, Primitive Types, with its
regular expressions; JSON representation, section 2.6.2.
"""

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from pytest_bars.fhir.temporal import parse_moment
from pytest_bars.jsontypes import Json

_LIMIT: Final = 2**31 - 1
_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_INSTANT = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}{_ZONE}"


@dataclass(frozen=True, slots=True)
class Primitive:
    """A primitive type: its name, its JSON, and the rules of its value.

    json: what JSON it must be. least: of a number. pattern: of a text. is_moment: must
    also be a day of the calendar.
    """

    name: str
    json: Literal["boolean", "integer", "number", "string"] = "string"
    least: int = -_LIMIT - 1
    pattern: re.Pattern[str] | None = None
    is_moment: bool = False

    def fault(self, value: Json) -> str | None:
        """Say what is wrong with a value, or None; the value is not quoted."""
        if not _is_json(self.json, value):
            article = "an" if self.json == "integer" else "a"
            found = json_name(value)
            return f"expected {article} {self.json} ({self.name}), found {found}"
        return self._rule_broken(value)

    def _rule_broken(self, value: Json) -> str | None:
        if isinstance(value, str):
            return self._text_fault(value)
        if isinstance(value, float) and not math.isfinite(value):
            return "expected a number that JSON knows"
        if self.json != "integer" or not isinstance(value, int):
            return None
        is_in_range = self.least <= value <= _LIMIT
        wanted = f"{self.name}, {self.least} to {_LIMIT}"
        return None if is_in_range else f"expected {wanted}"

    def _text_fault(self, text: str) -> str | None:
        if not text.strip():
            return f"expected {self.name}, found an empty text"
        if self.pattern is not None and self.pattern.fullmatch(text) is None:
            return f"not written as {self.name} must be{_HINTS.get(self.name, '')}"
        if self.is_moment and parse_moment(text.replace(":60", ":59")) is None:
            return "no day of the calendar"
        return None


def _is_json(kind: str, value: Json) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _JSON[kind])


_JSON: Final[dict[str, tuple[type, ...]]] = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
}
_HINTS: Final = {
    "instant": ", such as 2026-11-23T10:00:00Z, with seconds and offset",
    "dateTime": ", such as 2026-11-23 or 2026-11-23T10:00:00Z",
    "date": ", such as 2026-11-23",
    "time": ", such as 10:00:00",
    "id": ": up to 64 letters, digits, - and .",
    "code": ": no spaces before, after or double",
    "uri": ": no spaces",
    "url": ": no spaces",
    "canonical": ": no spaces",
}


def json_name(value: Json) -> str:
    """Name the kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"


def _text(name: str, pattern: str, *, is_moment: bool = False) -> Primitive:
    return Primitive(name, pattern=re.compile(pattern), is_moment=is_moment)


_URI: Final = r"\S*"

PRIMITIVES: Final = {
    primitive.name: primitive
    for primitive in (
        Primitive("boolean", "boolean"),
        Primitive("integer", "integer"),
        Primitive("unsignedInt", "integer", least=0),
        Primitive("positiveInt", "integer", least=1),
        Primitive("decimal", "number"),
        Primitive("string"),
        Primitive("markdown"),
        Primitive("xhtml"),
        _text("id", r"[A-Za-z0-9\-.]{1,64}"),
        _text("code", r"[^\s]+(\s[^\s]+)*"),
        _text("uri", _URI),
        _text("url", _URI),
        _text("canonical", _URI),
        _text("oid", r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+"),
        _text(
            "uuid",
            r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ),
        _text("base64Binary", r"\s*([0-9a-zA-Z+/=]{4}\s*)+"),
        _text("instant", _INSTANT, is_moment=True),
        _text("date", _DATE, is_moment=True),
        _text(
            "dateTime", rf"{_DATE}|\d{{4}}-\d\d-\d\dT{_CLOCK}{_ZONE}", is_moment=True
        ),
        _text("time", _CLOCK),
    )
}
"""Every primitive type, by name."""
