"""Laws: whatever is sent, the simulator answers, and says no patient's name."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.calls import Answer, Call
from pytest_bars.simulator.faults import switch_on
from tests.simulator.api import FHIR_JSON, in_process, organisation, target
from tests.simulator.messages import (
    Resource,
    booking,
    cancel_booking,
    cancel_referral,
    new_id,
    referral,
)
from tests.simulator.requests import (
    cancelled,
    did_not_attend,
    dispatched,
    full,
    referral_of,
    updated,
    validation,
)

KNOWN = {200, 400, 404, 405, 406, 409, 413, 415, 422, 500, 501}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SLOT = in_process().free_slot()
MESSAGES = (
    booking(SLOT, referral=new_id()),
    cancel_booking(new_id(), version="1"),
    referral(booking=new_id()),
    cancel_referral(new_id()),
    updated(referral_of("a6t1"), new_id(), meta={"lastUpdated": "2026-01-01"}),
    validation(),
    cancelled(validation(), new_id()),
    did_not_attend(referral()),
    full(validation()),
    dispatched(referral_of("a6t1")),
)
PATHS = (
    "/$process-message",
    "/Slot",
    "/Appointment",
    "/MessageDefinition",
    "/metadata",
)
FAULTY = switch_on(
    [
        "invalid-body-accepted",
        "rules-unchecked",
        "event-unchecked",
        "version-unchecked",
        "use-case-unchecked",
        "unknown-link-accepted",
        "cancel-unknown-accepted",
        "referral-cancel-unknown-accepted",
        "validation-cancel-unknown-accepted",
        "update-unknown-accepted",
        "response-unknown-accepted",
        "response-header-unchecked",
    ]
)


def post(simulator: Simulator, body: Any) -> Answer:
    headers = {
        "x-request-id": new_id(),
        "x-correlation-id": new_id(),
        "nhsd-target-identifier": target(),
        "nhsd-end-user-organisation": organisation("X99ZZ"),
        "content-type": FHIR_JSON,
    }
    content = json.dumps(body).encode()
    call = Call("POST", "/$process-message", headers=headers, body=content)
    return simulator.answer(call)


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [place]
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, member in pairs:
        found += places(member, (*place, key))
    return found


def with_node(message: Resource, place: tuple[Any, ...], node: Any) -> Any:
    """Return the message with another node at a place."""
    if not place:
        return node
    changed: Any = copy.deepcopy(message)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = node
    return changed


@st.composite
def broken_messages(draw: st.DrawFn) -> Any:
    message = draw(st.sampled_from(MESSAGES))
    place = draw(st.sampled_from(places(message)))
    return with_node(message, place, draw(JSON))


@settings(max_examples=60, deadline=None)
@given(body=JSON)
def test_any_json_is_answered(body: Any) -> None:
    assert post(Simulator(), body).status == 400


@settings(max_examples=150, deadline=None)
@given(body=broken_messages())
def test_a_message_with_anything_anywhere_is_answered(body: Any) -> None:
    answer = post(Simulator(), body)
    assert answer.status in KNOWN
    assert "Dyball" not in str(answer.body) or answer.status == 200


@settings(max_examples=200, deadline=None)
@given(body=broken_messages())
def test_a_receiver_that_checks_nothing_still_answers(body: Any) -> None:
    assert post(Simulator(FAULTY), body).status in KNOWN


@settings(max_examples=120, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    path=st.sampled_from(PATHS) | st.text(),
    query=st.lists(
        st.tuples(
            st.sampled_from(["start", "status", "context", "patient:identifier"])
            | st.text(),
            st.text() | st.just("https://fhir.nhs.uk/Id/dos-service-id|1"),
        ),
        max_size=4,
    ),
    headers=st.dictionaries(
        st.sampled_from(
            ["accept", "nhsd-end-user-organisation", "x-request-id", "content-type"]
        ),
        st.text(),
    ),
    is_targeted=st.booleans(),
)
def test_any_call_is_answered(
    method: str,
    path: str,
    query: list[tuple[str, str]],
    headers: dict[str, str],
    *,
    is_targeted: bool,
) -> None:
    sent = {"x-request-id": new_id(), "x-correlation-id": new_id(), **headers}
    if is_targeted:
        sent["nhsd-target-identifier"] = target()
    call = Call(method, path, tuple(query), sent, b"{}")
    assert Simulator().answer(call).status in KNOWN
