"""Every part of a document knows its place."""

import pytest

from pytest_bars.documents.load import parse_document
from pytest_bars.documents.tree import Location

TEXT = """\
plan: ED
tests:
  - ref: a
    steps: [{get: /x, to: me}, second]
  - {ref: "b", empty: }
shared: &s
  - {deep: x}
again: *s
"""
DOCUMENT = parse_document(TEXT.encode(), "p")
PLACES: dict[str, tuple[Location, str, str]] = {
    "root": ((), "1:1", "1:1"),
    "member": (("plan",), "1:7", "1:1"),
    "list": (("tests",), "3:3", "2:1"),
    "item": (("tests", 0), "3:5", "3:5"),
    "member-of-item": (("tests", 0, "ref"), "3:10", "3:5"),
    "flow-item": (("tests", 0, "steps", 0), "4:13", "4:13"),
    "flow-member": (("tests", 0, "steps", 0, "to"), "4:27", "4:23"),
    "second-item": (("tests", 0, "steps", 1), "4:32", "4:32"),
    "after-nested": (("tests", 1, "ref"), "5:11", "5:6"),
    "empty": (("tests", 1, "empty"), "5:23", "5:16"),
    "alias": (("again",), "8:8", "8:1"),
    "below-alias": (("again", 0, "deep"), "7:12", "7:6"),
    "unknown-member": (("tests", 0, "nothing"), "3:5", "3:5"),
    "unknown-item": (("tests", 7), "3:3", "2:1"),
    "negative-item": (("tests", -1), "3:3", "2:1"),
    "below-a-scalar": (("plan", "x"), "1:7", "1:1"),
}


@pytest.mark.parametrize(("location", "value", "key"), PLACES.values(), ids=PLACES)
def test_a_location_has_a_place(location: Location, value: str, key: str) -> None:
    assert str(DOCUMENT.mark(location)) == f"p:{value}"
    assert str(DOCUMENT.mark(location, key=True)) == f"p:{key}"


@pytest.mark.parametrize(
    ("location", "has"),
    [
        ((), True),
        (("tests", 1, "ref"), True),
        (("again", 0, "deep"), True),
        (("tests", 2), False),
        (("tests", -1), False),
        (("tests", "0"), False),
        (("plan", 0), False),
    ],
)
def test_a_location_leads_somewhere_or_not(location: Location, *, has: bool) -> None:
    assert DOCUMENT.has(location) is has


def test_what_stands_at_a_location_is_found() -> None:
    assert DOCUMENT.at(("tests", 0, "steps", 1)) == "second"


def test_a_fault_shows_the_line_and_what_is_meant() -> None:
    fault = DOCUMENT.fault(("tests", 0, "steps", 0, "get"), "no", key=True, hint="Do.")
    assert fault.render() == (
        "p:4:14: no\n"
        "        steps: [{get: /x, to: me}, second]\n"
        "                 ^^^\n"
        "  Do."
    )


def test_what_spans_lines_gets_one_caret() -> None:
    assert DOCUMENT.fault(("tests",), "no").render().endswith("\n      ^")


def test_lines_end_as_editors_end_them() -> None:
    document = parse_document('a: 1\rb: 2\r\nc: "\x85x\u2028y"\nd: 4\n'.encode(), "p")
    lines = [document.mark((key,)).line for key in ("a", "b", "c", "d")]
    assert lines == [1, 2, 3, 4]


def test_columns_count_characters() -> None:
    document = parse_document('{"é😀": 1, b: 2}'.encode(), "p")
    assert str(document.mark(("b",))) == "p:1:14"
