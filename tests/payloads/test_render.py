"""Filling in a template."""

import time
from collections.abc import Callable

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.fill import PayloadError
from pytest_bars.payloads.library import Library
from pytest_bars.payloads.template import render
from pytest_bars.values.errors import UnsetNameError
from tests.payloads.given import PATIENT, PROFILE, filled, template, values


def test_a_reference_alone_keeps_the_type_of_its_value() -> None:
    """`${x}` is the value, not its text."""
    text = (
        "params: {rank: integer, all: list}\nbody:\n  resourceType: Patient\n"
        "  rank: ${rank}\n  all: ${all}\n"
    )
    body = filled(text, rank=3, all=["a"])
    assert body == {"resourceType": "Patient", "rank": 3, "all": ["a"]}


@pytest.mark.parametrize(
    ("value", "text"),
    [("abc", "is abc."), (7, "is 7."), (True, "is true.")],
    ids=["text", "number", "boolean"],
)
def test_a_reference_in_a_text_is_written_out(value: Json, text: str) -> None:
    """As JSON writes it."""
    body = filled(
        'params: {x: any}\nbody: {resourceType: Basic, note: "is ${x}."}', x=value
    )
    assert body == {"resourceType": "Basic", "note": text}


def test_a_list_cannot_stand_in_a_text() -> None:
    """There is no one way to write it."""
    with pytest.raises(PayloadError, match="cannot stand inside a text"):
        filled('params: {x: any}\nbody: {resourceType: Basic, n: "a ${x}"}', x=["b"])


def test_an_escape_is_undone() -> None:
    """`$${` stands for `${`, with a reference beside it and without."""
    text = (
        "params: {x: string}\nbody:\n  resourceType: Basic\n"
        "  a: $${x} is ${x}\n  b: only $${x}\n"
    )
    body = filled(text, x="X")
    assert body == {"resourceType": "Basic", "a": "${x} is X", "b": "only ${x}"}


def test_what_is_left_out_leaves_no_trace() -> None:
    """Null, an empty text and what becomes empty by it have no place in FHIR JSON."""
    text = (
        "params: {x: {type: string, required: false}}\nbody:\n  resourceType: Basic\n"
        '  a: ${x}\n  b: "urn:${x}"\n  c: [{reference: "${x}"}]\n  d: {}\n'
        "  e: [null, 1]\n  f: null\n"
    )
    assert filled(text) == {"resourceType": "Basic", "e": [1]}


def test_false_and_zero_are_kept() -> None:
    """They are values."""
    body = filled("body: {resourceType: Basic, a: false, b: 0}")
    assert body == {"resourceType": "Basic", "a": False, "b": 0}


def test_names_of_the_profile_and_times_are_known() -> None:
    """In UTC, whatever the zone of the machine."""
    text = (
        "body: {resourceType: Basic, to: '${profile.target.value}', "
        "now: '${now}', later: '${now+1h}', day: '${today}'}"
    )
    assert filled(text) == {
        "resourceType": "Basic",
        "to": "svc-1",
        "now": "2026-11-23T08:30:00Z",
        "later": "2026-11-23T09:30:00Z",
        "day": "2026-11-23",
    }


def test_an_id_is_the_same_wherever_it_is_named() -> None:
    """So references lead somewhere."""
    body = filled(
        "ids: [one, two]\nbody: {resourceType: Basic, a: '${one}', b: 'x/${one}', "
        "c: '${two}'}"
    )
    assert isinstance(body, dict)
    assert body["b"] == f"x/{body['a']}"
    assert body["a"] != body["c"]


@pytest.mark.parametrize(
    ("seed", "identity", "is_same"),
    [(1, "PLAN::T-1", True), (2, "PLAN::T-1", False), (1, "PLAN::T-2", False)],
    ids=["again", "another-seed", "another-test"],
)
def test_rendering_is_the_same_for_the_same_seed(
    seed: int,
    identity: str,
    is_same: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """And of no other test."""
    made = template("ids: [one]\nbody: {resourceType: Basic, id: '${one}'}")
    first, other = (render(made, {}, v, {}) for v in (values(), values(seed, identity)))
    assert (first == other) is is_same


def test_two_renderings_of_one_test_have_ids_of_their_own() -> None:
    """A second message is no duplicate of the first."""
    made = template("ids: [one]\nbody: {resourceType: Basic, id: '${one}'}")
    mine = values()
    assert render(made, {}, mine, {}) != render(made, {}, mine, {})


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("string", 1, "expected a text"),
        ("integer", True, "expected a whole number"),
        ("boolean", "true", "expected true or false"),
        ("duration", "5 minutes", "expected a duration"),
        ("duration", 5, "expected a duration"),
        ("id", "a/b", "expected a FHIR id"),
        ("resource", {"id": "1"}, "expected a FHIR resource"),
        ("patient", {"name": "X"}, "expected a test patient"),
        ("list", "a", "expected a list"),
    ],
)
def test_an_argument_of_another_type_is_refused(
    kind: str, value: Json, fault: str
) -> None:
    """Before anything is sent."""
    with pytest.raises(PayloadError, match=f'"x" of the template example: {fault}'):
        filled(
            f"params: {{x: {kind}}}\nbody: {{resourceType: A, x: '${{x}}'}}", x=value
        )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", "a"),
        ("integer", 1),
        ("boolean", False),
        ("duration", "5m"),
        ("id", "a-1.b"),
        ("resource", {"resourceType": "Slot"}),
        ("patient", PATIENT),
        ("list", ["a"]),
        ("any", {"a": 1}),
    ],
)
def test_an_argument_of_its_type_is_taken(kind: str, value: Json) -> None:
    """As it is."""
    text = f"params: {{x: {kind}}}\nbody: {{resourceType: A, x: '${{x}}'}}"
    assert filled(text, x=value) == {"resourceType": "A", "x": value}


def test_a_default_stands_in_for_what_is_left_out() -> None:
    """Also when null is handed over."""
    text = "params: {x: {type: string, default: d}}\nbody: {resourceType: A, x: '${x}'}"
    assert filled(text) == filled(text, x=None) == {"resourceType": "A", "x": "d"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, 'needs a value for "slot"'),
        ({"slot": None}, 'needs a value for "slot"'),
        ({"slots": {}}, 'has no "slots". Did you mean "slot"?'),
        ({"when": "now"}, 'has no "when". It takes slot.'),
    ],
    ids=["missing", "null", "typo", "unknown"],
)
def test_arguments_must_fit_the_params(arguments: JsonObject, message: str) -> None:
    """The message says what the template takes."""
    text = "params: {slot: resource}\nbody: {resourceType: A, x: '${slot.id}'}"
    with pytest.raises(PayloadError) as caught:
        filled(text, **arguments)
    assert message in str(caught.value)


def test_a_resource_that_lacks_what_is_taken_from_it_is_named() -> None:
    """A Slot without start cannot be booked."""
    text = "params: {slot: resource}\nbody: {resourceType: A, x: '${slot.start}'}"
    with pytest.raises(UnsetNameError, match=r"slot\.start"):
        filled(text, slot={"resourceType": "Slot"})


def test_a_bundle_of_ten_entries_is_filled_in_fast() -> None:
    """Well under a millisecond, so that a run's time is the network's."""
    shipped = Library.builtin().get("servicerequest-request-referral-new")
    assert shipped is not None
    mine, roots = values(), {"profile": PROFILE, "to": PROFILE["target"]}
    best = min(
        _seconds(lambda: render(shipped, {"patient": PATIENT}, mine, roots))
        for _ in range(20)
    )
    assert best < 0.003  # ten times what it takes, for a busy machine


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
