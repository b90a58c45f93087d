import asyncio
from datetime import datetime
from typing import Any

import pytest

from pytest_bars.simulator.app import Simulator
from tests.simulator.api import (
    SYSTEM,
    SimulatorFailedError,
    assert_valid,
    in_process,
    outcome,
)
from tests.simulator.messages import part, referral, without


def test_a_sender_that_hangs_up_gets_no_answer() -> None:
    async def hang_up() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    asyncio.run(Simulator()(scope, hang_up, send))


def test_a_message_without_patient_is_refused_even_unvalidated() -> None:
    api = in_process("invalid-body-accepted")
    response = api.post(without(referral(), "Patient"))
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invariant")


def test_a_body_that_is_no_object_is_refused_even_unvalidated() -> None:
    response = in_process("invalid-body-accepted").post(b"[]")
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invalid")


def test_resources_without_type_are_read_even_unvalidated() -> None:
    message = referral()
    message["entry"] += [{"fullUrl": "urn:x", "resource": {}}, {"resource": "none"}]
    assert in_process("invalid-body-accepted").post(message).status_code == 200


def test_a_message_without_reason_is_answered_without_one() -> None:
    message = referral()
    del part(message, "MessageHeader")["reason"]
    response = in_process("rules-unchecked").post(message)
    assert_valid(response.json())
    assert "reason" not in part(response.json(), "MessageHeader")


def test_a_fault_in_every_body_leaves_an_empty_one_alone() -> None:
    api = in_process("outcome-missing", "response-invalid-r4")
    assert api.get("/Appointment").content == b""


def test_contexts_without_a_fault_name_the_system() -> None:
    api = in_process("message-definition-context-unchecked")
    body = api.get("/MessageDefinition").json()
    assert SYSTEM in str(body["entry"][0]["resource"]["useContext"])


def test_a_message_with_neither_event_nor_focus_is_refused_even_unchecked() -> None:
    message = referral()
    code = {"eventCoding": {"code": "other"}, "focus": [{"reference": "urn:other"}]}
    part(message, "MessageHeader").update(code)
    response = in_process("event-unchecked", "invalid-body-accepted").post(message)
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invariant")


def test_a_simulator_that_raises_is_not_taken_for_one_with_a_fault() -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    with pytest.raises(SimulatorFailedError):
        in_process(now=broken).slots()


def test_a_message_must_begin_with_its_header_even_unvalidated() -> None:
    message = referral()
    message["entry"].reverse()
    response = in_process("invalid-body-accepted").post(message)
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invariant")
