"""Wait, where the other side needs time."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from pytest_bars.errors import BarsError
from pytest_bars.plan.types import Duration, Model, OrExpression
from pytest_bars.steps.base import StepContext, StepKind, StepReport


class WaitBody(Model):
    """How long to wait."""

    for_: Annotated[Duration, OrExpression()] = Field(alias="for")


class WaitStep(StepKind):
    """Do nothing for a while; `poll` is better where there is something to read."""

    key: ClassVar[str] = "wait"

    wait: WaitBody = Field(examples=[{"for": "2s"}])

    def run(self, context: StepContext) -> StepReport:
        """Sleep, but never beyond what is left of the test's `within`."""
        wanted, left = self.wait.for_, context.remaining
        if left is not None and wanted > left:
            context.sleep(max(left, timedelta(0)).total_seconds())
            raise BarsError("The time of the test was up while it waited.")
        context.sleep(wanted.total_seconds())
        return StepReport()
