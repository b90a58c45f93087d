"""Ask a person to do something, and what they see."""

from typing import ClassVar

from pydantic import Field

from pytest_bars.outcomes import Outcome
from pytest_bars.plan.model import ManualBody
from pytest_bars.steps.base import StepContext, StepKind, StepReport


class ManualStep(StepKind):
    """Ask a person of a party to do something and to say what they see."""

    key: ClassVar[str] = "manual"

    manual: ManualBody = Field(
        examples=[
            {
                "by": "ed_user",
                "instruct": "Open today's ED worklist.",
                "expect": "The appointment is shown once.",
            }
        ]
    )

    def run(self, context: StepContext) -> StepReport:  # noqa: ARG002 - nobody to ask yet
        """Report that nobody has answered: this release asks nobody."""
        return StepReport(
            outcome=Outcome.PENDING, reason=f"{self.manual.by} has not answered yet"
        )
