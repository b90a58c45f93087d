"""What becomes of a write whose answer is lost."""

import pytest

from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, Outcome
from tests.run.conftest import OpenBench
from tests.run.plans import CANCEL_FLOW, CLEANUP, TEST, appointment, booking
from tests.run.servers import Answer, Receiver, bundle

LOST = Answer(is_lost=True)
BOOKED: dict[str, Json] = {**appointment(), "slot": [{"reference": "Slot/s-1"}]}


def test_a_lost_booking_is_found_by_reading_and_undone(
    receiver: Receiver, bench: OpenBench
) -> None:
    other: Json = {**BOOKED, "id": "a-0", "status": "cancelled"}
    receiver.on("POST", "/Appointment", LOST)
    receiver.on("GET", "/Appointment", Answer(body=bundle(other, BOOKED)))
    receiver.on("DELETE", "/Appointment/a-1", Answer(body=appointment()))
    opened = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW)
    result = opened.run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.attribution is Attribution.PLATFORM
    assert "reading shows that it arrived: Appointment/a-1" in result.reason
    assert receiver.paths("POST") == ["/Appointment"]
    assert result.left_behind == ()
    assert opened.records("http.sent")[1]["step"] == "book.reconcile"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(body=bundle()), id="nothing there"),
        pytest.param(
            Answer(body=bundle({**appointment(), "slot": [{"reference": "Slot/s-2"}]})),
            id="another one",
        ),
        pytest.param(Answer(body=bundle({"resourceType": "Slot"})), id="no booking"),
        pytest.param(Answer(500), id="no answer of use"),
        pytest.param(Answer(body=b"<html>"), id="no JSON"),
        pytest.param(LOST, id="lost too"),
    ],
)
def test_a_booking_that_reading_does_not_show_stays_unknown(
    receiver: Receiver, bench: OpenBench, answer: Answer
) -> None:
    receiver.on("POST", "/Appointment", LOST)
    receiver.on("GET", "/Appointment", answer)
    opened = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW)
    result = opened.run("T-1")
    assert result.outcome is Outcome.ERROR
    assert "reading does not show whether it arrived" in result.reason
    assert opened.records("ledger.opened")[0]["id"] is None
    assert result.left_behind == ("Appointment/unknown",)
    assert receiver.paths("POST") == ["/Appointment"]


@pytest.mark.parametrize("body", ["{json: {resourceType: Appointment}}", "{text: x}"])
def test_a_message_that_names_no_patient_is_not_searched_for(
    receiver: Receiver, bench: OpenBench, body: str
) -> None:
    receiver.on("POST", "/Appointment", LOST)
    text = f"""{TEST}
    steps:
      - ref: book
        name: Book it
        request: {{post: /Appointment, to: receiver, body: {body}}}
        effect: {{create: Appointment, undo: cancel-booking}}
        expect: [{{status: 200}}]
"""
    result = bench(text, flows=CANCEL_FLOW.replace(", patient: patient", "")).run("T-1")
    assert result.left_behind == ("Appointment/unknown",)
    assert receiver.paths("GET") == []


CANCEL = """
      - ref: cancel
        name: Cancel it
        flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
"""


@pytest.mark.parametrize(
    ("status", "words", "left"),
    [
        ("cancelled", "reading shows that Appointment/a-1 is cancelled", ()),
        (
            "booked",
            "reading does not show that Appointment/a-1 is undone",
            ("Appointment/a-1",),
        ),
    ],
)
def test_a_lost_cancellation_is_looked_up(
    receiver: Receiver, bench: OpenBench, status: str, words: str, left: tuple[str, ...]
) -> None:
    receiver.on("POST", "/Appointment", Answer(201, appointment()))
    receiver.on("DELETE", "/Appointment/a-1", LOST)
    receiver.on("GET", "/Appointment/a-1", Answer(body=appointment(status=status)))
    result = bench(booking(after=CANCEL), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert words in result.reason
    assert result.left_behind == left


@pytest.mark.parametrize("effect", ["cancel", "update"])
def test_a_lost_write_to_what_is_not_ours_is_unknown(
    receiver: Receiver, bench: OpenBench, effect: str
) -> None:
    receiver.on("PUT", "/Appointment/a-9", LOST)
    text = f"""{TEST}
    steps:
      - ref: change
        name: Change it
        request: {{put: /Appointment/a-9, to: receiver, body: {{json: {{a: 1}}}}}}
        effect: {{{effect}: Appointment}}
        expect: [{{status: 200}}]
"""
    result = bench(text).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason.endswith("; what became of it is unknown")
    assert receiver.paths("GET") == []
