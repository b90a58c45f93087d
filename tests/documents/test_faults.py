"""Errors of a model are told in the words of YAML, where they stand."""

from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    TypeAdapter,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

from pytest_bars.documents.faults import model_faults
from pytest_bars.documents.load import parse_document


class Base(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Kind(Enum):
    ONE = "one"
    TWO = "two"


class Small(Base):
    alias: StrictStr


class Wide(Base):
    alias: StrictStr
    beta: StrictInt
    gamma: StrictInt


class Left(Base):
    left: StrictInt


class Right(Base):
    right: StrictInt


class Sample(Base):
    text: StrictStr = ""
    short: Annotated[StrictStr, Field(max_length=2, min_length=1)] = "a"
    pattern: Annotated[StrictStr, Field(pattern="^a+$")] = "a"
    number: StrictInt = 1
    above: Annotated[StrictInt, Field(gt=1)] = 2
    below: Annotated[StrictInt, Field(lt=5)] = 2
    switch: StrictBool = False
    kind: Kind = Kind.ONE
    choice: Literal[1, 2] = 1
    items: tuple[StrictInt, ...] = Field(default=(), max_length=2)
    pair: tuple[Small, ...] = Field(default=(), min_length=1)
    table: dict[Annotated[StrictStr, Field(pattern="^[a-z]+$")], Small] = {}
    either: Small | Literal["none"] | None = None
    models: Small | Wide | None = None
    scalar: StrictInt | tuple[StrictInt, ...] = 1
    bounded: Annotated[StrictInt, Field(ge=100)] | tuple[StrictInt, ...] = 100
    nested: list[Small | dict[str, StrictInt | None]] = []
    tagged: (
        Annotated[
            Annotated[Left, Tag("<left>")] | Annotated[Right, Tag("<right>")],
            Discriminator(lambda value: "<left>" if "left" in value else "<right>"),
        ]
        | None
    ) = None
    checked: Any = None
    asserted: Any = None
    custom: Any = None

    @field_validator("checked")
    @classmethod
    def _check(cls, _: Any) -> Any:
        raise ValueError("That is not right")

    @field_validator("asserted")
    @classmethod
    def _assert(cls, _: Any) -> Any:
        raise AssertionError("expected five")

    @field_validator("custom")
    @classmethod
    def _custom(cls, _: Any) -> Any:
        raise PydanticCustomError("own", "Expected {what}", {"what": "better"})


def told(yaml: str, *, with_model: bool = True) -> list[str]:
    """Return the faults of the YAML as a Sample: line, column, message and hint."""
    document = parse_document(yaml.encode(), "p")
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(document.data)
    model = Sample if with_model else None
    faults = model_faults(document, caught.value, model=model)
    return [
        f"{fault.mark.line}:{fault.mark.column}: {fault.message}"
        + (f" | {fault.hint}" if fault.hint else "")
        for fault in sorted(faults, key=lambda fault: fault.sort_key)
    ]


WORDS = {
    "text": ("text: 5", "1:7: expected text, found the number 5 | Put it in quotes."),
    "text-true": ("text: true", "1:7: expected text, found true | Put it in quotes."),
    "text-list": ("text: [a]", "1:7: expected text, found a list"),
    "text-map": ("text: {}", "1:7: expected text, found an empty map"),
    "empty": ('short: ""', "1:8: expected text of at least 1 characters, found an em"),
    "long": ("short: abc", '1:8: expected text of at most 2 characters, found "abc"'),
    "pattern": ("pattern: b", '1:10: expected text that matches ^a+$, found "b"'),
    "number": ("number: one", '1:9: expected a whole number, found "one"'),
    "number-true": ("number: true", "1:9: expected a whole number, found true"),
    "minus": ('number: "-5"', '1:9: expected a whole number, found "-5" | Write the'),
    "above": ("above: 1", "1:8: expected a number above 1, found the number 1"),
    "below": ("below: 5", "1:8: expected a number below 5, found the number 5"),
    "switch": ("switch: On", '1:9: expected true or false, found "On" | Write true'),
    "switch-text": ("switch: abc", '1:9: expected true or false, found "abc"'),
    "enum": (
        "kind: tow",
        '1:7: expected one or two, found "tow" | Did you mean "two"?',
    ),
    "numbers": ("choice: 3", "1:9: expected 1 or 2, found the number 3"),
    "list": ("items: 5", "1:8: expected a list, found the number 5"),
    "item": ("items: [1, x]", '1:12: expected a whole number, found "x"'),
    "too-many": ("items: [1, 2, 3]", "1:8: expected 2 or fewer entries, found a list"),
    "too-few": ("pair: []", "1:7: expected 1 or more entries, found an empty list"),
    "too-few-good": ("pair: [{alias: 5}]", "1:16: expected text, found the number 5"),
    "map": ("table: a", '1:8: expected a map, found "a"'),
    "key": ("table: {A: {alias: b}}", "1:9: expected text that matches ^[a-z]+$, fou"),
    "union-choice": (
        "either: non",
        '1:9: expected a map or none, found "non" | Did yo',
    ),
    "union-deep": ("either: {alias: 1}", "1:17: expected text, found the number 1"),
    "union-list": ("either: [1]", "1:9: expected a map or none, found a list"),
    "union-models": ("models: {alias: 1}", "1:17: expected text, found the number 1"),
    "union-scalar": ("scalar: a", '1:9: expected a whole number or a list, found "a"'),
    "union-item": ("scalar: [1, a]", '1:13: expected a whole number, found "a"'),
    "union-bound": ("bounded: 5", "1:10: expected a number of at least 100, found the"),
    "union-nested": ("nested: [{a: x}]", '1:14: expected a whole number, found "x"'),
    "tagged": ("tagged: {left: a}", '1:16: expected a whole number, found "a"'),
    "value-error": ("checked: 5", "1:10: that is not right"),
    "assertion": ("asserted: 6", "1:11: expected five"),
    "custom": ("custom: 6", "1:9: expected better"),
    "unknown": ("txt: a", '1:1: unknown key "txt" | Did you mean "text"?'),
    "unknown-few": ("models: {zz: 1, alias: a}", '1:10: unknown key "zz" | Known here'),
    "long-text": (
        "kind: " + "x" * 99,
        f'1:7: expected one or two, found "{"x" * 60}...',
    ),
}


@pytest.mark.parametrize(("yaml", "message"), WORDS.values(), ids=WORDS)
def test_an_error_is_told_once_and_in_plain_words(yaml: str, message: str) -> None:
    (fault,) = told(yaml)
    assert fault.startswith(message)


def test_a_missing_key_is_told_at_its_map() -> None:
    assert told("text: a\npair:\n  - {}\n") == ['3:5: missing key "alias"']


def test_a_mistyped_key_is_not_missing_too() -> None:
    mistyped = "pair: [{allias: x}]"
    expected = ['1:9: unknown key "allias" | Did you mean "alias"?']
    assert told(mistyped) == expected
    assert told(mistyped, with_model=False) == expected


def test_without_the_model_nothing_is_guessed() -> None:
    assert told("txt: a", with_model=False) == ['1:1: unknown key "txt"']


def test_of_two_models_the_nearer_one_is_meant() -> None:
    assert told("models: {alias: a, beta: b, gamma: 3}") == [
        '1:26: expected a whole number, found "b"'
    ]


def test_a_part_of_a_document_is_told_at_its_place() -> None:
    document = parse_document(b"a:\n  - {alias: 5, other: 1}\n", "p")
    with pytest.raises(ValidationError) as caught:
        Small.model_validate(document.at(("a", 0)))
    faults = model_faults(document, caught.value, ("a", 0), model=Small)
    assert [str(fault.mark) for fault in faults] == ["p:2:13", "p:2:16"]
    assert faults[1].hint == "Known here: alias."


def test_a_flood_of_errors_is_cut_off() -> None:
    content = "[" + "a, " * 1000 + "]"
    document = parse_document(content.encode(), "p")
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[StrictInt]).validate_python(document.data)
    assert len(model_faults(document, caught.value)) == 200


def test_what_was_found_is_masked_before_it_is_cut() -> None:
    yaml = 'kind: "' + "x" * 55 + ' \\u0039658499007"'
    document = parse_document(yaml.encode(), "p", personal="allow")
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(document.data)
    (fault,) = model_faults(document, caught.value)
    assert "9658" not in fault.message
