"""Records have one encoding."""

import pytest

from pytest_bars.evidence.records import canonical
from pytest_bars.jsontypes import Json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(
            {"b": 1, "a": [None, True]}, '{"a":[null,true],"b":1}', id="sorted"
        ),
        pytest.param("é ☃", '"é ☃"', id="utf8"),
        pytest.param('"\n', '"\\"\\n"', id="escaped"),
        pytest.param("\ud800x", '"\ufffd\ufffd\ufffdx"', id="lone-surrogate"),
        pytest.param("\U0001f600", '"\U0001f600"', id="astral"),
    ],
)
def test_a_value_has_one_text(value: Json, text: str) -> None:
    assert canonical(value) == text.encode()
