"""Expect a header of the response."""

from typing import Annotated, ClassVar, Final

from pydantic import Field, StrictBool, StrictStr, model_validator

from pytest_bars.checks.base import CheckContext, CheckKind, alternatives
from pytest_bars.checks.fields import Alternatives, Pattern, one_matcher
from pytest_bars.checks.matching import matches
from pytest_bars.plan.types import Maybe, OrExpression, Text
from pytest_bars.results import CheckResult

_MATCHERS: Final = ("equals", "in", "matches", "present")


class HeaderCheck(CheckKind):
    """Expect a header: its value, or only that it is there."""

    key: ClassVar[str] = "header"

    header: Text = Field(examples=["X-Correlation-Id"])
    equals: Maybe[Annotated[StrictStr, OrExpression()]] = None
    in_: Maybe[Alternatives[StrictStr]] = Field(default=None, alias="in")
    matches: Maybe[Pattern] = None
    present: Annotated[StrictBool, OrExpression()] = True

    @model_validator(mode="after")
    def _has_one_matcher(self) -> "HeaderCheck":
        one_matcher(self.model_fields_set, _MATCHERS)
        return self

    def phrase(self) -> str:
        """Return such as "header X-Request-Id is present"."""
        return f"header {self.header} {self._matcher()}"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Compare the first field of that name; its name has no case."""
        value = context.response.headers.get(self.header)
        actual = "no such header" if value is None else value
        return self.verdict(holds=self._holds(value), actual=actual)

    def _matcher(self) -> str:
        if self.equals is not None:
            return f"is {self.equals}"
        if self.in_ is not None:
            return f"is {alternatives(self.in_)}"
        if self.matches is not None:
            return f"matches {self.matches}"
        return "is present" if self.present else "is absent"

    def _holds(self, value: str | None) -> bool:
        if value is None:
            return not self.present
        if self.equals is not None:
            return value == self.equals
        if self.in_ is not None:
            return value in self.in_
        if self.matches is not None:
            return matches(self.matches, value)
        return self.present
