from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.jsontypes import Json
from pytest_bars.values.errors import ExpressionError, UnsetNameError
from pytest_bars.values.generate import Generator
from pytest_bars.values.interpolate import (
    has_expression,
    interpolate,
    references,
    references_in,
    whole_reference,
)
from pytest_bars.values.scope import Scope

NAMES: dict[str, Json] = {
    "slot": {"resourceType": "Slot", "id": "s1"},
    "count": 3,
    "yes": True,
    "no": False,
    "none": None,
    "list": ["a"],
    "word": "now",
}
VALUES = Generator(1, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)).for_test("P::A")
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text().filter(lambda t: "${" not in t),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def filled(value: Json) -> Json:
    return interpolate(value, Scope(NAMES, VALUES))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${slot}", NAMES["slot"]),
        ("${count}", 3),
        ("${none}", None),
        ("${list}", ["a"]),
        ("Slot/${slot.id}", "Slot/s1"),
        ("${count} of ${yes}, ${no}", "3 of true, false"),
        ({"start": ["ge${now}"]}, {"start": ["ge2026-11-23T09:00:00Z"]}),
        ("$${slot}", "${slot}"),
        ("$${slot} ${word}", "${slot} now"),
        ("a $${", "a ${"),
        (7, 7),
    ],
)
def test_expressions_are_replaced(value: Json, expected: Json) -> None:
    assert filled(value) == expected


def test_a_value_put_in_is_not_read_again() -> None:
    assert interpolate("${a}", Scope({"a": "${count}"}, VALUES)) == "${count}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a ${slot}", "an object"), ("a ${list}", "a list"), ("a ${none}", "null")],
)
def test_what_is_no_scalar_cannot_stand_inside_a_text(text: str, kind: str) -> None:
    with pytest.raises(ExpressionError, match=f"is {kind} and cannot stand"):
        filled(text)


def test_a_malformed_expression_is_our_error() -> None:
    with pytest.raises(ExpressionError, match="not closed"):
        filled("${slot")


def test_an_unset_name_is_named_wherever_it_is() -> None:
    with pytest.raises(UnsetNameError, match="booking"):
        filled({"a": [{"b": "x ${booking.id}"}]})


@given(PLAIN)
def test_without_expressions_interpolation_is_identity(value: Json) -> None:
    assert filled(value) == value
    assert not has_expression(value)


@given(st.text())
def test_any_text_is_read_or_refused_in_plain_words(text: str) -> None:
    try:
        references("${" + text)
    except ValueError as error:
        assert "expected a name" in str(error)  # noqa: PT017 - either way is right


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${a}", True),
        ("$${a}", True),
        (["x", {"y": "a ${b}"}], True),
        ("$a{b}", False),
        ({"${a}": "x"}, False),
        (3, False),
        ([], False),
    ],
)
def test_has_expression_looks_at_values_at_any_depth(
    value: Json, *, expected: bool
) -> None:
    assert has_expression(value) is expected


def test_references_come_with_their_place() -> None:
    value: Json = {"with": {"slot": "${slot}"}, "q": ["ge${now}", "plain"], "n": 1}
    found = [(place, ref.text) for place, ref in references_in(value, ("request",))]
    assert found == [
        (("request", "with", "slot"), "slot"),
        (("request", "q", 0), "now"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("${slot.id}", "slot.id"), ("a", None), ("a${b}", None), ("$${b}", None)],
)
def test_a_whole_reference_is_told_from_a_text(text: str, expected: str | None) -> None:
    found = whole_reference(text)
    assert (found.text if found else None) == expected
