"""Faults show the line they stand in, cut to what a terminal holds."""

import pytest

from pytest_bars.documents.text import SourceText

TEXTS = {
    "first-line": ("abc\ndef\n", 1, 3, "1:2", "abc\n ^^"),
    "last-line": ("abc\ndef", 4, 7, "2:1", "def\n^^^"),
    "cr": ("abc\rdef\r", 5, 6, "2:2", "def\n ^"),
    "crlf": ("abc\r\ndef\r\n", 5, 8, "2:1", "def\n^^^"),
    "at-the-break": ("abc\r\ndef", 3, 4, "1:4", "abc\n   ^"),
    "over-the-break": ("abc\ndef", 1, 6, "1:2", "abc\n ^"),
    "at-the-end": ("abc", 3, 3, "1:4", "abc\n   ^"),
    "blank-line": ("\n\n", 1, 1, "2:1", ""),
    "nothing": ("", 0, 1, "1:1", ""),
}


@pytest.mark.parametrize(
    ("text", "start", "end", "place", "excerpt"), TEXTS.values(), ids=TEXTS
)
def test_a_fault_has_its_place_and_line(
    text: str, start: int, end: int, place: str, excerpt: str
) -> None:
    fault = SourceText("p", text).fault(start, end, "no")
    assert (str(fault.mark), fault.excerpt) == (f"p:{place}", excerpt)


def test_a_long_line_is_shown_around_the_place() -> None:
    text = "a" * 5000 + "HERE" + "b" * 5000
    fault = SourceText("p", text).fault(5000, 5004, "no")
    line, carets = fault.excerpt.split("\n")
    assert line == "a" * 60 + "HERE" + "b" * 36
    assert carets == " " * 60 + "^^^^"


def test_faults_of_one_huge_line_are_quickly_made() -> None:
    source = SourceText("p", "a" * 10_000_000)
    faults = [source.fault(offset, offset + 1, "no") for offset in range(2000)]
    assert faults[-1].mark.column == 2000
