"""The small types accept what people write, and nothing near it."""

from datetime import timedelta
from typing import Annotated, Any

import pytest
from pydantic import Field, StrictInt, TypeAdapter, ValidationError

from pytest_bars.plan.types import (
    RESOLVED,
    Absent,
    Duration,
    Expression,
    Maybe,
    Model,
    Name,
    OrExpression,
    Ref,
    Text,
    Version,
    parse_duration,
)

DURATIONS = {
    "500ms": timedelta(milliseconds=500),
    "30s": timedelta(seconds=30),
    "5m": timedelta(minutes=5),
    "2h": timedelta(hours=2),
    "7d": timedelta(days=7),
    "0s": timedelta(0),
    "999999999d": timedelta(days=999_999_999),
}
NO_DURATIONS = [
    "",
    "5",
    "m",
    "5 m",
    "-5m",
    "1.5s",
    "5M",
    "5w",
    "5m ",
    "5m\n",
    "\u0665m",
]
GOOD: dict[str, tuple[Any, Any]] = {
    "ref": (Ref, "BK-01.a_b"),
    "ref-digit": (Ref, "1"),
    "ref-longest": (Ref, "a" * 100),
    "name": (Name, "_booking-id_2"),
    "version": (Version, "10.0.12"),
    "text": (Text, "  x\n"),
}
BAD: dict[str, tuple[Any, Any]] = {
    "ref-empty": (Ref, ""),
    "ref-space": (Ref, "BK 01"),
    "ref-dash-first": (Ref, "-a"),
    "ref-brackets": (Ref, "a[b]"),
    "ref-newline": (Ref, "a\n"),
    "ref-too-long": (Ref, "a" * 101),
    "ref-number": (Ref, 1),
    "name-dot": (Name, "a.b"),
    "name-digit-first": (Name, "1a"),
    "version-short": (Version, "1.0"),
    "version-v": (Version, "v1.0.0"),
    "text-blank": (Text, " \n"),
    "text-number": (Text, 5),
    "duration-number": (Duration, 5),
    "duration-iso": (Duration, "PT5M"),
}


class Sample(Model):
    """A model with each wrapper."""

    count: Annotated[StrictInt, Field(ge=1), OrExpression()] = 1
    after: Maybe[Annotated[Duration, OrExpression()]] = None
    always: Annotated[StrictInt, Absent()] = 1


@pytest.mark.parametrize(("text", "duration"), DURATIONS.items())
def test_a_duration_is_read(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration
    assert TypeAdapter(Duration).validate_python(text) == duration
    assert TypeAdapter(Duration).validate_python(duration) == duration


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a duration such as 500ms"):
        parse_duration(text)
    with pytest.raises(ValidationError, match="expected a duration such as 500ms"):
        TypeAdapter(Duration).validate_python(text)


@pytest.mark.parametrize(("kind", "value"), GOOD.values(), ids=GOOD)
def test_a_good_text_is_kept(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(("kind", "value"), BAD.values(), ids=BAD)
def test_a_bad_text_is_refused_in_words(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert [error["type"] for error in caught.value.errors()] == ["expected"]


def test_an_expression_waits_until_it_is_resolved() -> None:
    sample = Sample.model_validate({"count": "${n}", "after": "${window}"})
    held: list[object] = [sample.count, sample.after]
    assert [type(value) for value in held] == [Expression, Expression]
    with pytest.raises(ValidationError):
        Sample.model_validate({"count": "${n}"}, context=RESOLVED)
    resolved = Sample.model_validate({"count": 2, "after": "5s"}, context=RESOLVED)
    assert (resolved.count, resolved.after) == (2, timedelta(seconds=5))


@pytest.mark.parametrize("value", [0, "n", "$n", None])
def test_what_is_no_expression_is_judged_at_once(value: Any) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate({"count": value})


def test_an_optional_key_is_left_out_or_has_a_value() -> None:
    assert Sample.model_validate({}).after is None
    with pytest.raises(ValidationError):
        Sample.model_validate({"after": None})
    with pytest.raises(ValidationError):
        Sample.model_validate({"always": None})


def test_a_model_is_frozen_and_knows_its_keys() -> None:
    with pytest.raises(ValidationError):
        Sample().count = 5  # type: ignore[misc]  # the point of the test
    with pytest.raises(ValidationError):
        Sample.model_validate({"counts": 1})


def test_an_error_does_not_repeat_its_input() -> None:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate({"count": "canary"})
    assert "canary" not in str(caught.value)
