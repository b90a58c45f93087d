"""Small types of bars.yaml, strict and in plain words."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
    StrictStr,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pytest_bars.environments.base_url import BASE_URL_WORDS, BaseUrl
from pytest_bars.errors import ProtocolError
from pytest_bars.stages import Stage

_DATE_WORDS: Final = "a date such as 2026-12-01"
_INSTANT_WORDS: Final = "a time with its zone, such as 2026-12-01T06:00Z"
_DURATION: Final = re.compile(r"(\d{1,6})(ms|s|m)")
_UNITS: Final = {"ms": "milliseconds", "s": "seconds", "m": "minutes"}
_LONGEST: Final = timedelta(minutes=10)


def expected(words: str) -> PydanticCustomError:
    """Return the error of a value that is not what the words say."""
    return PydanticCustomError("expected", "expected {expected}", {"expected": words})


class Model(BaseModel):
    """Be the base of every part of bars.yaml: frozen, no unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        defer_build=True,  # a run without bars.yaml needs none of them
    )


def _number_as_text(value: Any) -> Any:
    """Take an unquoted whole number as the text it was meant to be."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _without_reference(value: str) -> str:
    if "${" in value:
        raise expected("the value itself (references stand in auth and patients only)")
    return value


def _date(value: Any) -> date:
    try:
        read = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise expected(_DATE_WORDS) from None
    if read.isoformat() != value:  # a week date, or without hyphens
        raise expected(_DATE_WORDS)
    return read


def _instant(value: Any) -> datetime:
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise expected(_INSTANT_WORDS) from None
    if read.tzinfo is None:
        raise expected(_INSTANT_WORDS)
    return read


def _duration(value: Any) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        read = timedelta(**{_UNITS[match[2]]: int(match[1])})
        if timedelta(0) < read <= _LONGEST:
            return read
    raise expected("a duration above 0 and up to 10m, such as 40s")


def _base_url(value: str) -> str:
    try:
        return BaseUrl.parse(value).text
    except ProtocolError:
        raise expected(BASE_URL_WORDS) from None


def _stage(value: Any) -> Any:
    """Take aliases of a stage too; what is none is left for the type to refuse."""
    return (Stage.named(value) or value) if isinstance(value, str) else value


class Matching:
    """Let a text match a pattern; what it is, is said in words.

    Annotate the type: `Annotated[Text, Matching(r"[A-Z]+", "capital letters")]`.
    """

    def __init__(self, pattern: str, words: str) -> None:
        self._pattern = re.compile(pattern)
        self._words = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after the type's own rules."""
        return core_schema.no_info_after_validator_function(
            self._check, handler(source)
        )

    def _check(self, value: str) -> str:
        if self._pattern.fullmatch(value) is None:
            raise expected(self._words)
        return value


NonEmpty = Annotated[StrictStr, Field(min_length=1, max_length=500)]
# A reference may stand here, and is resolved when the profile is chosen.
Referable = Annotated[NonEmpty, BeforeValidator(_number_as_text)]
Text = Annotated[Referable, AfterValidator(_without_reference)]
Alias = Annotated[
    StrictStr,
    Matching(
        r"[A-Za-z][A-Za-z0-9_-]{0,99}",
        "a name that begins with a letter, of letters, digits, _ and -",
    ),
]
StageName = Annotated[Stage, BeforeValidator(_stage)]
Day = Annotated[date, PlainValidator(_date)]
Instant = Annotated[datetime, PlainValidator(_instant)]
Duration = Annotated[timedelta, PlainValidator(_duration)]
HttpUrl = Annotated[Text, AfterValidator(_base_url)]
