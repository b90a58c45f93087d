"""The step `request`."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from pytest_bars.environments.profile import Target
from pytest_bars.errors import BarsError
from pytest_bars.exchange import Effect, EffectKind
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import RESOLVED
from pytest_bars.protocol.headers import decode_json_header
from pytest_bars.steps.base import StepContext
from pytest_bars.steps.request import RequestStep
from tests.run.servers import Answer, Receiver

NHS = "https://fhir.nhs.uk/Id/nhs-number"
CREATE = Effect(EffectKind.CREATE, "Appointment")


def step(**request: Any) -> RequestStep:
    """Return a request step as it is when resolved."""
    node = {"to": "receiver", **request}
    data = {"ref": "step", "name": "Send it", "request": node}
    return RequestStep.model_validate(data, context=RESOLVED)


def test_it_sends_once_and_reports_the_exchange(
    receiver: Receiver, context: StepContext
) -> None:
    receiver.on("GET", "/Slot", Answer(503))
    report = step(get="/Slot").run(context)
    assert report.exchange is not None
    assert report.exchange.response is not None
    assert report.exchange.response.status == 503
    assert report.draft is not None
    assert report.draft.step == "step"
    assert len(receiver.received) == 1


def test_the_party_is_addressed_by_its_target(
    receiver: Receiver, context: StepContext
) -> None:
    step(get="/Slot").run(context)
    [received] = receiver.received
    header = decode_json_header(received.headers["NHSD-Target-Identifier"])
    assert header == context.profile.target.as_json()
    assert received.headers["X-Correlation-Id"] == "c-1"


@pytest.mark.parametrize(
    ("party", "words"),
    [
        ("nobody", "There is no party nobody"),
        ("broken", "The target of party broken is no {system, value}"),
    ],
)
def test_a_party_must_have_a_target_that_is_one(
    party: str, words: str, context: StepContext
) -> None:
    with pytest.raises(BarsError, match=words):
        step(get="/Slot", to=party).draft(context)


def test_a_party_without_target_is_sent_none(context: StepContext) -> None:
    assert step(get="/Slot", to="anyone").draft(context).target is None


def test_another_target_is_taken_from_the_party(context: StepContext) -> None:
    other: Json = {"target": {"system": "a", "value": "b"}}
    handed = replace(context, parties={"other": other})
    assert step(get="/Slot", to="other").draft(handed).target == Target("a", "b")


def test_a_query_repeats_lists_and_leaves_out_null(
    receiver: Receiver, context: StepContext
) -> None:
    query = {"start": ["ge1", None, "le2"], "status": None, "n": 5, "flag": True}
    step(get="/Slot", query=query).run(context)
    assert receiver.received[0].query == (
        *(("start", "ge1"), ("start", "le2"), ("n", "5"), ("flag", "true")),
    )


def test_headers_are_replaced_and_removed(
    receiver: Receiver, context: StepContext
) -> None:
    headers = {"Accept": "text/plain", "NHSD-Requesting-Software": None}
    step(get="/Slot", headers=headers, correlation_id="mine").run(context)
    [received] = receiver.received
    assert received.headers["Accept"] == "text/plain"
    assert "NHSD-Requesting-Software" not in received.headers
    assert received.headers["X-Correlation-Id"] == "mine"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ({"json": {"a": [1, None]}}, b'{"a":[1,null]}'),
        ({"json": None}, b"null"),
        ({"text": "not JSON {"}, b"not JSON {"),
    ],
    ids=["json", "null", "text"],
)
def test_a_body_is_sent_as_it_is_written(
    body: dict[str, Any], content: bytes, receiver: Receiver, context: StepContext
) -> None:
    step(post="/Appointment", body=body).run(replace(context, effect=CREATE))
    assert receiver.received[0].body == content


def test_a_template_is_filled_in_and_changed(context: StepContext) -> None:
    patient = context.profile.patients["adult_1"].as_json()
    body = {
        "template": "servicerequest-request-referral-new",
        "with": {"patient": patient},
        "set": {"entry[ServiceRequest].resource.status": "on-hold"},
    }
    draft = step(post="/$process-message", body=body).draft(context)
    text = json.dumps(draft.body)
    assert '"status": "on-hold"' in text
    assert draft.patient == "adult_1"


def test_a_template_may_stay_as_it_is(context: StepContext) -> None:
    patient = context.profile.patients["adult_1"].as_json()
    name = "servicerequest-request-referral-new"
    body = {"template": name, "with": {"patient": patient}}
    draft = step(post="/$process-message", body=body).draft(context)
    assert isinstance(draft.body, dict)


@pytest.mark.parametrize(
    ("party", "addressed"),
    [("other", "a|b"), ("anyone", "{system}|{value}")],
    ids=["a party", "one without target: the profile's"],
)
def test_a_message_names_the_party_it_goes_to(
    party: str, addressed: str, context: StepContext
) -> None:
    other: Json = {"target": {"system": "a", "value": "b"}}
    handed = replace(context, parties={**context.parties, "other": other})
    patient = context.profile.patients["adult_1"].as_json()
    body = {
        "template": "servicerequest-request-referral-new",
        "with": {"patient": patient},
    }
    draft = step(post="/$process-message", to=party, body=body).draft(handed)
    expected = addressed.format(**context.profile.target.as_json())
    assert f'"endpoint": "{expected}"' in json.dumps(draft.body)


def test_an_unknown_template_is_an_error(context: StepContext) -> None:
    with pytest.raises(BarsError, match="There is no payload template unheard"):
        step(post="/Appointment", body={"template": "unheard"}).draft(context)


@pytest.mark.parametrize(
    ("number", "alias"), [("9658499007", "adult_1"), ("9990000018", None)]
)
def test_the_patient_is_known_by_the_nhs_number(
    number: str, alias: str | None, context: StepContext
) -> None:
    query = {"patient:identifier": f"{NHS}|{number}"}
    assert step(get="/Appointment", query=query).draft(context).patient == alias


@pytest.mark.parametrize(
    ("remaining", "timeout"),
    [
        (None, None),
        (timedelta(hours=1), None),
        (timedelta(seconds=2), timedelta(seconds=2)),
        (timedelta(seconds=-2), timedelta(milliseconds=1)),
    ],
    ids=["no limit", "later than the profile's", "sooner", "up already"],
)
def test_a_request_ends_with_the_time_of_the_test(
    remaining: timedelta | None, timeout: timedelta | None, context: StepContext
) -> None:
    handed = replace(context, remaining=remaining)
    assert step(get="/Slot").draft(handed).timeout == timeout


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({}, id="no method"),
        pytest.param({"get": "/a", "post": "/b"}, id="two methods"),
        pytest.param({"get": "a"}, id="no path"),
        pytest.param({"get": None}, id="null"),
        pytest.param({"get": "/a", "query": {"a": 1.5}}, id="a fraction"),
        pytest.param({"get": "/a", "headers": {"a": 1}}, id="header is no text"),
        pytest.param({"post": "/a", "body": {}}, id="no body"),
        pytest.param({"post": "/a", "body": {"json": 1, "text": "a"}}, id="two bodies"),
        pytest.param({"post": "/a", "body": {"json": 1, "set": {}}}, id="set of JSON"),
        pytest.param({"get": "/a", "unheard": 1}, id="unknown key"),
    ],
)
def test_what_is_no_request_is_refused(request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        step(**request_)


def test_the_path_may_be_an_expression_until_resolved() -> None:
    node = {"get": "${case.path}", "to": "${case.to}"}
    data = {"ref": "r", "name": "n", "request": node}
    RequestStep.model_validate(data)
    with pytest.raises(ValidationError):
        RequestStep.model_validate(data, context=RESOLVED)


@pytest.mark.parametrize(
    ("request_", "of_profile", "sent"),
    [
        ({}, None, "1.1.0"),
        ({}, "1.2.0", "1.2.0"),
        ({"api": "1.4.0"}, "1.2.0", "1.4.0"),
    ],
    ids=["plan", "profile", "request"],
)
def test_the_nearest_api_version_is_sent(
    receiver: Receiver,
    context: StepContext,
    request_: dict[str, str],
    of_profile: str | None,
    sent: str,
) -> None:
    profile = replace(context.profile, api_version=of_profile)
    context = replace(context, profile=profile, api_version="1.1.0")
    step(get="/Slot", **request_).run(context)
    [received] = receiver.received
    assert received.headers["Accept"] == f"application/fhir+json; version={sent}"
