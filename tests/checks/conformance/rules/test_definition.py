"""A message is what its MessageDefinition says."""

from typing import Any

import pytest

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.definition_uses import DEFINITION_USES
from pytest_bars.protocol.identifiers import MESSAGE_DEFINITIONS
from pytest_bars.protocol.message_definitions import DEFINITIONS
from tests.checks.conformance.bodies import (
    HEADER,
    booking,
    cancelled_booking,
    found,
    referral,
    response,
    rules,
)
from tests.fhir.samples import edited

PLACE = "Bundle.entry[0].resource.definition"
URL = f"{MESSAGE_DEFINITIONS}bars-message-booking-request"
LINES: tuple[Any, ...] = (
    {"code": "Bundle", "min": 1, "max": "1"},
    {"code": "MessageHeader", "min": 1, "max": "1"},
    {"code": "Location", "min": 0, "max": "1"},
    {"code": "Location", "min": 0, "max": "1"},
    *(
        {"code": name, "min": 1, "max": "*"}
        for name in (
            "Appointment",
            "Patient",
            "Slot",
            "Schedule",
            "HealthcareService",
            "Organization",
        )
    ),
)


def advertised(*lines: Json, url: str = URL) -> JsonObject:
    return {"resourceType": "MessageDefinition", "url": url, "focus": list(lines)}


def named(body: JsonObject, name: str) -> JsonObject:
    return edited(body, (*HEADER, "definition"), name)


def with_entries(body: dict[str, Any], *kinds: str) -> JsonObject:
    entries = list(body["entry"])
    meta = {"lastUpdated": "2026-11-23T08:30:00Z"}
    entries += [{"resource": {"resourceType": kind, "meta": meta}} for kind in kinds]
    return {**body, "entry": entries}


def test_every_published_definition_has_a_use() -> None:
    assert DEFINITION_USES.keys() == DEFINITIONS.keys()


def test_no_definition_is_found() -> None:
    body: Any = booking()
    del body["entry"][0]["resource"]["definition"]
    assert found(body) == [("CF-DEFINITION", PLACE)]


def test_an_unknown_definition_is_found() -> None:
    body = named(booking(), f"{URL}-short")
    assert found(body) == [("CF-DEFINITION", PLACE)]


def test_a_definition_may_have_a_version() -> None:
    assert found(named(booking(), f"{URL}|1.0.0")) == []


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param(booking(), "servicerequest-request-cancelled", id="event"),
        pytest.param(booking(), "booking-request-cancelled", id="status"),
        pytest.param(cancelled_booking(), "booking-request", id="cancelled"),
        pytest.param(referral(), "servicerequest-request-validation", id="category"),
        pytest.param(
            response("active", "in-progress"),
            "servicerequest-response-validation-full",
            id="encounter",
        ),
    ],
)
def test_a_definition_of_something_else_is_found(body: JsonObject, name: str) -> None:
    broken = found(named(body, f"{MESSAGE_DEFINITIONS}bars-message-{name}"))
    assert ("CF-DEFINITION-FITS", PLACE) in broken


def test_too_many_of_a_type_are_found() -> None:
    body = with_entries(booking(), "Location", "Location")
    told = [str(finding) for finding in judge_body(Subject(body))]
    assert "Bundle.entry: expected 0 to 1 Location, found 2. [CF-DEFINITION-COUNT]" in (
        told
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Slot", "expected exactly 1 Slot, found 0."),
        ("Organization", "expected at least 2 Organization, found 0."),
    ],
)
def test_too_few_of_a_type_are_found(kind: str, told: str) -> None:
    body: Any = booking()
    body["entry"] = [
        entry for entry in body["entry"] if entry["resource"]["resourceType"] != kind
    ]
    messages = [
        finding.message
        for finding in judge_body(Subject(body))
        if finding.rule == "CF-DEFINITION-COUNT"
    ]
    assert messages == [told]


def test_a_type_that_is_not_listed_is_found() -> None:
    body = with_entries(booking(), "Flag")
    assert ("CF-DEFINITION-RESOURCE", "Bundle.entry[8].resource") in found(body)


def test_the_receivers_own_definition_counts() -> None:
    assert found(booking(), definition=advertised(*LINES)) == []
    assert "CF-DEFINITION-COUNT" not in rules(
        with_entries(booking(), "Location", "Location"), definition=advertised(*LINES)
    )


def test_of_a_bundle_the_one_named_counts() -> None:
    other = advertised({"code": "Basic", "min": 9, "max": "9"}, url="https://other")
    entries: list[Json] = [
        {"resource": each} for each in (other, advertised(*LINES[:-1]))
    ]
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    broken = found(booking(), definition=bundle)
    assert {rule for rule, _ in broken} == {"CF-DEFINITION-RESOURCE"}


def test_another_than_the_one_advertised_is_found() -> None:
    offered = [advertised(*LINES, url="https://other")]
    assert found(booking(), definition=offered) == [("CF-DEFINITION-FITS", PLACE)]


def test_nonsense_in_an_advertised_definition_is_taken_for_nothing() -> None:
    lines: list[Json] = [{"code": "Slot", "min": "1", "max": "x"}, {"code": 5}, "x"]
    broken = found(booking(), definition=advertised(*lines))
    assert {rule for rule, _ in broken} == {"CF-DEFINITION-RESOURCE"}


def test_an_answer_is_held_against_one_that_is_handed_in() -> None:
    bare: Any = booking()
    del bare["entry"][0]["resource"]["definition"]
    offered = advertised(*LINES[:-1])
    assert rules(bare, is_answer=True, definition=offered) == {"CF-DEFINITION-RESOURCE"}
    two = [offered, advertised(*LINES, url="https://other")]
    assert rules(bare, is_answer=True, definition=two) == set()
    assert rules(bare, definition=two) == {"CF-DEFINITION", "CF-DEFINITION-FITS"}
    named_ = named(bare, "https://third")
    assert rules(named_, is_answer=True, definition=two) == {"CF-DEFINITION-FITS"}


def test_what_is_no_message_meets_no_definition() -> None:
    body: Json = {"resourceType": "Basic", "code": {"text": "x"}}
    assert found(body, definition=advertised(*LINES)) == [("CF-DEFINITION", "Basic")]


def test_an_answer_need_not_meet_a_definition() -> None:
    assert found(named(booking(), "https://other"), is_answer=True) == []
