"""The kinds of step a plan may have."""

from pytest_bars.plan.model import Step
from pytest_bars.steps.manual import ManualStep
from pytest_bars.steps.request import RequestStep
from pytest_bars.steps.resend import ResendStep
from pytest_bars.steps.wait import WaitStep


def default_steps() -> tuple[type[Step], ...]:
    """Return the kinds of step this package brings, beside `flow`."""
    return (RequestStep, ResendStep, ManualStep, WaitStep)
