"""Time is told in UTC with milliseconds."""

from pytest_bars.evidence.clock import SYSTEM, timestamp


def test_a_timestamp_has_milliseconds_and_z() -> None:
    assert timestamp(1_772_366_400_007_999_999) == "2026-03-01T12:00:00.007Z"


def test_the_system_clock_moves_forward() -> None:
    assert SYSTEM.mono_ns() <= SYSTEM.mono_ns()
    assert timestamp(SYSTEM.wall_ns()) > "2026-01-01"
