"""Expect a FHIR resource of a type."""

from typing import ClassVar

from pydantic import Field

from pytest_bars.checks.base import (
    CheckContext,
    CheckKind,
    alternatives,
    one_or_more,
    with_article,
)
from pytest_bars.checks.fields import OneOrMore, ResourceType
from pytest_bars.fhir.resources import resource_type
from pytest_bars.results import CheckResult


class ResourceCheck(CheckKind):
    """Expect the body to be a resource of one of these types."""

    key: ClassVar[str] = "resource"

    resource: OneOrMore[ResourceType] = Field(examples=["Bundle"])

    def phrase(self) -> str:
        """Return such as "a Bundle"."""
        return with_article(alternatives(one_or_more(self.resource)))

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Compare the resourceType."""
        actual = resource_type(context.json)
        holds = actual in one_or_more(self.resource)
        return self.verdict(
            holds=holds,
            actual="JSON without a resourceType"
            if actual is None
            else with_article(actual),
        )
