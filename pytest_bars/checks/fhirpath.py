"""Expect what a FHIRPath expression says of the response."""

from typing import Annotated, ClassVar, Final

from pydantic import Field, StrictInt, model_validator

from pytest_bars.checks.base import CheckContext, CheckKind, alternatives
from pytest_bars.checks.fields import (
    Alternatives,
    Arguments,
    Pattern,
    Plain,
    one_matcher,
)
from pytest_bars.checks.matching import (
    is_one_of,
    is_same,
    matches,
    shown,
    shown_all,
)
from pytest_bars.fhir.path import compile_path
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import Maybe, OrExpression, Text
from pytest_bars.results import CheckResult

_MATCHERS: Final = ("equals", "in", "matches", "count")


class FhirPathCheck(CheckKind):
    """Expect an expression to be true, or to yield what a matcher says.

    equals: the one value, or the list of all. in, matches: hold for each value found.
    count: how many are found. Nothing found is a fail, but for `count: 0` and
    `equals: []`.
    """

    key: ClassVar[str] = "fhirpath"

    fhirpath: Text = Field(examples=["entry.resource.ofType(Slot).exists()"])
    with_: Arguments = Field(default_factory=dict, alias="with")
    equals: Plain = None
    in_: Maybe[Alternatives[Plain]] = Field(default=None, alias="in")
    matches: Maybe[Pattern] = None
    count: Maybe[Annotated[StrictInt, Field(ge=0), OrExpression()]] = None

    @model_validator(mode="after")
    def _has_one_matcher(self) -> "FhirPathCheck":
        one_matcher(self.model_fields_set, _MATCHERS)
        return self

    def phrase(self) -> str:
        """Return such as "Appointment.status is booked"."""
        return f"{self.fhirpath} {self._matcher()}"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Evaluate on the response body and compare what is found."""
        found = compile_path(self.fhirpath).evaluate(context.json, self.with_)
        if self.count is not None:
            return self.verdict(holds=len(found) == self.count, actual=_counted(found))
        if "equals" in self.model_fields_set:
            return self.verdict(holds=self._equals(found), actual=shown_all(found))
        if self.in_ is not None or self.matches is not None:
            holds = bool(found) and all(self._fits(value) for value in found)
            return self.verdict(holds=holds, actual=shown_all(found))
        return self._boolean(found)

    def _matcher(self) -> str:
        if self.count is not None:
            return f"finds {self.count}"
        if "equals" in self.model_fields_set:
            return f"is {shown(self.equals)}"
        if self.in_ is not None:
            return f"is {alternatives(tuple(shown(value) for value in self.in_))}"
        if self.matches is not None:
            return f"matches {self.matches}"
        return "is true"

    def _equals(self, found: list[Json]) -> bool:
        if isinstance(self.equals, list):
            return is_same(found, self.equals)
        return len(found) == 1 and is_same(found[0], self.equals)

    def _fits(self, value: Json) -> bool:
        if self.in_ is not None:
            return is_one_of(value, self.in_)
        return self.matches is not None and matches(self.matches, value)

    def _boolean(self, found: list[Json]) -> CheckResult:
        match found:
            case [bool() as value]:
                return self.verdict(holds=value, actual=shown(value))
            case []:
                return self.verdict(holds=False, actual="nothing found")
            case _:
                return self.trouble(
                    f"{shown_all(found)}: not one true or false; "
                    "add equals, in, matches or count"
                )


def _counted(found: list[Json]) -> str:
    return "found 1" if len(found) == 1 else f"found {len(found) or 'none'}"
