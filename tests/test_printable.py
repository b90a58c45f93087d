"""Text from elsewhere steers no terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.printable import LONGEST, on_one_line, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31mred", "\\x1b[31mred", id="colour"),
        pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="title"),
        pytest.param("\x9b31m", "\\x9b31m", id="8-bit"),
        pytest.param("a\rb\x08", "a\\x0db\\x08", id="overwriting"),
        pytest.param("nul\x00", "nul\\x00", id="nul"),
        pytest.param("\u202egnp.exe", "\\u202egnp.exe", id="direction"),
        pytest.param("\ud800", "\\ud800", id="surrogate"),
        pytest.param("a\r\nb\tc", "a\nb\tc", id="lines and tabs"),
        pytest.param("Café 🚑 日本", "Café 🚑 日本", id="any script"),
    ],
)
def test_what_would_steer_a_terminal_is_shown_as_its_escape(
    text: str, shown: str
) -> None:
    assert printable(text) == shown


@given(st.text())
def test_printable_text_stays(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    once.encode("utf-8")


def test_a_line_is_one_line_and_no_longer_than_asked() -> None:
    assert on_one_line(" a\n  b\u2028c ") == "a b\\u2028c"
    assert (
        on_one_line("x" * (LONGEST + 1)) == "x" * LONGEST + " [cut: 2,001 characters]"
    )
