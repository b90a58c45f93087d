"""Small types of the plan language: references, durations, expressions."""

import re
from datetime import timedelta
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StrictStr,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

REF_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
NAME_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_-]*$"
VERSION_PATTERN: Final = r"^[0-9]+\.[0-9]+\.[0-9]+$"
DURATION_PATTERN: Final = r"^[0-9]{1,9}(ms|s|m|h|d)$"
RESOLVED: Final = {"resolved": True}
_DURATION_WORDS: Final = "a duration such as 500ms, 30s, 5m, 2h or 7d"
_UNITS: Final = {
    "ms": "milliseconds",
    "s": "seconds",
    "m": "minutes",
    "h": "hours",
    "d": "days",
}
T = TypeVar("T")


class Model(BaseModel):
    """Be the base of every model of the language: frozen, no unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


def expected(words: str) -> PydanticCustomError:
    """Make the error that says what was expected; what was found is added later."""
    return PydanticCustomError("expected", "expected {expected}", {"expected": words})


class Worded:
    """Say in words what a type expects, instead of by pattern and length.

    Annotate the type: `Annotated[StrictStr, Field(pattern=...), Worded("a name")]`.
    """

    def __init__(self, words: str) -> None:
        self.words = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Replace whatever error the type's own schema gives."""
        return core_schema.custom_error_schema(
            handler(source),
            "expected",
            custom_error_message="expected {expected}",
            custom_error_context={"expected": self.words},
        )


class Absent:
    """Let a field be left out, but not be given without a value.

    Annotate the type: `Annotated[T | None, Absent()]`, with None as the default.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Take the type without its null."""
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


class Expression(str):
    """A text with `${}` in it, standing where a typed value will be."""

    __slots__ = ()


class OrExpression:
    """Let a typed field hold an expression until it is resolved.

    Annotate the type: `Annotated[int, OrExpression()]`. While a plan is loaded, a text
    with `${` is kept as an `Expression`; once resolved, the model is validated again
    with the context `RESOLVED`, which allows the type only. So code that runs a step
    may trust the annotation.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Wrap the type's own schema."""
        return core_schema.with_info_wrap_validator_function(
            _keep_expression, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Allow either form for editors."""
        expression = {
            "type": "string",
            "pattern": r"\$\{",
            "description": "an expression, resolved when the step runs",
        }
        return {"anyOf": [handler(schema), expression]}


def _keep_expression(
    value: Any,
    inner: core_schema.ValidatorFunctionWrapHandler,
    info: core_schema.ValidationInfo,
) -> Any:
    resolved = bool(info.context and info.context.get("resolved"))
    if isinstance(value, str) and "${" in value and not resolved:
        return Expression(value)
    return inner(value)


def parse_duration(text: str) -> timedelta:
    """Read a duration such as `500ms`, `30s`, `5m`, `2h` or `7d`.

    Raises ValueError when the text is none.
    """
    match = re.fullmatch(r"([0-9]{1,9})(ms|s|m|h|d)", text)
    if match is None:
        raise ValueError(f"expected {_DURATION_WORDS}: {text}")
    return timedelta(**{_UNITS[match.group(2)]: int(match.group(1))})


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    try:
        return parse_duration(value)
    except (TypeError, ValueError):
        raise expected(_DURATION_WORDS) from None


Maybe = Annotated[T | None, Absent()]
Text = Annotated[StrictStr, Field(pattern=r"\S"), Worded("text")]
Ref = Annotated[
    StrictStr,
    Field(pattern=REF_PATTERN, max_length=100, examples=["BK-01"]),
    Worded("a reference of at most 100 letters, digits, dots, _ and -"),
]
Name = Annotated[
    StrictStr,
    Field(pattern=NAME_PATTERN, max_length=100, examples=["booking_id"]),
    Worded("a name of letters, digits, _ and -"),
]
Version = Annotated[
    StrictStr,
    Field(pattern=VERSION_PATTERN, examples=["1.0.0"]),
    Worded("a version of three numbers such as 1.0.0"),
]
Duration = Annotated[
    timedelta,
    PlainValidator(
        _duration,
        json_schema_input_type=Annotated[
            str, Field(pattern=DURATION_PATTERN, examples=["500ms", "30s", "5m"])
        ],
    ),
]
