from typing import Any

import httpx
import pytest

from tests.simulator.api import Api, assert_valid, in_process, outcome
from tests.simulator.messages import ADULT, Resource, new_id
from tests.simulator.resources import (
    api_of,
    appointment,
    contained_patient,
    created,
    replacing,
    service_request,
    speaking,
)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
BAD = "REC_BAD_REQUEST"
CONFLICT = (409, "REC_CONFLICT", "conflict")


@pytest.fixture
def api() -> Api:
    return api_of("1.1.0")


def post(api: Api, body: Any, **options: Any) -> httpx.Response:
    path = f"/{body.get('resourceType', 'Appointment')}"
    return api.call("POST", path, body=body, **options)


def put(api: Api, body: Resource, **options: Any) -> httpx.Response:
    path = f"/{body['resourceType']}/{body['id']}"
    return api.call("PUT", path, body=body, **options)


def patch(api: Api, booking: Resource, **members: Any) -> httpx.Response:
    body = {"resourceType": "Appointment", **members}
    return api.call("PATCH", f"/Appointment/{booking['id']}", body=body)


def book(api: Api, **members: Any) -> Resource:
    return created(post(api, appointment(api.free_slot(), **members)))


def read(api: Api, resource: Resource) -> Resource:
    response = api.get(f"/{resource['resourceType']}/{resource['id']}")
    return created(response)


def is_free(api: Api, slot: Resource) -> bool:
    """Say whether a slot can be booked."""
    return post(api, appointment(slot)).status_code == 200


# -- bookings ----------------------------------------------------------------------


def test_a_new_booking_is_answered_with_an_id_and_can_be_read(api: Api) -> None:
    slot = api.free_slot()
    response = post(api, appointment(slot))
    booking = created(response)
    assert_valid(booking)
    assert booking["start"] == slot["start"]
    assert booking["meta"]["versionId"] == "1"
    assert response.headers["Location"].endswith(f"/Appointment/{booking['id']}")
    assert read(api, booking) == booking


def test_a_new_booking_takes_its_slot(api: Api) -> None:
    slot = api.free_slot()
    created(post(api, appointment(slot)))
    assert outcome(post(api, appointment(slot))) == CONFLICT


def test_a_new_booking_is_found_by_the_patients_number(api: Api) -> None:
    book(api)
    assert api.search("Appointment", ADULT).json()["total"] == 1


def test_a_contained_patient_is_found_by_name(api: Api) -> None:
    actor = [{"actor": {"reference": "#p"}, "status": "accepted"}]
    book(api, contained=[contained_patient()], participant=actor)
    found = api.get("/Appointment", [("patient:name", "Dyball")]).json()
    assert found["total"] == 1
    assert api.search("Appointment", ADULT).json()["total"] == 1


def test_a_nameless_patient_is_found_by_no_name(api: Api) -> None:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "Dyball"}]}
    book(api, contained=[patient])
    query = [("patient:name", "Adrian")]
    assert api.get("/Appointment", query).json()["total"] == 0


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"status": "cancelled"}, (400, BAD, "invariant")),
        ({"slot": []}, (400, BAD, "invalid")),
        ({"slot": [{"display": "Any"}]}, (400, BAD, "invariant")),
        ({"slot": [{"reference": "Slot/other"}]}, (404, "REC_NOT_FOUND", "not-found")),
        ({"replaces": []}, (400, BAD, "invalid")),
        (replacing(UNKNOWN), (404, "REC_NOT_FOUND", "not-found")),
    ],
    ids=["ended", "no-slot", "no-id", "unknown-slot", "not-R4", "replaces-unknown"],
)
def test_a_new_booking_that_cannot_be_is_refused(
    api: Api, members: Resource, expected: tuple[int, str, str]
) -> None:
    body = appointment(api.free_slot(), **members)
    assert outcome(post(api, body)) == expected


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"a": NaN}'])
def test_a_body_that_is_no_resource_is_refused(api: Api, content: bytes) -> None:
    response = api.call("POST", "/Appointment", body=content)
    assert outcome(response) == (400, BAD, "invalid")


def test_xml_is_not_read(api: Api) -> None:
    headers = {"Content-Type": "application/fhir+xml"}
    response = post(api, appointment(api.free_slot()), headers=headers)
    assert response.status_code == 415


def test_a_request_is_processed_once(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    created(post(api, appointment(api.free_slot()), headers=headers))
    again = post(api, appointment(api.free_slot()), headers=headers)
    assert outcome(again) == (409, "REC_CONFLICT", "duplicate")


def test_a_refused_request_may_be_sent_again(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    slot = api.free_slot()
    refused = post(api, appointment(slot, status="cancelled"), headers=headers)
    assert refused.status_code == 400
    created(post(api, appointment(slot), headers=headers))


def test_a_booking_replaces_an_open_or_a_cancelled_one(api: Api) -> None:
    first = book(api)
    second = book(api, **replacing(first["id"]))
    created(put(api, {**second, "status": "cancelled"}))
    assert_valid(book(api, **replacing(second["id"])))


def test_an_extension_of_another_kind_replaces_nothing(api: Api) -> None:
    other = [{"url": "https://other.example/x", "valueString": "x"}]
    assert book(api, extension=other)["status"] == "booked"


# -- changes -----------------------------------------------------------------------


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_a_cancelled_booking_stays_readable_and_frees_its_slot(
    api: Api, status: str
) -> None:
    slot = api.free_slot()
    booking = created(post(api, appointment(slot)))
    changed = created(put(api, {**booking, "status": status}))
    assert_valid(changed)
    assert changed["meta"]["versionId"] == "2"
    assert read(api, booking)["status"] == status
    assert is_free(api, slot)


def test_a_patch_replaces_the_members_it_has(api: Api) -> None:
    booking = book(api, comment="Before")
    changed = created(patch(api, booking, comment="After"))
    assert_valid(changed)
    assert changed["comment"] == "After"
    assert changed["slot"] == booking["slot"]
    assert read(api, booking) == changed


def test_a_change_may_move_a_booking_to_another_slot(api: Api) -> None:
    first = api.free_slot()
    booking = created(post(api, appointment(first)))
    second = api.free_slot()
    moved = created(patch(api, booking, slot=[{"reference": f"Slot/{second['id']}"}]))
    assert moved["start"] == second["start"]
    assert is_free(api, first)
    assert not is_free(api, second)


def test_a_move_to_a_taken_slot_is_refused_and_frees_nothing(api: Api) -> None:
    first, booking = book(api), book(api)
    assert outcome(patch(api, booking, slot=first["slot"])) == CONFLICT
    assert outcome(post(api, {**first, "slot": booking["slot"]})) == CONFLICT


@pytest.mark.parametrize("send", ["put", "patch"])
def test_an_ended_booking_is_not_changed(api: Api, send: str) -> None:
    booking = created(put(api, {**book(api), "status": "cancelled"}))
    response = (
        put(api, booking) if send == "put" else patch(api, booking, comment="Late")
    )
    assert outcome(response) == CONFLICT


def test_a_change_from_an_old_version_is_refused(api: Api) -> None:
    booking = book(api)
    created(put(api, {**booking, "comment": "One"}))
    assert outcome(put(api, {**booking, "comment": "Two"})) == CONFLICT
    stale = patch(api, booking, meta=booking["meta"], comment="Two")
    assert outcome(stale) == CONFLICT


def test_a_change_that_names_no_version_is_taken(api: Api) -> None:
    booking = book(api)
    without = {name: value for name, value in booking.items() if name != "meta"}
    assert created(put(api, without))["meta"]["versionId"] == "2"


def test_a_booking_stays_its_patients(api: Api) -> None:
    booking = book(api)
    other = appointment(api.free_slot(), "9658499104")
    changed = {**booking, "participant": other["participant"]}
    assert outcome(put(api, changed)) == (400, BAD, "invariant")


def test_the_body_has_the_id_of_the_path(api: Api) -> None:
    booking = book(api)
    path = f"/Appointment/{booking['id']}"
    other = {**booking, "id": UNKNOWN}
    for method in ("PUT", "PATCH"):
        response = api.call(method, path, body=other)
        assert outcome(response) == (400, BAD, "value")
    assert patch(api, booking, id=booking["id"]).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_does_not_exist_is_not_changed(api: Api, method: str) -> None:
    body = {**appointment(api.free_slot()), "id": UNKNOWN}
    response = api.call(method, f"/Appointment/{UNKNOWN}", body=body)
    assert outcome(response) == (404, "REC_NOT_FOUND", "not-found")


def test_an_id_that_is_no_guid_is_refused(api: Api) -> None:
    response = api.call("DELETE", "/Appointment/b1")
    assert outcome(response) == (400, BAD, "value")


def test_a_patch_that_leaves_no_valid_booking_is_refused(api: Api) -> None:
    response = patch(api, book(api), status="on a Tuesday")
    assert outcome(response) == (400, BAD, "invalid")


def test_a_deleted_booking_is_gone_and_its_slot_free(api: Api) -> None:
    slot = api.free_slot()
    booking = created(post(api, appointment(slot)))
    path = f"/Appointment/{booking['id']}"
    response = api.call("DELETE", path)
    assert response.status_code == 200
    assert_valid(response.json())
    assert response.json()["issue"][0]["severity"] == "information"
    assert api.get(path).status_code == 404
    assert is_free(api, slot)


def test_a_booking_by_message_can_be_changed_directly(api: Api) -> None:
    booking = read(api, api.book())
    changed = created(put(api, {**booking, "status": "cancelled"}))
    assert changed["status"] == "cancelled"


def test_a_lenient_receiver_keeps_the_slot_of_a_cancelled_booking() -> None:
    faulty = speaking(in_process("cancel-keeps-slot"), "1.1.0")
    slot = faulty.free_slot()
    booking = created(post(faulty, appointment(slot)))
    created(put(faulty, {**booking, "status": "cancelled"}))
    assert not is_free(faulty, slot)


def test_a_lenient_receiver_books_a_taken_slot() -> None:
    faulty = speaking(in_process("books-without-checking-slot"), "1.1.0")
    slot = faulty.free_slot()
    created(post(faulty, appointment(slot)))
    assert is_free(faulty, slot)


def test_a_lenient_receiver_takes_a_request_twice() -> None:
    faulty = speaking(in_process("accepts-duplicate-request-id"), "1.1.0")
    headers = {"X-Request-Id": new_id()}
    for _ in range(2):
        created(post(faulty, appointment(faulty.free_slot()), headers=headers))


def test_a_lenient_receiver_lets_a_cancelled_booking_move() -> None:
    faulty = speaking(in_process("ended-change-accepted"), "1.1.0")
    booking = created(put(faulty, {**book(faulty), "status": "cancelled"}))
    assert created(put(faulty, {**booking, "status": "booked"}))["status"] == "booked"


# -- referrals ---------------------------------------------------------------------


def test_a_referral_is_created_changed_and_deleted(api: Api) -> None:
    made = created(post(api, service_request()))
    assert_valid(made)
    assert api.search("ServiceRequest", ADULT).json()["total"] == 1
    changed = created(put(api, {**made, "status": "revoked"}))
    assert read(api, made) == changed
    path = f"/ServiceRequest/{made['id']}"
    assert api.call("DELETE", path).status_code == 200
    assert api.get(path).status_code == 404


def test_a_new_referral_cannot_have_ended(api: Api) -> None:
    response = post(api, service_request(status="revoked"))
    assert outcome(response) == (400, BAD, "invariant")
