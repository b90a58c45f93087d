"""Places and faults are shown where a reader looks for them."""

import pytest

from pytest_bars.source import Fault, SourceMark, caret_excerpt

MARK = SourceMark("plan.bars.yaml", 14, 9)


def test_a_fault_shows_place_excerpt_and_hint() -> None:
    fault = Fault(MARK, "unknown key", "requst: 1\n^^^^^^", 'Did you mean "request"?')
    assert fault.render() == (
        "plan.bars.yaml:14:9: unknown key\n"
        "    requst: 1\n"
        "    ^^^^^^\n"
        '  Did you mean "request"?'
    )


def test_a_fault_without_excerpt_is_one_line() -> None:
    assert Fault(MARK, "empty").render() == "plan.bars.yaml:14:9: empty"


def test_a_fault_never_shows_an_nhs_number() -> None:
    fault = Fault(MARK, "found 9658499007", "x: 9658499007", "drop 965 849 9007")
    assert "9007" not in fault.render()


def test_faults_are_ordered_by_place_then_message() -> None:
    first = Fault(SourceMark("a", 2, 1), "b")
    second = Fault(SourceMark("a", 10, 1), "a")
    assert sorted([second, first], key=lambda fault: fault.sort_key) == [first, second]


@pytest.mark.parametrize(
    ("line", "column", "width", "expected"),
    [
        pytest.param("abc", 2, 1, "abc\n ^", id="one character"),
        pytest.param("abc", 2, 9, "abc\n ^^", id="not past the end"),
        pytest.param("abc", 9, 3, "abc\n   ^", id="after the end"),
        pytest.param("a\tb", 3, 1, "a b\n  ^", id="tab"),
        pytest.param("", 1, 1, "\n^", id="empty line"),
    ],
)
def test_carets_stand_below_the_place(
    line: str, column: int, width: int, expected: str
) -> None:
    assert caret_excerpt(line, column, width) == expected


def test_a_long_line_is_cut_around_the_place() -> None:
    shown, carets = caret_excerpt("a" * 200 + "X" + "b" * 200, 201, 1).split("\n")
    assert len(shown) == 100
    assert shown[carets.index("^")] == "X"
