"""What a Test Plan says, as frozen models.

This module knows the skeleton only; `plan.parts` and `plan.envelopes` hold what it is
made of. Which kinds of step and check exist is handed to `plan.language`, which joins
them to one language.
Source: design, section 3; guide, Deploy: the five elements of a Test Plan (2025-05-31).
"""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from pytest_bars.plan.envelopes import (
    Capture,
    Check,
    CleanupStep,
    EffectSpec,
    FlowStep,
    Poll,
    Step,
    When,
)
from pytest_bars.plan.parts import (
    Attest,
    ManualBody,
    OneKeyModel,
    Owner,
    Param,
    Party,
    PatientVar,
    Plain,
    Requirements,
    Scalar,
    Stages,
    Standard,
    ValueType,
)
from pytest_bars.plan.types import (
    NAME_PATTERN,
    REF_PATTERN,
    Duration,
    Maybe,
    Model,
    Name,
    Ref,
    Text,
    Version,
)
from pytest_bars.stages import Stage

__all__ = [
    "FLOWS_SCHEMA",
    "MOST_CASES",
    "MOST_TESTS",
    "PLAN_SCHEMA",
    "Attest",
    "Capture",
    "Case",
    "Check",
    "CleanupStep",
    "EffectSpec",
    "Flow",
    "FlowStep",
    "FlowsFile",
    "ManualBody",
    "OneKeyModel",
    "Owner",
    "Param",
    "Party",
    "PatientVar",
    "Plain",
    "Poll",
    "Prerequisite",
    "PrerequisiteCheck",
    "Scalar",
    "Standard",
    "Step",
    "TestCase",
    "TestPlan",
    "ValueType",
    "When",
]

PLAN_SCHEMA = "bars-plan/1"
FLOWS_SCHEMA = "bars-flows/1"
MOST_TESTS = 20_000
MOST_CASES = 10_000


class PrerequisiteCheck(Model):
    """A request and the expected results that show a prerequisite holds."""

    request: Any
    expect: tuple[Check, ...] = Field(min_length=1)


class Prerequisite(OneKeyModel):
    """What must hold before a test; exactly one of check, manual and attest."""

    one_of: ClassVar[tuple[str, ...]] = ("check", "manual", "attest")

    ref: Ref
    name: Text
    check: Maybe[PrerequisiteCheck] = None
    manual: Maybe[ManualBody] = None
    attest: Maybe[Attest] = None
    stages: Maybe[Stages] = None
    once: Literal["run", "test"] = Field(
        default="run", description="Whether it is judged per run or per test."
    )
    requirements: Requirements = ()


def _case(row: dict[str, Any]) -> dict[str, Any]:
    """Accept a row of values with an id, and perhaps requirements."""
    name = row.get("id")
    if not (isinstance(name, str) and re.fullmatch(REF_PATTERN, name)):
        raise PydanticCustomError(
            "case", 'a case needs an "id" of letters, digits, dots, _ and -'
        )
    ids = row.get("requirements", [])
    if not (isinstance(ids, list) and all(isinstance(text, str) for text in ids)):
        raise PydanticCustomError("case", "requirements of a case are a list of texts")
    return row


_CASE_SCHEMA = {
    "title": "Case",
    "description": "A row of values, read as ${case.x}.",
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": REF_PATTERN},
        "requirements": {"type": "array", "items": {"type": "string"}},
    },
    "propertyNames": {"pattern": NAME_PATTERN, "maxLength": 100},
    "required": ["id"],
}
Case = Annotated[dict[Name, Plain], AfterValidator(_case), WithJsonSchema(_CASE_SCHEMA)]


class TestCase(Model):
    """One test: the guide's test reference and name, steps and expected results.

    cases: rows of values; each has an `id`, may have `requirements`, and is read as
    `${case.x}`.
    """

    __test__: ClassVar[bool] = False

    ref: Ref = Field(description="The test reference.")
    name: Text = Field(description="The test name.")
    description: Maybe[Text] = None
    workflows: tuple[Text, ...] = Field(
        default=(), description="Workflows of the standard this tests."
    )
    kind: Literal["happy-path", "error"] = Field(
        description="happy-path: every stage. error: every stage but production."
    )
    requirements: Requirements = ()
    prerequisites: tuple[Ref, ...] = Field(
        default=(), description="References of prerequisites that must hold."
    )
    exclusive: tuple[Name, ...] = Field(
        default=(), description="Vars no other test may use meanwhile."
    )
    within: Maybe[Duration] = Field(
        default=None, description="The longest the automatic steps may take."
    )
    not_in: dict[Stage, Text] = Field(
        default_factory=dict, description="Stages left out, each with its reason."
    )
    e2e: StrictBool = Field(default=False, description="Part of Business Go Live.")
    cases: tuple[Case, ...] = Field(default=(), max_length=MOST_CASES)
    steps: tuple[Step, ...] = Field(min_length=1)
    cleanup: tuple[CleanupStep, ...] = ()


class TestPlan(Model):
    """A Test Plan."""

    __test__: ClassVar[bool] = False

    schema_: Literal["bars-plan/1"] = Field(
        alias="schema", description="The version of the plan language."
    )
    plan: Ref = Field(description="The plan's id.", examples=["APP1-ED-BOOKING"])
    version: Version
    title: Text
    description: Maybe[Text] = None
    standard: Standard
    owner: Owner
    use: tuple[Text, ...] = Field(
        default=(),
        description="Flows files, relative to this file.",
        examples=[["flows/booking.bars-flows.yaml"]],
    )
    parties: dict[Name, Party] = Field(min_length=1)
    vars: dict[Name, PatientVar | Scalar] = Field(
        default_factory=dict, description="Values read as ${name}."
    )
    prerequisites: tuple[Prerequisite, ...] = ()
    tests: tuple[TestCase, ...] = Field(min_length=1, max_length=MOST_TESTS)


class Flow(Model):
    """Steps with a name, typed params and returns; inner names are private."""

    title: Text
    params: dict[Name, ValueType | Param] = Field(default_factory=dict)
    returns: dict[Name, ValueType] = Field(
        default_factory=dict, description="Captures handed back, with their types."
    )
    steps: tuple[Step, ...] = Field(min_length=1)


class FlowsFile(Model):
    """Reusable flows, by name."""

    schema_: Literal["bars-flows/1"] = Field(
        alias="schema", description="The version of the flow language."
    )
    title: Maybe[Text] = None
    flows: dict[Ref, Flow] = Field(min_length=1)
