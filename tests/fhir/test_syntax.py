from collections.abc import Callable
from typing import Any

import fhirpathpy.parser
import pytest

from pytest_bars.fhir.syntax import MalformedError, parse

parse_by_library: Callable[[str], Any] = fhirpathpy.parser.parse


@pytest.mark.parametrize(
    "expression",
    [
        "entry.resource.ofType(Slot).where(status = 'free').exists()",
        "a is FHIR.Slot and (b as Slot).id and x.`c-d`[0] != %slot.id",
        "iif(a in ('x' | 'y'), 1.5, -2) + 3 'mg'",
        "$this.a.select($index > 0 or $total ~ @2026-11-23T10:00:00Z)",
        "{} implies @T10:00 xor true",
        "1 day + 2 weeks /* a remark */ // another",
    ],
)
def test_the_tree_is_the_one_the_library_makes(expression: str) -> None:
    assert parse(expression).tree == parse_by_library(expression)["children"][0]


def test_what_follows_a_whole_expression_is_refused() -> None:
    assert parse_by_library("a b")["children"][0]["text"] == "a"
    with pytest.raises(MalformedError, match='unexpected "b"'):
        parse("a b")
