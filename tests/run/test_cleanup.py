"""What a test has created, and that it is undone."""

import pytest

from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, Outcome
from tests.run.conftest import OpenBench
from tests.run.plans import CANCEL_FLOW, CLEANUP, TEST, appointment, booking
from tests.run.servers import Answer, Receiver, bundle, outcome

CREATED = Answer(201, appointment())
CANCELLED = Answer(200, appointment(status="cancelled"))
CANCEL = """
      - ref: cancel
        name: Cancel it
        flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
"""


def test_what_a_test_creates_is_in_the_ledger_until_it_is_undone(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("DELETE", "/Appointment/a-1", CANCELLED)
    opened = bench(booking(after=CANCEL, cleanup=CLEANUP), flows=CANCEL_FLOW)
    result = opened.run("T-1")
    assert result.outcome is Outcome.PASS, result
    assert opened.records("ledger.opened") == [
        {
            "entry": "P::T-1#1",
            "test": "P::T-1",
            "type": "Appointment",
            "id": "a-1",
            "target": opened.session.profile.target.as_json(),
            "patient": "adult_1",
            "undo": "cancel-booking",
        }
    ]
    assert opened.records("ledger.closed") == [
        {"entry": "P::T-1#1", "by": "cancel.cancel"}
    ]
    [cleanup] = result.cleanup
    assert (cleanup.outcome, cleanup.reason) == (Outcome.SKIP, "no Appointment is open")
    assert receiver.paths("DELETE") == ["/Appointment/a-1"]


def test_cleanup_runs_when_nothing_cancels(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("DELETE", "/Appointment/a-1", CANCELLED)
    result = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.PASS
    assert result.cleanup[0].address == "cleanup.cleanup-1"
    assert result.left_behind == ()


def test_cleanup_runs_after_a_failure_and_takes_what_was_captured(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", Answer(202, appointment()))
    receiver.on("DELETE", "/Appointment/a-1", CANCELLED)
    result = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.FAIL
    assert receiver.paths("DELETE") == ["/Appointment/a-1"]
    assert result.left_behind == ()


def test_what_no_cleanup_names_is_undone_by_its_flow(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("DELETE", "/Appointment/a-1", CANCELLED)
    result = bench(booking(), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.PASS
    [undone] = result.cleanup
    assert (undone.address, undone.name) == (
        *("cleanup.undo-1", "Undo Appointment/a-1"),
    )


def test_cleanup_with_an_unset_name_is_not_run(
    receiver: Receiver, bench: OpenBench
) -> None:
    body: Json = {"resourceType": "Appointment", "status": "booked"}
    receiver.on("POST", "/Appointment", Answer(201, bundle(body)))
    opened = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW)
    result = opened.run("T-1")
    assert result.outcome is Outcome.FAIL
    declared, undo = result.cleanup
    assert declared.outcome is Outcome.NOT_RUN
    assert declared.reason == "${booking_id} has no value: it is not set."
    assert undo.outcome is Outcome.NOT_RUN
    assert undo.reason == "Appointment/unknown cannot be named to cancel-booking"
    assert result.left_behind == ("Appointment/unknown",)
    assert receiver.paths("DELETE") == []


def test_who_hinders_cleanup_is_named(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("DELETE", "/Appointment/a-1", Answer(500))
    result = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.left_behind == ("Appointment/a-1",)
    assert result.attribution is Attribution.RECEIVER
    assert result.next_action.startswith("First undo Appointment/a-1 at the Receiver.")


def test_the_id_of_a_location_header_will_do(
    receiver: Receiver, bench: OpenBench
) -> None:
    where = {"Location": "http://there/Appointment/a-7/_history/1"}
    receiver.on("POST", "/Appointment", Answer(201, b"", headers=where))
    receiver.on("DELETE", "/Appointment/a-7", CANCELLED)
    result = bench(booking(), flows=CANCEL_FLOW).run("T-1")
    assert receiver.paths("DELETE") == ["/Appointment/a-7"]
    assert result.left_behind == ()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(409, outcome("REC_CONFLICT", "conflict")), id="refused"),
        pytest.param(Answer(500), id="failed"),
    ],
)
def test_a_refused_create_opens_nothing(
    receiver: Receiver, bench: OpenBench, answer: Answer
) -> None:
    receiver.on("POST", "/Appointment", answer)
    opened = bench(booking(), flows=CANCEL_FLOW)
    assert opened.run("T-1").outcome is Outcome.FAIL
    assert opened.records("ledger.opened") == []


UNWANTED = f"""
vars: {{patient: {{patient: adult_1}}}}
{TEST}
    steps:
      - ref: book
        name: Send what must be refused
        request: %s
        effect: none
        expect: [{{status: 400}}]
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
"""
FLOW_WITH_UNDO = """
cancel-booking:
  title: Cancel it
  params: {booking_id: id, booking: resource, who: {type: patient, required: false}}
  steps:
    - ref: cancel
      name: Cancel it
      request: {delete: "/Appointment/${booking_id}", to: receiver}
      effect: {cancel: Appointment}
      expect: [{status: 200}]
book:
  title: Book it
  steps:
    - ref: book
      name: Book it
      request: {post: /Appointment, to: receiver, body: {json: {}}}
      effect: {create: Appointment, undo: cancel-booking}
      expect: [{status: 200}]
"""


def test_what_was_created_against_the_plan_is_undone_all_the_same(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("DELETE", "/Appointment/a-1", CANCELLED)
    text = UNWANTED % "{post: /Appointment, to: receiver, body: {json: {a: 1}}}"
    opened = bench(text, flows=FLOW_WITH_UNDO)
    result = opened.run("T-1")
    assert result.outcome is Outcome.FAIL
    assert opened.records("ledger.opened")[0]["undo"] == "cancel-booking"
    assert receiver.paths("DELETE") == ["/Appointment/a-1"]
    assert result.left_behind == ()


@pytest.mark.parametrize(
    ("request_", "path", "entry"),
    [
        pytest.param(
            "{post: /ServiceRequest, to: receiver, body: {text: x}}",
            "/ServiceRequest",
            "ServiceRequest/unknown",
            id="by path",
        ),
        pytest.param(
            "{post: /Unheard, to: receiver, body: {text: x}}",
            "/Unheard",
            "unknown/unknown",
            id="not at all",
        ),
        pytest.param(
            "{post: /Unheard, to: receiver, body: {json: "
            "{resourceType: ServiceRequest, id: r-1}}}",
            "/Unheard",
            "ServiceRequest/r-1",
            id="by message",
        ),
    ],
)
def test_what_was_created_is_named_as_well_as_can_be(
    receiver: Receiver, bench: OpenBench, request_: str, path: str, entry: str
) -> None:
    receiver.on("POST", path, Answer(200, b"fine"))
    result = bench(UNWANTED % request_).run("T-1")
    assert result.left_behind == (entry,)
    assert result.attribution is Attribution.RECEIVER


TWICE = f"""{TEST}
    steps:
      - ref: first
        name: Send it
        request: {{post: /Appointment, to: receiver, body: {{json: {{a: 1}}}}}}
        effect: {{create: Appointment, undo: cancel-booking}}
        expect: [{{status: 201}}]
      - ref: change
        name: Change it
        request: {{put: /Appointment/a-1, to: receiver, body: {{json: {{a: 1}}}}}}
        effect: {{update: Appointment}}
        expect: [{{status: 200}}]
      - ref: second
        name: Send it again
        resend: {{of: first, as: same-bundle}}
        effect: none
        expect: [{{status: 201}}]
      - ref: cancel
        name: Cancel another
        request: {{delete: /Appointment/a-2, to: receiver}}
        effect: {{cancel: Appointment}}
        expect: [{{status: 200}}]
"""


def test_one_thing_has_one_entry_which_only_its_own_cancellation_closes(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", CREATED)
    receiver.on("PUT", "/Appointment/a-1", Answer(200, appointment()))
    receiver.on("DELETE", "/Appointment/a-2", Answer(200, b""))
    receiver.on("DELETE", "/Appointment/a-1", Answer(200, b""))
    opened = bench(TWICE, flows=CANCEL_FLOW.replace(", patient: patient", ""))
    assert opened.run("T-1").outcome is Outcome.PASS
    assert len(opened.records("ledger.opened")) == 1
    assert opened.records("ledger.closed")[0]["by"] == "cleanup.undo-1.cancel"
