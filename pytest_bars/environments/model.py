"""What bars.yaml says, as frozen models."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationInfo,
    field_validator,
)

from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.environments.types import (
    Alias,
    Day,
    Duration,
    HttpUrl,
    Instant,
    Matching,
    Model,
    Referable,
    StageName,
    Text,
    expected,
)
from pytest_bars.protocol.conformance_rules import NEVER_ACCEPTED, RULES
from pytest_bars.protocol.operations import ApiVersion

PROJECT_SCHEMA = "bars-project/1"
Role = Literal[
    "booking-receiver",
    "booking-sender",
    "referral-receiver",
    "referral-sender",
    "validation-receiver",
    "validation-sender",
]


class Claim(Model):
    """An Application, and the roles in it, that the project wants assured."""

    application: Annotated[StrictInt, Field(ge=1, le=7)]
    roles: tuple[Role, ...] = Field(min_length=1)


class Solution(Model):
    """The product under test, as evidence and sign-off name it."""

    supplier: Text
    product: Text
    version: Text
    build: Text | None = None
    configuration: Text | None = None


class OrganisationSettings(Model):
    """An organisation by name and ODS code."""

    name: Text
    ods: Annotated[
        Text,
        Matching(r"[A-Z0-9]{3,10}", "an ODS code of capital letters and digits"),
    ]


class Person(Model):
    """Who fills a role: at manual steps, and at sign-off."""

    name: Text
    organisation: Text | None = None
    registration: Text | None = None


class Period(Model):
    """The days planned for a stage, both included."""

    from_: Day = Field(alias="from")
    to: Day

    @field_validator("to")
    @classmethod
    def _in_order(cls, to: date, info: ValidationInfo) -> date:
        if to < info.data.get("from_", to):
            raise expected("a day that is not before `from`")
        return to


class WindowSettings(Model):
    """A time span with its zone; its end is not part of it."""

    from_: Instant = Field(alias="from")
    to: Instant

    @field_validator("to")
    @classmethod
    def _in_order(cls, to: datetime, info: ValidationInfo) -> datetime:
        begin = info.data.get("from_")
        if begin is not None and to <= begin:
            raise expected("a time after `from`")
        return to


class TargetSettings(Model):
    """The Target Identifier of the service under test."""

    system: Text
    value: Text


class SoftwareSettings(Model):
    """The requesting software, for NHSD-Requesting-Software."""

    system: Text
    value: Text
    name: Text
    version: Text


class PractitionerSettings(Model):
    """The requesting practitioner, for NHSD-Requesting-Practitioner."""

    role_profile_id: Text
    code: Text | None = None
    display: Text | None = None


class AuthSettings(Model):
    """What an access token is asked for with.

    key: always a reference, to the PEM text of the private key.
    """

    client_id: Referable
    key: Referable
    kid: Text


class PatientSettings(Model):
    """A declared test patient; its repr names nobody."""

    nhs_number: Referable = Field(repr=False)
    family: Referable | None = Field(default=None, repr=False)
    given: Referable | None = Field(default=None, repr=False)
    birth_date: Referable | None = Field(default=None, repr=False)
    postcode: Referable | None = Field(default=None, repr=False)
    gender: Literal["male", "female", "other", "unknown"] = "unknown"


class SlotSettings(Model):
    """The only slots a live service may be booked on, by id."""

    only: tuple[Text, ...] = Field(min_length=1)


class ProductionSenderSettings(Model):
    """The agreement under which the harness may write in Production."""

    tcc: Text
    connection_agreement: Text
    agreed_with: Text
    date: Day


class PatientVariable(Model):
    """A plan variable that is a patient, by alias."""

    patient: Alias


def _known_rule(value: str) -> str:
    known = RULES.keys() - NEVER_ACCEPTED
    if value not in known:
        near = did_you_mean(value, known)
        raise expected(f"the id of a conformance rule. {near or ''}".rstrip())
    return value


class DeviationSettings(Model):
    """Where a rule of conformance is known not to hold, and why that is accepted.

    where: a FHIRPath location; `*` stands for anything.
    """

    rule: Annotated[Text, AfterValidator(_known_rule)]
    where: Text
    reason: Text


class ProfileSettings(Model):
    """What bars.yaml adds to a built-in profile, or a profile of the user's own."""

    extends: Text | None = None
    base_url: HttpUrl | None = None
    target: TargetSettings | None = None
    end_user_organisation: Text | None = None
    software: SoftwareSettings | None = None
    practitioner: PractitionerSettings | None = None
    auth: AuthSettings | None = None
    api_version: ApiVersion | None = None
    patients: dict[Alias, PatientSettings] = Field(default_factory=dict)
    vars: dict[Alias, PatientVariable | StrictBool | StrictInt | StrictStr | None] = (
        Field(default_factory=dict)
    )
    timeout: Duration | None = None
    requests_per_minute: Annotated[StrictInt, Field(ge=1)] | None = None
    window: WindowSettings | None = None
    slots: SlotSettings | None = None
    slot_window: WindowSettings | None = None
    production_sender: ProductionSenderSettings | None = None
    conformance: Literal["strict", "warn"] | None = None
    deviations: tuple[DeviationSettings, ...] = ()


class ProjectFile(Model):
    """The whole of bars.yaml."""

    schema_: Literal["bars-project/1"] = Field(alias="schema")
    project: Annotated[
        Text,
        Matching(
            r"[A-Za-z0-9][A-Za-z0-9._-]*", "a name of letters, digits, dots, _ and -"
        ),
    ]
    claims: tuple[Claim, ...] = ()
    solution: Solution | None = None
    organisations: dict[Alias, OrganisationSettings] = Field(default_factory=dict)
    people: dict[Text, Person] = Field(default_factory=dict)
    schedule: dict[StageName, Period] = Field(default_factory=dict)
    profiles: dict[Alias, ProfileSettings] = Field(default_factory=dict)
