"""Send a request of an earlier step again, on purpose."""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pytest_bars.errors import BarsError
from pytest_bars.plan.types import Model, OrExpression, Text
from pytest_bars.steps.base import StepContext, StepKind, StepReport

SAME_REQUEST = "same-request"
SAME_BUNDLE = "same-bundle"


class ResendBody(Model):
    """Which request, and what stays the same.

    of: the step, dotted into a flow. as: `same-request` repeats every header;
    `same-bundle` has a fresh X-Request-Id.
    """

    of: Text
    as_: Annotated[Literal["same-request", "same-bundle"], OrExpression()] = Field(
        alias="as"
    )


class ResendStep(StepKind):
    """Send the very bytes of an earlier step again."""

    key: ClassVar[str] = "resend"

    resend: ResendBody = Field(examples=[{"of": "first.book", "as": "same-request"}])

    def run(self, context: StepContext) -> StepReport:
        """Send it once more.

        Raises BarsError when that step has sent nothing.
        """
        original = context.reports.get(self.resend.of)
        if original is None or original.exchange is None or original.draft is None:
            raise BarsError(f"Step {self.resend.of} has sent no request to send again.")
        is_fresh = self.resend.as_ == SAME_BUNDLE
        draft = replace(
            original.draft,
            effect=context.effect,
            test=context.test,
            step=context.address,
            kind=context.kind,
            timeout=context.timeout,
        )
        exchange = context.client.resend(
            original.exchange,
            draft,
            fresh_request_id=context.values.uuid() if is_fresh else None,
        )
        return StepReport(exchange, draft)
