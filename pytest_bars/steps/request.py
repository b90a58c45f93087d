"""Send a request."""

import json
from collections.abc import Mapping
from itertools import chain
from typing import Annotated, ClassVar, Final, TypeAlias

from pydantic import Field, StrictBool, StrictInt, StrictStr, model_validator

from pytest_bars.client.draft import Draft
from pytest_bars.environments.profile import Target
from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import Json
from pytest_bars.payloads.edit import overlay
from pytest_bars.payloads.template import render
from pytest_bars.plan.model import OneKeyModel, Plain
from pytest_bars.plan.types import (
    Maybe,
    Model,
    Name,
    OrExpression,
    Text,
    Worded,
    expected,
)
from pytest_bars.protocol.operations import ApiVersion
from pytest_bars.steps.base import StepContext, StepKind, StepReport
from pytest_bars.steps.patients import alias_of, nhs_numbers, nhs_numbers_of_query

METHODS: Final = ("get", "post", "put", "patch", "delete")
Scalar = StrictStr | StrictInt | StrictBool | None
QueryValue: TypeAlias = Annotated[Scalar | tuple[Scalar, ...], OrExpression()]
Path = Annotated[
    StrictStr,
    Field(pattern=r"^/", examples=["/Appointment/${booking_id}"]),
    Worded("a path below the base URL, such as /Slot"),
    OrExpression(),
]


class BodySpec(Model):
    """What is sent: a template filled in, JSON, or a text as it stands.

    with: arguments of the template. set: changes to what it gives, by path; null
    removes.
    """

    template: Maybe[Text] = None
    with_: dict[Name, Plain] = Field(default_factory=dict, alias="with")
    set_: dict[Text, Plain] = Field(default_factory=dict, alias="set")
    json_: Plain = Field(default=None, alias="json")
    text: Maybe[StrictStr] = None

    @model_validator(mode="after")
    def _is_one_of_three(self) -> "BodySpec":
        given = {name.rstrip("_") for name in self.model_fields_set}
        if len(given & {"template", "json", "text"}) != 1:
            raise expected("exactly one of template, json and text")
        if given & {"with", "set"} and "template" not in given:
            raise expected("with and set beside a template only")
        return self


class RequestBody(OneKeyModel):
    """A request: exactly one of get, post, put, patch and delete, and its path.

    to: the party whose target is addressed. query: a list repeats its name, null
    leaves it out. headers: fields to add or replace; null removes one.
    correlation_id: instead of the conversation's. api: version of the API, instead of
    the plan's and the profile's.
    """

    one_of: ClassVar[tuple[str, ...]] = METHODS

    get: Maybe[Path] = None
    post: Maybe[Path] = None
    put: Maybe[Path] = None
    patch: Maybe[Path] = None
    delete: Maybe[Path] = None
    to: Annotated[Name, OrExpression()]
    query: dict[Text, QueryValue] = Field(default_factory=dict)
    headers: dict[Text, StrictStr | None] = Field(default_factory=dict)
    body: Maybe[BodySpec] = None
    use_context: Maybe[Text] = None
    correlation_id: Maybe[Text] = None
    api: Maybe[Annotated[ApiVersion, OrExpression()]] = None

    @property
    def method(self) -> str:
        """Return the method in capitals."""
        return next(name for name in METHODS if getattr(self, name) is not None).upper()

    @property
    def path(self) -> str:
        """Return the path below the base URL."""
        found: str = getattr(self, self.method.lower())
        return found


class RequestStep(StepKind):
    """Send a request to a party and take its answer."""

    key: ClassVar[str] = "request"

    request: RequestBody = Field(examples=[{"get": "/metadata", "to": "receiver"}])

    def run(self, context: StepContext) -> StepReport:
        """Send it once; never again by itself."""
        draft = self.draft(context)
        return StepReport(context.client.send(draft), draft)

    def draft(self, context: StepContext) -> Draft:
        """Return what will be sent.

        Raises BarsError when the body cannot be made, or the party has no target.
        """
        request = self.request
        query = query_pairs(request.query)
        target = target_of(request.to, context)
        body = (
            None if request.body is None else make_body(request.body, target, context)
        )
        return Draft(
            method=request.method,
            path=request.path,
            query=query,
            target=target,
            headers=request.headers,
            body=body,
            effect=context.effect,
            correlation_id=request.correlation_id or context.correlation_id,
            request_id=context.values.uuid(),
            use_context=request.use_context,
            patient=_patient(query, body, context),
            test=context.test,
            step=context.address,
            kind=context.kind,
            timeout=context.timeout,
            api_version=request.api
            or context.profile.api_version
            or context.api_version,
        )


def make_body(
    spec: BodySpec, target: Target | None, context: StepContext
) -> Json | bytes:
    """Return the body: JSON, or the exact bytes of a text.

    target: whom it goes to; a template that names its addressee names the profile's
        target where there is none.

    Raises BarsError when there is no such template or it cannot be filled in.
    """
    if spec.text is not None:
        return spec.text.encode()
    if spec.template is None:
        return b"null" if spec.json_ is None else spec.json_
    template = context.library.get(spec.template)
    if template is None:
        raise BarsError(f"There is no payload template {spec.template}.")
    to = (target or context.profile.target).as_json()
    body = render(template, spec.with_, context.values, {**context.roots, "to": to})
    return overlay(body, spec.set_) if spec.set_ else body


def target_of(party: str, context: StepContext) -> Target | None:
    """Return the Target Identifier of a party; None for one without.

    Raises BarsError when there is no such party, or its target is none.
    """
    match context.parties.get(party):
        case {"target": {"system": str() as system, "value": str() as value}}:
            return Target(system, value)
        case {"target": None}:
            return None
        case None:
            raise BarsError(f"There is no party {party}.")
        case _:
            raise BarsError(f"The target of party {party} is no {{system, value}}.")


def query_pairs(query: Mapping[str, QueryValue]) -> tuple[tuple[str, str], ...]:
    """Return a query as pairs in order; a list repeats its name."""
    return tuple(
        (name, _text(item))
        for name, value in query.items()
        for item in (value if isinstance(value, tuple) else (value,))
        if item is not None
    )


def _text(value: str | bool | int) -> str:  # noqa: FBT001 - a query value may be a boolean
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _patient(
    query: tuple[tuple[str, str], ...], body: Json | bytes, context: StepContext
) -> str | None:
    """Return the alias of the first declared patient the request names."""
    numbers = chain(
        nhs_numbers_of_query(query),
        () if isinstance(body, bytes) else nhs_numbers(body),
    )
    patients = context.profile.patients
    found = (alias_of(number, patients) for number in numbers)
    return next((alias for alias in found if alias is not None), None)
