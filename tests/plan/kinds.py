"""A few kinds of step and check, enough to write plans with."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictInt, StrictStr

from pytest_bars.plan.language import Language
from pytest_bars.plan.model import Check, ManualBody, OneKeyModel, Step
from pytest_bars.plan.types import Duration, Maybe, Model, OrExpression, Text

StatusCode = Annotated[StrictInt, Field(ge=100, le=599)]


class StatusCheck(Check):
    """Expect one of these statuses."""

    key: ClassVar[str] = "status"
    status: Annotated[StatusCode | tuple[StatusCode, ...], OrExpression()]


class FhirPathCheck(Check):
    """Expect a FHIRPath expression to hold."""

    key: ClassVar[str] = "fhirpath"
    fhirpath: Text
    count: Maybe[StrictInt] = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")


class OutcomeBody(Model):
    code: Maybe[Text] = None
    issue: Maybe[Text] = None


class OutcomeCheck(Check):
    """Expect an OperationOutcome."""

    key: ClassVar[str] = "outcome"
    outcome: OutcomeBody


class DurationBody(Model):
    max: Annotated[Duration, OrExpression()]


class DurationCheck(Check):
    """Expect an answer in time."""

    key: ClassVar[str] = "duration"
    duration: DurationBody


class RequestBody(OneKeyModel):
    """A request."""

    one_of: ClassVar[tuple[str, ...]] = ("get", "post")
    get: Maybe[Text] = None
    post: Maybe[Text] = None
    to: Maybe[Text] = None
    query: dict[str, StrictStr | tuple[StrictStr, ...]] = Field(default_factory=dict)
    body: Any = None


class RequestStep(Step):
    """Send a request."""

    key: ClassVar[str] = "request"
    request: RequestBody


class ResendBody(Model):
    of: Text
    as_: Annotated[Literal["same-request", "same-bundle"], OrExpression()] = Field(
        alias="as"
    )


class ResendStep(Step):
    """Send the same again."""

    key: ClassVar[str] = "resend"
    resend: ResendBody


class ManualStep(Step):
    """Ask a person."""

    key: ClassVar[str] = "manual"
    manual: ManualBody


def sample_language() -> Language:
    """Return the language of these kinds."""
    return Language(
        steps=(RequestStep, ResendStep, ManualStep),
        checks=(StatusCheck, FhirPathCheck, OutcomeCheck, DurationCheck),
    )
