"""The step `wait`."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from pytest_bars.errors import BarsError
from pytest_bars.steps.base import StepContext, StepReport
from pytest_bars.steps.wait import WaitStep


def wait(time: str) -> WaitStep:
    return WaitStep.model_validate({"ref": "r", "name": "n", "wait": {"for": time}})


@pytest.mark.parametrize(
    "remaining", [None, timedelta(seconds=3)], ids=["no limit", "time enough"]
)
def test_it_sleeps_as_long_as_it_says(
    remaining: timedelta | None, context: StepContext, slept: list[float]
) -> None:
    assert wait("2s").run(replace(context, remaining=remaining)) == StepReport()
    assert slept == [2.0]


@pytest.mark.parametrize(("left", "sleeps"), [(1, 1.0), (-1, 0.0)])
def test_it_never_sleeps_beyond_the_time_of_the_test(
    left: int, sleeps: float, context: StepContext, slept: list[float]
) -> None:
    handed = replace(context, remaining=timedelta(seconds=left))
    with pytest.raises(BarsError, match="time of the test was up while it waited"):
        wait("2s").run(handed)
    assert slept == [sleeps]


def test_what_is_no_duration_is_refused() -> None:
    with pytest.raises(ValidationError):
        wait("a while")
