"""The envelopes of checks and steps; what a kind adds, its own module says.

Source: design, section 3.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictBool

from pytest_bars.plan.parts import (
    Arguments,
    OneKeyModel,
    Requirements,
    Stages,
    ValueType,
)
from pytest_bars.plan.types import (
    Duration,
    Maybe,
    Model,
    Name,
    OrExpression,
    Ref,
    Text,
)


class Check(Model):
    """The envelope of one expected result; each kind adds its one kind key.

    key: the kind key, such as `status`.
    """

    key: ClassVar[str]

    because: Maybe[Text] = Field(
        default=None, description="The expected result, as people read it."
    )
    requirements: Requirements = ()
    severity: Literal["fail", "warn"] = Field(
        default="fail", description="What the test becomes when this does not hold."
    )
    on_fail: Maybe[Literal["blocked", "stop"]] = Field(
        default=None,
        description="blocked: missing data, no defect. stop: judge nothing further.",
    )


class EffectSpec(OneKeyModel):
    """What a request does (create, update or cancel), and the flow that undoes it."""

    one_of: ClassVar[tuple[str, ...]] = ("create", "update", "cancel")

    create: Maybe[Text] = Field(default=None, examples=["Appointment"])
    update: Maybe[Text] = Field(default=None, examples=["Appointment"])
    cancel: Maybe[Text] = Field(default=None, examples=["Appointment"])
    undo: Maybe[Text] = Field(
        default=None,
        description="The flow that undoes it.",
        examples=["cancel-booking"],
    )


class Capture(OneKeyModel):
    """A value taken from the response: by FHIRPath, or from a header."""

    one_of: ClassVar[tuple[str, ...]] = ("fhirpath", "header")

    fhirpath: Maybe[Text] = Field(
        default=None, examples=["entry.resource.ofType(Appointment).id"]
    )
    header: Maybe[Text] = Field(default=None, examples=["X-Correlation-Id"])
    type: ValueType = Field(default="any", description="What the value must be.")
    claim: Maybe[Literal["id"]] = Field(
        default=None,
        description="Take the first item whose id no test of this run has taken.",
    )


class Poll(Model):
    """Read again until the checks hold, or the time is up."""

    until: tuple[Check, ...] = Field(min_length=1)
    every: Annotated[Duration, OrExpression()] = Field(examples=["2s"])
    within: Annotated[Duration, OrExpression()] = Field(examples=["30s"])


class Step(Model):
    """The envelope of one step; each kind adds its one kind key.

    key: the kind key, such as `request`.
    """

    key: ClassVar[str]

    ref: Ref = Field(description="Names the step within its test.")
    name: Text = Field(description="What the step does, for people.")
    stages: Maybe[Stages] = None
    effect: Maybe[EffectSpec | Literal["none", "read"]] = Field(
        default=None,
        description="What the step changes; GET is read, other methods must say.",
    )
    expect: tuple[Check, ...] = Field(
        default=(), description="Expected results; all of them are judged."
    )
    capture: dict[Name, Capture] = Field(
        default_factory=dict, description="Values kept for later steps, by name."
    )
    poll: Maybe[Poll] = None
    continue_: StrictBool = Field(
        default=False,
        alias="continue",
        description="Whether later steps run although a check failed here.",
    )
    conversation: Maybe[Name] = Field(
        default=None, description="Another conversation, with its X-Correlation-Id."
    )


class FlowStep(Step):
    """Run a flow; its returns are read as `${step.name}`."""

    key: ClassVar[str] = "flow"

    flow: Text = Field(examples=["book-any-slot"])
    with_: Arguments = Field(default_factory=dict, alias="with")


class When(Model):
    """The condition of a cleanup step: an open ledger entry of this type."""

    open: Text = Field(examples=["Appointment"])


class CleanupStep(Model):
    """A flow run after the steps, whatever became of them."""

    flow: Text = Field(examples=["cancel-booking"])
    ref: Maybe[Ref] = None
    name: Maybe[Text] = None
    with_: Arguments = Field(default_factory=dict, alias="with")
    when: Maybe[When] = None
