"""Expect an OperationOutcome with an issue of this code."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from pytest_bars.checks.base import CheckContext, CheckKind, alternatives, one_or_more
from pytest_bars.checks.fields import OneOrMore
from pytest_bars.fhir.outcome import Issue, read_outcome
from pytest_bars.fhir.resources import resource_type
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.plan.types import Maybe, Model, Text, expected
from pytest_bars.protocol.identifiers import HTTP_ERROR_CODES, is_error_code_system
from pytest_bars.results import CheckResult

Severity = Literal["fatal", "error", "warning", "information"]


class OutcomeBody(Model):
    """What one issue must have; a list gives alternatives.

    code: of BaRS, in `issue.details.coding`. issue: the FHIR issue type.
    """

    code: Maybe[OneOrMore[Text]] = Field(default=None, examples=["REC_CONFLICT"])
    issue: Maybe[OneOrMore[Text]] = Field(default=None, examples=["duplicate"])
    severity: Maybe[OneOrMore[Severity]] = None

    @model_validator(mode="after")
    def _asks_something(self) -> "OutcomeBody":
        if self.code is None and self.issue is None and self.severity is None:
            raise expected("at least one of code, issue and severity")
        return self

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what is asked, and what is allowed."""
        asked = (
            ("code", self.code),
            ("issue", self.issue),
            ("severity", self.severity),
        )
        return tuple(
            (name, one_or_more(value)) for name, value in asked if value is not None
        )


class OutcomeCheck(CheckKind):
    """Expect an OperationOutcome with an issue that has all of this.

    The code counts under any spelling of its system met in BaRS; one that is not the
    published one is shown, and an unknown one is a warning.
    """

    key: ClassVar[str] = "outcome"

    outcome: OutcomeBody = Field(
        examples=[{"code": "REC_CONFLICT", "issue": "duplicate"}]
    )

    def phrase(self) -> str:
        """Return such as "OperationOutcome with code REC_CONFLICT"."""
        parts = (f"{name} {alternatives(all_)}" for name, all_ in self.outcome.parts())
        return f"OperationOutcome with {', '.join(parts)}"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Look for an issue that has all of it."""
        body = context.json
        outcome = read_outcome(body)
        if outcome is None:
            kind = resource_type(body)
            actual = (
                "no FHIR resource" if kind is None else f"{kind}, no OperationOutcome"
            )
            return self.verdict(holds=False, actual=actual)
        details = tuple(
            f"diagnostics: {issue.diagnostics}"
            for issue in outcome.issues
            if issue.diagnostics
        )
        fitting = next(filter(self._fits, outcome.issues), None)
        if fitting is None:
            actual = "; ".join(map(_shown, outcome.issues)) or "no issue in it"
            return self.verdict(holds=False, actual=actual, details=details)
        return self._found(fitting, details)

    def _fits(self, issue: Issue) -> bool:
        actual = {
            "code": issue.details_code,
            "issue": issue.code,
            "severity": issue.severity,
        }
        return all(actual[name] in allowed for name, allowed in self.outcome.parts())

    def _found(self, issue: Issue, details: tuple[str, ...]) -> CheckResult:
        system = issue.details_system or "none"
        if self.outcome.code is None or system == HTTP_ERROR_CODES:
            return self.verdict(holds=True, actual=_shown(issue), details=details)
        remark = f"code system: {system}; the published one is {HTTP_ERROR_CODES}"
        known = is_error_code_system(system)
        return CheckResult(
            CheckOutcome.PASS if known else CheckOutcome.WARN,
            self.phrase(),
            _shown(issue),
            details=(*details, remark),
        )


def _shown(issue: Issue) -> str:
    return (
        f"code {issue.details_code or 'absent'}, issue {issue.code or 'absent'}, "
        f"severity {issue.severity or 'absent'}"
    )
