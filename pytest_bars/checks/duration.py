"""Expect an answer in time."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from pytest_bars.checks.base import CheckContext, CheckKind
from pytest_bars.plan.types import Duration, Model, OrExpression
from pytest_bars.results import CheckResult

_MILLISECOND = timedelta(milliseconds=1)


class DurationBody(Model):
    """How long the exchange may take, network and proxy included."""

    max: Annotated[Duration, OrExpression()]


class DurationCheck(CheckKind):
    """Expect the whole response within a time."""

    key: ClassVar[str] = "duration"

    duration: DurationBody = Field(examples=[{"max": "5s"}])

    def phrase(self) -> str:
        """Return such as "an answer within 5000 ms"."""
        return f"an answer within {self.duration.max // _MILLISECOND} ms"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Compare the time from sending to the last byte."""
        taken = context.exchange.duration
        return self.verdict(
            holds=taken <= self.duration.max, actual=f"{taken / _MILLISECOND:.0f} ms"
        )
