import pytest

from pytest_bars.protocol.sentinels import BOOKED_ID
from tests.simulator.api import (
    Api,
    assert_valid,
    organisation,
    outcome,
    slot_query,
    target,
)
from tests.simulator.messages import (
    ADULT,
    booking,
    cancel_booking,
    part,
    parts,
    without,
)

CONFLICT = (409, "REC_CONFLICT", "conflict")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_booking_is_confirmed_with_its_id_and_its_slot(api: Api) -> None:
    slot = api.free_slot()
    message = booking(slot)
    response = api.post(message)
    body = response.json()
    appointment = part(body, "Appointment")
    assert response.status_code == 200
    assert_valid(body)
    assert len(parts(body, "Appointment")) == 1
    assert appointment["status"] == "booked"
    assert appointment["start"] == slot["start"]
    assert appointment["identifier"][0]["value"].startswith("B-")
    assert part(body, "Slot") == {**part(body, "Slot"), "id": slot["id"]}
    assert part(body, "Slot")["status"] == "busy"


def test_the_answer_says_what_it_answers(api: Api) -> None:
    message = booking(api.free_slot())
    body = api.post(message).json()
    header = part(body, "MessageHeader")
    entry = next(
        one for one in body["entry"] if one["resource"]["resourceType"] == "Appointment"
    )
    assert body["type"] == "message"
    assert body["entry"][0]["resource"] == header
    assert header["response"] == {"identifier": message["id"], "code": "ok"}
    assert header["eventCoding"]["code"] == "booking-response"
    assert header["focus"] == [{"reference": entry["fullUrl"]}]
    assert header["destination"][0]["endpoint"].endswith("|2222222222")


def test_references_of_the_answer_resolve_within_it(api: Api) -> None:
    body = api.post(booking(api.free_slot())).json()
    urls = {entry["fullUrl"] for entry in body["entry"]}
    appointment = part(body, "Appointment")
    assert appointment["slot"][0]["reference"] in urls
    assert appointment["participant"][0]["actor"]["reference"] in urls


def test_a_booking_can_be_read_back(api: Api) -> None:
    confirmed = api.book()
    response = api.get(f"/Appointment/{confirmed['id']}")
    read = response.json()
    assert response.status_code == 200
    assert_valid(read)
    assert read["status"] == "booked"
    assert read["id"] == confirmed["id"]
    assert read["meta"]["versionId"] == "1"
    assert read["participant"][0]["actor"]["identifier"]["value"] == ADULT
    assert read["slot"][0]["reference"].startswith("Slot/")


def test_bookings_of_a_patient_are_found(api: Api) -> None:
    confirmed = api.book()
    body = api.search("Appointment", ADULT).json()
    assert_valid(body)
    assert [one["id"] for one in parts(body, "Appointment")] == [confirmed["id"]]


def test_bookings_of_other_patients_are_not_found(api: Api) -> None:
    api.book()
    body = api.search("Appointment", "9658499104").json()
    assert_valid(body)
    assert body["total"] == 0


def test_a_patient_without_nhs_number_can_be_booked_and_cancelled(api: Api) -> None:
    confirmed = api.book(nhs_number=None)
    read = api.get(f"/Appointment/{confirmed['id']}").json()
    assert "identifier" not in read["participant"][0]["actor"]
    assert api.post(cancel_booking(confirmed["id"])).status_code == 200


def test_a_booked_slot_is_no_longer_free(api: Api) -> None:
    slot = api.free_slot()
    api.post(booking(slot))
    assert slot["id"] not in {one["id"] for one in parts(api.slots().json(), "Slot")}
    busy = parts(api.slots(status="busy").json(), "Slot")
    assert slot["id"] in {one["id"] for one in busy}


def test_a_slot_that_is_taken_is_a_conflict(api: Api) -> None:
    slot = api.free_slot()
    api.post(booking(slot))
    response = api.post(booking(slot, nhs_number="9658499104"))
    assert outcome(response) == CONFLICT
    assert_valid(response.json())


def test_a_slot_that_does_not_exist_is_not_found(api: Api) -> None:
    message = booking({**api.free_slot(), "id": UNKNOWN})
    assert outcome(api.post(message)) == (404, "REC_NOT_FOUND", "not-found")


def test_a_slot_may_be_named_by_its_id_alone(api: Api) -> None:
    slot = api.free_slot()
    message = booking(slot)
    part(message, "Appointment")["slot"] = [{"reference": f"Slot/{slot['id']}"}]
    assert api.post(message).status_code == 200


def test_a_booking_without_slot_is_refused(api: Api) -> None:
    message = booking(api.free_slot())
    del part(message, "Appointment")["slot"]
    assert outcome(api.post(message)) == (400, "REC_BAD_REQUEST", "invariant")


def test_a_cancelled_booking_stays_readable_and_frees_its_slot(api: Api) -> None:
    slot = api.free_slot()
    confirmed = part(api.post(booking(slot)).json(), "Appointment")
    response = api.post(cancel_booking(confirmed["id"]))
    read = api.get(f"/Appointment/{confirmed['id']}").json()
    assert response.status_code == 200
    assert_valid(response.json())
    assert part(response.json(), "Appointment")["status"] == "cancelled"
    assert part(response.json(), "Slot")["status"] == "free"
    assert read["status"] == "cancelled"
    assert read["meta"]["versionId"] == "2"
    assert read["meta"]["lastUpdated"] > confirmed["meta"]["lastUpdated"]
    assert slot["id"] in {one["id"] for one in parts(api.slots().json(), "Slot")}
    assert api.post(booking(slot)).status_code == 200


def test_a_booking_made_in_error_says_so(api: Api) -> None:
    confirmed = api.book()
    api.post(cancel_booking(confirmed["id"], status="entered-in-error"))
    read = api.get(f"/Appointment/{confirmed['id']}").json()
    assert read["status"] == "entered-in-error"


def test_a_second_cancellation_is_a_conflict(api: Api) -> None:
    confirmed = api.book()
    api.post(cancel_booking(confirmed["id"]))
    assert outcome(api.post(cancel_booking(confirmed["id"]))) == CONFLICT


def test_an_unknown_booking_cannot_be_cancelled(api: Api) -> None:
    response = api.post(cancel_booking(UNKNOWN))
    assert outcome(response) == (404, "REC_NOT_FOUND", "not-found")


def test_a_cancellation_must_name_the_booking(api: Api) -> None:
    message = cancel_booking(UNKNOWN)
    del part(message, "Appointment")["id"]
    assert outcome(api.post(message)) == (400, "REC_BAD_REQUEST", "required")


def test_a_cancellation_by_a_stale_copy_is_a_conflict(api: Api) -> None:
    confirmed = api.book()
    stale = cancel_booking(confirmed["id"], version="7")
    fresh = cancel_booking(confirmed["id"], version="1")
    assert outcome(api.post(stale)) == CONFLICT
    assert api.post(fresh).status_code == 200


def test_another_patients_booking_cannot_be_cancelled(api: Api) -> None:
    confirmed = api.book()
    response = api.post(cancel_booking(confirmed["id"], nhs_number="9658499104"))
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invariant")


def test_a_cancellation_needs_its_patient_by_definition(api: Api) -> None:
    confirmed = api.book()
    message = without(cancel_booking(confirmed["id"]), "Patient")
    part(message, "Appointment")["participant"] = [
        {"actor": {"display": "the patient"}, "status": "accepted"}
    ]
    assert outcome(api.post(message)) == (400, "REC_BAD_REQUEST", "invariant")


def test_a_booking_is_not_amended(api: Api) -> None:
    message = cancel_booking(api.book()["id"], status="booked")
    assert outcome(api.post(message)) == (400, "REC_BAD_REQUEST", "not-supported")


@pytest.mark.parametrize("name", ["X-Request-Id", "X-Correlation-Id"])
def test_a_conversation_may_be_of_any_organisation(api: Api, name: str) -> None:
    confirmed = api.book()
    headers = {"NHSD-End-User-Organisation": organisation("RYY")}
    response = api.post(cancel_booking(confirmed["id"]), headers=headers)
    assert response.status_code == 200
    assert response.headers[name] == response.request.headers[name]


def test_a_booking_without_use_case_is_application_7s(api: Api) -> None:
    message = booking(api.free_slot())
    part(message, "Appointment").pop("serviceCategory")
    assert api.post(message).status_code == 200


def test_a_service_without_application_7_needs_a_use_case(api: Api) -> None:
    service = "2000076288"
    headers = {"NHSD-Target-Identifier": target(service)}
    query = slot_query(**{"Schedule.actor:HealthcareService": service})
    slot = part(api.get("/Slot", query, headers=headers).json(), "Slot")
    message = booking(slot, service=service)
    part(message, "Appointment").pop("serviceCategory")
    refused = api.post(message, headers=headers)
    assert outcome(refused) == (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")


def test_a_booking_of_an_application_that_books_nothing_is_refused(api: Api) -> None:
    message = booking(api.free_slot())
    part(message, "Appointment")["serviceCategory"][0]["coding"][0]["code"] = "a5t1"
    refused = api.post(message)
    assert outcome(refused) == (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")


def test_the_referral_of_a_cancelled_booking_is_not_booked_again(api: Api) -> None:
    request = api.refer(nhs_number=ADULT)
    first = api.book(referral=request["id"])
    api.post(cancel_booking(first["id"]))
    again_linked = booking(api.free_slot(), referral=request["id"])
    assert outcome(api.post(again_linked)) == (409, "REC_CONFLICT", "conflict")
    anew = api.refer(nhs_number=ADULT)
    assert api.book(referral=anew["id"])["status"] == "booked"


def test_what_tkw_always_has_can_be_cancelled_and_stays(api: Api) -> None:
    response = api.post(cancel_booking(BOOKED_ID))
    assert response.status_code == 200
    assert_valid(response.json())
    assert api.get(f"/Appointment/{BOOKED_ID}").json()["status"] == "booked"
