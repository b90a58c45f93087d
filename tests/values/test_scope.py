from datetime import UTC, datetime

import pytest

from pytest_bars.exchange import Headers
from pytest_bars.jsontypes import Json
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.generate import Generator
from pytest_bars.values.reference import read_reference
from pytest_bars.values.scope import Scope


@pytest.fixture
def scope() -> Scope:
    values = Generator(1, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)).for_test("P::A")
    names: dict[str, Json] = {
        "patient": {"name": "Test PATIENT"},
        "slots": [{"id": "s1"}, {"id": "s2"}],
        "profile": {"target": {"value": "2000"}},
        "party": {"receiver": {"system": "product"}},
        "run": {"id": "r1"},
        "case": {"as": "same-request"},
    }
    return Scope(names, values)


def read(scope: Scope, text: str) -> Json:
    return scope.lookup(read_reference(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("patient.name", "Test PATIENT"),
        ("slots.1.id", "s2"),
        ("profile.target.value", "2000"),
        ("case.as", "same-request"),
        ("now+1d", "2026-11-24T09:00:00Z"),
        ("today-10h", "2026-11-22"),
    ],
)
def test_names_paths_and_calls_have_values(
    scope: Scope, text: str, expected: str
) -> None:
    assert read(scope, text) == expected


def test_each_uuid_is_new(scope: Scope) -> None:
    assert read(scope, "uuid") != read(scope, "uuid")


@pytest.mark.parametrize(
    "text",
    ["booking_id", "patient.nmae", "slots.2.id", "slots.first", "run.id.x", "now.year"],
)
def test_what_is_not_there_is_named(scope: Scope, text: str) -> None:
    with pytest.raises(UnsetNameError) as caught:
        read(scope, text)
    assert caught.value.name == text
    assert f"${{{text}}}" in str(caught.value)


def test_a_name_is_set_until_it_is_unset(scope: Scope) -> None:
    scope.set("slot", "s1")
    assert scope.is_set("slot")
    assert read(scope, "slot") == "s1"
    scope.unset("slot")
    scope.unset("slot")
    assert not scope.is_set("slot")


def test_a_flow_sees_its_params_and_the_shared_roots_only(scope: Scope) -> None:
    inner = scope.child({"slot": "s1"})
    assert [read(inner, text) for text in ("slot", "run.id")] == ["s1", "r1"]
    assert not inner.is_set("patient")
    assert not inner.is_set("case")


def test_a_param_never_hides_a_root(scope: Scope) -> None:
    assert read(scope.child({"run": "mine"}), "run.id") == "r1"


def test_names_set_in_a_flow_stay_there(scope: Scope) -> None:
    scope.child({}).set("slot", "s1")
    assert not scope.is_set("slot")


def test_sent_reads_the_last_request_of_a_step(scope: Scope) -> None:
    scope.record_sent("first", Headers([("X-Request-Id", "1")]))
    scope.record_sent("second", Headers([("X-Request-Id", "2")]))
    assert read(scope, "sent.x-request-id") == "2"
    assert read(scope, "sent.first.X-Request-Id") == "1"


def test_sent_addresses_a_step_inside_a_flow(scope: Scope) -> None:
    inner = scope.child({}, step="first")
    inner.record_sent("book", Headers([("X-Request-Id", "1")]))
    inner.record_sent("read", Headers([("X-Request-Id", "2")]))
    assert read(inner, "sent.book.X-Request-Id") == "1"
    assert read(scope, "sent.first.book.X-Request-Id") == "1"
    assert read(scope, "sent.first.X-Request-Id") == "2"


def test_a_cleanup_flow_without_a_step_of_its_own_is_seen_too(scope: Scope) -> None:
    scope.child({}).record_sent("cancel", Headers([("X-Request-Id", "1")]))
    assert read(scope, "sent.cancel.X-Request-Id") == "1"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sent", "no such header"),
        ("sent.Accept", "no such header"),
        ("sent.other.Accept", "has sent no request"),
    ],
)
def test_a_header_not_sent_is_told_from_a_request_not_sent(
    scope: Scope, text: str, reason: str
) -> None:
    scope.record_sent("first", Headers([("X-Request-Id", "1")]))
    with pytest.raises(UnsetNameError, match=reason):
        read(scope, text)
