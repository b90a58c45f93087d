"""Expect an HTTP status."""

from typing import Annotated, ClassVar

from pydantic import Field, StrictInt

from pytest_bars.checks.base import (
    CheckContext,
    CheckKind,
    alternatives,
    one_or_more,
)
from pytest_bars.checks.fields import OneOrMore
from pytest_bars.results import CheckResult

StatusCode = Annotated[StrictInt, Field(ge=100, le=599)]


class StatusCheck(CheckKind):
    """Expect one of these HTTP status codes."""

    key: ClassVar[str] = "status"

    status: OneOrMore[StatusCode] = Field(examples=[200, [400, 422]])

    def phrase(self) -> str:
        """Return such as "status 400 or 422"."""
        return f"status {alternatives(one_or_more(self.status))}"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Compare the status."""
        actual = context.response.status
        holds = actual in one_or_more(self.status)
        return self.verdict(holds=holds, actual=f"status {actual}")
