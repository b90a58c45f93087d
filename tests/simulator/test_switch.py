"""Faults that one request asks for: `Bars-Simulator-Fault`."""

import httpx
import pytest

from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.faults import UnknownFaultError
from tests.simulator.api import Api, in_process, instant, outcome
from tests.simulator.conftest import ChildApi
from tests.simulator.messages import STATEFUL, booking, part, parts

UNKNOWN = "/Appointment/00000000-0000-4000-8000-000000000000"


def asking(*faults: str) -> dict[str, str | None]:
    """Return the header that asks for these faults."""
    return {SIMULATOR_FAULT: ", ".join(faults)}


def test_a_fault_holds_for_the_request_that_asks_for_it_alone(api: Api) -> None:
    asked = api.get("/metadata", headers=asking("receiver-fails"))
    assert (asked.status_code, api.get("/metadata").status_code) == (500, 200)


def test_faults_of_a_request_come_on_top_of_those_that_are_always_on() -> None:
    api = in_process("outcome-without-diagnostics")
    response = api.get(UNKNOWN, headers=asking("error-issue=value", "error-status=400"))
    assert outcome(response) == (400, "REC_NOT_FOUND", "value")
    assert "diagnostics" not in response.json()["issue"][0]
    assert outcome(api.get(UNKNOWN)) == (404, "REC_NOT_FOUND", "not-found")


def test_a_value_of_a_request_wins() -> None:
    api = in_process("error-status=418")
    assert api.get(UNKNOWN, headers=asking("error-status=499")).status_code == 499
    assert api.get(UNKNOWN).status_code == 418


@pytest.mark.parametrize("asked", ["", " , "])
def test_a_request_may_ask_for_no_fault(api: Api, asked: str) -> None:
    assert api.get("/metadata", headers={SIMULATOR_FAULT: asked}).status_code == 200


def test_an_unknown_fault_is_refused_in_plain_words(api: Api) -> None:
    response = api.get("/metadata", headers=asking("recever-fails"))
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.text.startswith(
        'unknown fault "recever-fails". Did you mean "receiver-fails"?'
    )


def test_an_unknown_fault_is_refused_by_the_simulator_as_an_object() -> None:
    call = Call("GET", "/metadata", headers={SIMULATOR_FAULT.lower(): "none-such"})
    with pytest.raises(UnknownFaultError):
        Simulator().answer(call)


def test_a_refused_fault_leaves_none_behind(api: Api) -> None:
    api.get("/metadata", headers=asking("receiver-fails", "none-such"))
    assert api.get("/metadata").status_code == 200


def test_the_stateful_patient_can_be_ignored_for_one_request(api: Api) -> None:
    api.book(nhs_number=STATEFUL)
    message = booking(api.free_slot(), nhs_number=STATEFUL)
    assert api.post(message).status_code == 409
    ignoring = asking("stateful-patient-ignored")
    assert api.post(message, headers=ignoring).status_code == 200


def test_a_slot_that_is_over_can_no_longer_be_booked(api: Api) -> None:
    slot = api.free_slot()
    late = asking("clock-offset=30d")
    refused = api.post(booking(slot), headers=late)
    assert outcome(refused) == (409, "REC_CONFLICT", "conflict")
    assert api.post(booking(slot)).status_code == 200


def test_time_travel_of_one_request_leaves_the_time_of_the_others() -> None:
    api = in_process()
    ahead = api.get("/Slot", api.slots().request.url.params.multi_items())
    assert ahead.status_code == 200
    api.get("/metadata", headers=asking("clock-offset=30d"))
    slots = [("status", "free"), ("start", f"ge{instant(31)}")]
    slots += [("start", f"le{instant(33)}")]
    slots += [("Schedule.actor:HealthcareService", "2000072489")]
    slots += [
        ("_include", "Slot:schedule"),
        ("_include", "Schedule:actor:HealthcareService"),
    ]
    assert not parts(api.get("/Slot", slots).json(), "Slot")
    travelled = api.get("/Slot", slots, headers=asking("clock-offset=30d")).json()
    assert parts(travelled, "Slot")
    assert travelled["meta"]["lastUpdated"] > instant(29)
    assert api.book()["meta"]["lastUpdated"] < instant(1)


def test_a_clock_can_be_behind_for_good() -> None:
    made = in_process("clock-offset=-90d").refer()
    assert made["meta"]["lastUpdated"] < instant(-89)


def test_a_delay_is_waited_for(api: Api) -> None:
    response = api.get("/metadata", headers=asking("delay=60ms"))
    assert response.status_code == 200
    assert response.elapsed.total_seconds() >= 0.05


@pytest.mark.parametrize("status", [200, 302, 418, 502])
def test_any_status_can_be_had_and_nothing_is_processed(api: Api, status: int) -> None:
    message = booking(api.free_slot())
    response = api.post(message, headers=asking(f"answer-status={status}"))
    assert (response.status_code, response.content) == (status, b"")
    assert api.post(message).status_code == 200


def test_a_malformed_body_looks_complete(api: Api) -> None:
    whole = api.get("/metadata").content
    response = api.get("/metadata", headers=asking("body-malformed"))
    assert whole.startswith(response.content)
    assert len(response.content) == len(whole) // 2
    assert response.headers["Content-Type"] == "application/fhir+json"


def test_a_truncated_body_ends_before_its_length(child_api: ChildApi) -> None:
    api = child_api()
    with pytest.raises(httpx.RemoteProtocolError, match="peer closed"):
        api.get("/metadata", headers=asking("body-truncated"))
    assert api.get("/metadata").status_code == 200


def test_a_reset_connection_gives_no_answer_and_does_nothing(
    child_api: ChildApi,
) -> None:
    api = child_api()
    message = booking(api.free_slot())
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        api.post(message, headers=asking("connection-reset"))
    confirmed = part(api.post(message).json(), "Appointment")
    assert confirmed["status"] == "booked"


def test_a_cut_answer_can_be_had_for_one_message(child_api: ChildApi) -> None:
    api = child_api()
    message = booking(api.free_slot())
    with pytest.raises(httpx.RemoteProtocolError):
        api.post(message, headers=asking("connection-dropped-after-write"))
    assert outcome(api.post(message))[2] == "conflict"
