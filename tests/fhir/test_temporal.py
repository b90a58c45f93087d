from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.fhir.temporal import (
    EvaluationError,
    compare_moments,
    parse_moment,
    shift_text,
)


def compared(left: str, right: str) -> int | None:
    first, second = parse_moment(left), parse_moment(right)
    assert first is not None
    assert second is not None
    return compare_moments(first, second)


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        pytest.param("2026-11-23", "2026-11-23", 0, id="same-date"),
        pytest.param("2026-11-22", "2026-11-23", -1, id="earlier"),
        pytest.param("2027", "2026", 1, id="years"),
        pytest.param("2026", "2026-11", None, id="precision-leaves-it-open"),
        pytest.param("2025", "2026-11", -1, id="precision-does-not-matter"),
        pytest.param(
            "2026-11-23T10:00:00Z", "2026-11-23T11:00:00+01:00", 0, id="offset"
        ),
        pytest.param("2026-11-23T23:30:00-01:00", "2026-11-24", None, id="day-shifted"),
        pytest.param(
            "2026-11-23T10:00:00.5Z", "2026-11-23T10:00:00.50Z", 0, id="zeros"
        ),
        pytest.param(
            "2026-11-23T10:00:00.1Z", "2026-11-23T10:00:00.05Z", 1, id="tenth"
        ),
        pytest.param(
            "2026-11-23T10:00:00", "2026-11-23T10:00:00Z", None, id="no-offset"
        ),
        pytest.param("2026-11-23T10:00:00", "2026-11-23T11:00:00", -1, id="both-local"),
    ],
)
def test_moments_compare_as_points_in_time(
    left: str, right: str, order: int | None
) -> None:
    assert compared(left, right) == order
    assert compared(right, left) == (None if order is None else -order)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026-13",
        "2026-02-30",
        "2026-11-23T25:00Z",
        "0000-01-01",
        "\u0662\u0660\u0662\u0666",
        "20261123",
    ],
)
def test_what_is_no_moment_reads_as_none(text: str) -> None:
    assert parse_moment(text) is None


def test_an_offset_out_of_the_calendar_reads_as_none() -> None:
    assert parse_moment("0001-01-01T00:00:00+01:00") is None


@pytest.mark.parametrize(
    ("text", "amount", "unit", "shifted"),
    [
        ("2026-11-23", 1, "day", "2026-11-24"),
        ("2026-11-23", -1, "weeks", "2026-11-16"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2026-01-31", 1, "mo", "2026-02-28"),
        ("2026-11-30", 14, "months", "2028-01-30"),
        ("2026-11-23T10:00:00Z", 90, "minutes", "2026-11-23T11:30:00Z"),
        ("2026-11-23T10:00:00.25+01:00", 1, "h", "2026-11-23T11:00:00.25+01:00"),
        ("2026-11-23T10:00:00", 1, "s", "2026-11-23T10:00:01"),
        ("2026-11-23T10:00:00Z", Decimal("0.5"), "min", "2026-11-23T10:00:30Z"),
    ],
)
def test_a_duration_is_added_in_the_calendar_and_the_offset_kept(
    text: str, amount: int, unit: str, shifted: str
) -> None:
    assert shift_text(text, amount, unit) == shifted


@pytest.mark.parametrize(
    ("text", "amount", "unit", "reason"),
    [
        pytest.param("2026", 1, "day", "only a duration", id="too-coarse"),
        pytest.param("2026-11-23", 1, "kg", "only a duration", id="no-duration"),
        pytest.param("soon", 1, "day", "only a duration", id="no-moment"),
        pytest.param("9999-12-31", 1, "day", "out of range", id="end-of-time"),
        pytest.param("2026-11-23", 9_999, "years", "out of range", id="too-far"),
    ],
)
def test_what_cannot_be_added_is_refused(
    text: str, amount: int, unit: str, reason: str
) -> None:
    with pytest.raises(EvaluationError, match=reason):
        shift_text(text, amount, unit)


@given(st.datetimes(), st.datetimes())
def test_the_order_is_that_of_the_calendar(left: datetime, right: datetime) -> None:
    texts = [moment.replace(tzinfo=UTC).isoformat() for moment in (left, right)]
    assert compared(*texts) == (left > right) - (left < right)


@given(st.text())
def test_any_text_is_read_or_not(text: str) -> None:
    parse_moment(text)
