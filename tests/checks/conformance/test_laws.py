"""What holds whatever a body is."""

import copy
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.conformance_rules import RULES
from tests.checks.conformance.bodies import booking, referral
from tests.fhir.json_values import JSON

BODIES: Final = (booking(), referral())
SLOW: Final = settings(
    deadline=None, max_examples=150, suppress_health_check=[*HealthCheck]
)


def places(
    value: Json, path: tuple[str | int, ...] = ()
) -> list[tuple[str | int, ...]]:
    """Return every place in JSON."""
    inner: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        inner = [*value.items()]
    elif isinstance(value, list):
        inner = [*enumerate(value)]
    return [path] + [
        found for key, each in inner for found in places(each, (*path, key))
    ]


PLACES: Final = [
    (number, path) for number, body in enumerate(BODIES) for path in places(body)[1:]
]


def changed(number: int, path: tuple[str | int, ...], value: Json) -> JsonObject:
    """Return a message with one place replaced."""
    body = copy.deepcopy(BODIES[number])
    place: Any = body
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return body


def judged(body: Json) -> list[str]:
    """Judge a body against itself in every way."""
    findings = judge_body(
        Subject(body, definition=body, before=body, asked=body, use_context="a|b|c|d")
    )
    assert {finding.rule for finding in findings} <= RULES.keys()
    return [str(finding) for finding in findings]


@SLOW
@given(body=JSON)
@example(body={"1²3": 1, "resourceType": "Slot", "9" * 5000: 2})
def test_any_json_is_judged(body: Json) -> None:
    assert judged(body)


@SLOW
@given(where=st.sampled_from(PLACES), value=JSON)
def test_a_message_with_anything_anywhere_is_judged(
    where: tuple[int, tuple[str | int, ...]], value: Json
) -> None:
    judged(changed(*where, value))


@pytest.mark.parametrize("value", [None, True, "x", [], {}, [{}]])
def test_a_message_with_the_wrong_type_anywhere_is_judged(value: Json) -> None:
    for number, path in PLACES:
        judged(changed(number, path, value))


@pytest.mark.parametrize("depth", [50, 200, 1_000, 5_000])
def test_the_deep_is_judged(depth: int) -> None:
    deep: Json = {"url": "u", "valueBoolean": True}
    for _ in range(depth):
        deep = {"url": "u", "extension": [deep]}
    told = judged(changed(0, ("entry", 1, "resource", "extension"), [deep]))
    assert any("nested too deeply" in line for line in told) is (depth > 200)


def test_two_deep_states_are_compared_or_said_to_be_too_deep() -> None:
    before, after = deep_request(), deep_request()
    told = [str(finding) for finding in judge_body(Subject(after, before=before))]
    assert told == ["ServiceRequest: nested too deeply to be checked. [CF-STRUCTURE]"]


def deep_request() -> JsonObject:
    deep: Json = {"url": "u", "valueBoolean": True}
    for _ in range(5_000):
        deep = {"url": "u", "extension": [deep]}
    meta: Json = {"lastUpdated": "2026-11-23T08:30:00Z"}
    made: JsonObject = {"resourceType": "ServiceRequest", "id": "r", "meta": meta}
    return {**made, "extension": [deep]}


def test_the_huge_is_judged() -> None:
    coding: Json = {"system": "https://fhir.nhs.uk/CodeSystem/x", "code": "y" * 10_000}
    body: Json = {**booking(), "entry": [{"resource": {"code": coding}}] * 2_000}
    assert judged(body)


def test_the_order_is_that_of_the_places() -> None:
    entries: list[Json] = [{"resource": {"resourceType": "Basic"}}] * 12
    told = judged({**booking(), "entry": entries})
    places_ = [line.split(":")[0] for line in told if ".resource.code:" in line]
    assert places_ == [f"Bundle.entry[{number}].resource.code" for number in range(12)]
