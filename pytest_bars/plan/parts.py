"""Parts of a Test Plan that stand by themselves: parties, people, params, versions.

Source: design, section 3.
"""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from pytest_bars.plan.types import (
    Duration,
    Maybe,
    Model,
    Name,
    Text,
    Version,
    expected,
)
from pytest_bars.protocol.operations import ApiVersion
from pytest_bars.stages import Stage

Scalar = StrictStr | StrictInt | StrictBool | None
# Any JSON value of a plan: kept plain, judged when it is resolved.
Plain = Any
ValueType = Literal[
    "string",
    "integer",
    "boolean",
    "duration",
    "id",
    "resource",
    "patient",
    "list",
    "any",
]
Requirements = Annotated[
    tuple[Text, ...],
    Field(
        description="Ids of the standard's requirements this shows.",
        examples=[["core-booking-receiver-1"]],
    ),
]
Stages = Annotated[
    tuple[Stage, ...],
    Field(min_length=1, description="The only testing stages this runs in."),
]
Arguments = Annotated[
    dict[Name, Plain], Field(description="Values for the flow's params, by name.")
]


class OneKeyModel(Model):
    """A model of which exactly one of several keys is given.

    one_of: those keys.
    """

    one_of: ClassVar[tuple[str, ...]]

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        if len(self.model_fields_set.intersection(self.one_of)) != 1:
            raise one_key_error(self.one_of, tuple(type(self).model_fields))
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say in the JSON Schema, too, that one key is required."""
        written = handler.resolve_ref_schema(handler(schema))
        written["oneOf"] = [{"required": [name]} for name in cls.one_of]
        return written


def one_key_error(
    one_of: tuple[str, ...], known: tuple[str, ...]
) -> PydanticCustomError:
    """Make the error for a map that has none or several of its kind keys.

    known: every key the map may have.
    """
    return PydanticCustomError(
        "one_key",
        "expected exactly one of {one_of}",
        {"one_of": ",".join(one_of), "known": ",".join(known)},
    )


class Standard(Model):
    """The versions of the standard the plan tests."""

    core: Version = Field(description="BaRS Core version.", examples=["1.1.6"])
    application: StrictInt = Field(
        ge=1, le=7, description="Number of the BaRS Application.", examples=[1]
    )
    use_cases: tuple[Text, ...] = Field(
        default=(),
        min_length=1,
        description="Use cases of the Application; left out where none is published.",
        examples=[["a1t1"]],
    )
    api: ApiVersion = Field(default="1.0.0", description="BaRS API version.")


class Owner(Model):
    """Who answers for the plan."""

    organisation: Text = Field(description="An organisation of bars.yaml, or its name.")
    role: Text = Field(examples=["Project Lead"])


def _target(value: Any) -> Any:
    """Accept an expression, or a Target Identifier's system and value."""
    if isinstance(value, str) and "${" in value:
        return value
    if (
        isinstance(value, dict)
        and value.keys() == {"system", "value"}
        and all(isinstance(part, str) and part for part in value.values())
    ):
        return value
    raise expected('"${profile.target}", or a map of system and value')


_TARGET_SCHEMA = {
    "title": "Target Identifier",
    "anyOf": [
        {"type": "string", "pattern": r"\$\{"},
        {
            "type": "object",
            "properties": {
                "system": {"type": "string", "minLength": 1},
                "value": {"type": "string", "minLength": 1},
            },
            "required": ["system", "value"],
            "additionalProperties": False,
        },
    ],
    "examples": ["${profile.target}"],
}
Target = Annotated[Plain, AfterValidator(_target), WithJsonSchema(_TARGET_SCHEMA)]


class Party(OneKeyModel):
    """Who talks: a system (the harness or a product), or a person by role."""

    one_of: ClassVar[tuple[str, ...]] = ("system", "person")

    system: Maybe[Literal["harness", "product"]] = Field(
        default=None, description="Whether this harness or a product plays the part."
    )
    person: Maybe[Text] = Field(default=None, examples=["System User"])
    organisation: Maybe[Text] = None
    target: Annotated[
        Plain, AfterValidator(_target), WithJsonSchema(_TARGET_SCHEMA)
    ] = Field(default=None, description="Where a receiving system is addressed.")


class PatientVar(Model):
    """A test patient, by the alias under which the profile declares it."""

    patient: Text = Field(examples=["adult_1"])


class Param(Model):
    """A parameter of a flow: its type, and a value where it may be left out."""

    type: ValueType
    default: Plain = None
    required: StrictBool = True


class ManualBody(Model):
    """What a person does, and what they should see."""

    by: Text = Field(description="A person of parties.", examples=["ed_user"])
    instruct: Text = Field(description="What to do.")
    expect: Text = Field(description="What should be seen.")
    ask: dict[Name, Literal["text", "time", "date", "number", "choice"]] = Field(
        default_factory=dict, description="What the tester writes down, by name."
    )
    evidence: dict[Name, Literal["required", "optional"]] = Field(
        default_factory=dict, examples=[{"screenshot": "required"}]
    )


class Attest(Model):
    """A person's statement that something holds, for a while."""

    by: Text = Field(examples=["Clinical Safety Officer"])
    evidence: Literal["required", "optional"] = "optional"
    valid_for: Maybe[Duration] = Field(default=None, examples=["90d"])
