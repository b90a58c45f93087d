"""Comparing and showing JSON values."""

import pytest

from pytest_bars.checks.matching import is_same, matches, shown, shown_all
from pytest_bars.jsontypes import Json


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("a", "a"),
        (1, 1),
        (1.0, 1),
        (1.5, "1.5"),
        (True, True),
        (None, None),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}),
    ],
)
def test_equal_values_are_the_same(actual: Json, expected: Json) -> None:
    assert is_same(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (True, 1),
        (0, False),
        ("1", 1),
        (1, "1"),
        (1.5, "1.50"),
        ([1], [1, 2]),
        ([1], [True]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, [1]),
        (None, False),
    ],
)
def test_values_of_another_kind_are_not_the_same(actual: Json, expected: Json) -> None:
    assert not is_same(actual, expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("booked", "booked"),
        (True, "true"),
        (1, "1"),
        ("1", '"1"'),
        ("true", '"true"'),
        ("1.0.0", "1.0.0"),
        ("2000072489", "2000072489"),
        ({"resourceType": "Slot", "id": "s-1"}, "Slot/s-1"),
        ({"resourceType": "Slot"}, "Slot without id"),
        ({"a": "é"}, '{"a": "é"}'),
        ("x" * 200, "x" * 99 + "…"),
    ],
)
def test_a_value_is_shown_in_a_few_words(value: Json, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [([], "nothing found"), (["a"], "a"), (["a", 1], '2 values: ["a", 1]')],
)
def test_what_was_found_is_shown(values: list[Json], text: str) -> None:
    assert shown_all(values) == text


@pytest.mark.parametrize(("value", "holds"), [(15, True), ("15", True), (1.5, False)])
def test_a_number_matches_as_it_is_written(value: Json, *, holds: bool) -> None:
    assert matches(r"\d+", value) is holds
