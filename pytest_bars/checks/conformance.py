"""Expect a body that is valid FHIR R4."""

from typing import Annotated, ClassVar

from pydantic import Field

from pytest_bars.checks.base import CheckContext, CheckKind, with_article
from pytest_bars.checks.fields import ResourceType
from pytest_bars.plan.types import OrExpression
from pytest_bars.results import CheckResult


class ConformsCheck(CheckKind):
    """Expect a resource of this type whose every element FHIR R4 allows.

    Each fault is listed with its FHIRPath location.
    """

    key: ClassVar[str] = "conforms"

    conforms: Annotated[ResourceType, OrExpression()] = Field(examples=["Bundle"])

    def phrase(self) -> str:
        """Return such as "a Bundle that conforms to FHIR R4"."""
        return f"{with_article(self.conforms)} that conforms to FHIR R4"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Validate the body, and every resource in it."""
        from pytest_bars.fhir.validate import validate  # noqa: PLC0415 - on first need

        faults = tuple(str(each) for each in validate(context.json, self.conforms))
        return self.verdict(holds=not faults, actual=_summed_up(faults), details=faults)


def _summed_up(faults: tuple[str, ...]) -> str:
    if not faults:
        return "it conforms"
    if len(faults) == 1:
        return faults[0]
    return f"{len(faults)} faults; the first: {faults[0]}"
