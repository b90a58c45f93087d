from typing import Any

import pytest

from pytest_bars.protocol.sentinels import REFERRED_ID
from tests.simulator.api import NHS_NUMBER, Api, assert_valid, outcome
from tests.simulator.messages import (
    ADULT,
    REFERRED,
    Resource,
    booking,
    cancel_booking,
    cancel_referral,
    part,
    parts,
    referral,
)
from tests.simulator.requests import add, cancelled, referral_of, updated

CONFLICT = (409, "REC_CONFLICT", "conflict")
NOT_FOUND = (404, "REC_NOT_FOUND", "not-found")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_referral_is_confirmed_with_its_id_and_a_planned_encounter(api: Api) -> None:
    message = referral()
    response = api.post(message)
    body = response.json()
    assert response.status_code == 200
    assert_valid(body)
    assert len(parts(body, "ServiceRequest")) == 1
    assert part(body, "ServiceRequest")["status"] == "active"
    assert part(body, "Encounter")["status"] == "planned"
    assert part(body, "Encounter")["identifier"][0]["value"].startswith("R-")
    assert part(body, "MessageHeader")["response"]["identifier"] == message["id"]
    code = part(body, "MessageHeader")["eventCoding"]["code"]
    assert code == "servicerequest-response"


def test_a_referral_can_be_read_back(api: Api) -> None:
    confirmed = api.refer()
    read = api.get(f"/ServiceRequest/{confirmed['id']}").json()
    assert_valid(read)
    assert read["id"] == confirmed["id"]
    assert read["status"] == "active"
    assert read["subject"]["identifier"]["value"] == REFERRED
    assert read["basedOn"][0]["reference"].startswith("CarePlan/")


def search(api: Api, *more: tuple[str, str]) -> list[dict[str, Any]]:
    query = [("patient:identifier", f"{NHS_NUMBER}|{REFERRED}"), *more]
    body = api.get("/ServiceRequest", query).json()
    assert_valid(body)
    return parts(body, "ServiceRequest")


def test_referrals_of_a_patient_are_found_by_identifier_too(api: Api) -> None:
    confirmed = api.refer()
    name = "ServiceRequest.identifier"
    assert [one["id"] for one in search(api)] == [confirmed["id"]]
    assert len(search(api, (name, "https://sender.example/Id/case|S-1"))) == 1
    assert search(api, (name, "https://sender.example/Id/case|S-2")) == []
    assert search(api, (name, "https://another.example|S-1")) == []


def test_a_cancelled_referral_stays_readable(api: Api) -> None:
    confirmed = api.refer()
    response = api.post(cancel_referral(confirmed["id"]))
    read = api.get(f"/ServiceRequest/{confirmed['id']}").json()
    assert response.status_code == 200
    assert_valid(response.json())
    assert part(response.json(), "ServiceRequest")["status"] == "revoked"
    assert read["status"] == "revoked"
    assert read["meta"]["versionId"] == "2"


def test_a_second_cancellation_is_a_conflict(api: Api) -> None:
    confirmed = api.refer()
    api.post(cancel_referral(confirmed["id"], status="entered-in-error"))
    assert outcome(api.post(cancel_referral(confirmed["id"]))) == CONFLICT


def test_an_unknown_referral_cannot_be_cancelled(api: Api) -> None:
    assert outcome(api.post(cancel_referral(UNKNOWN))) == NOT_FOUND


def test_a_referral_names_the_booking_it_supports(api: Api) -> None:
    appointment = api.book()
    confirmed = api.refer(nhs_number=ADULT, booking=appointment["id"])
    read = api.get(f"/ServiceRequest/{confirmed['id']}").json()
    references = [one["reference"] for one in read["supportingInfo"]]
    assert f"Appointment/{appointment['id']}" in references


def test_a_booking_names_the_referral_it_is_based_on(api: Api) -> None:
    request = api.refer(nhs_number=ADULT)
    confirmed = api.book(referral=request["id"])
    read = api.get(f"/Appointment/{confirmed['id']}").json()
    assert read["basedOn"] == [{"reference": f"ServiceRequest/{request['id']}"}]


@pytest.mark.parametrize("nhs_number", [ADULT, REFERRED])
def test_a_link_to_what_does_not_exist_is_not_found(api: Api, nhs_number: str) -> None:
    message = referral(nhs_number=nhs_number, booking=UNKNOWN)
    assert outcome(api.post(message)) == NOT_FOUND
    message = booking(api.free_slot(), nhs_number=nhs_number, referral=UNKNOWN)
    assert outcome(api.post(message)) == NOT_FOUND


def test_a_link_to_another_patients_booking_is_a_conflict(api: Api) -> None:
    appointment = api.book(nhs_number=ADULT)
    message = referral(nhs_number=REFERRED, booking=appointment["id"])
    assert outcome(api.post(message)) == CONFLICT


def test_a_link_to_another_patients_referral_is_a_conflict(api: Api) -> None:
    request = api.refer(nhs_number=REFERRED)
    message = booking(api.free_slot(), nhs_number=ADULT, referral=request["id"])
    assert outcome(api.post(message)) == CONFLICT


def test_a_link_to_what_has_ended_is_a_conflict(api: Api) -> None:
    appointment = api.book()
    api.post(cancel_booking(appointment["id"]))
    message = referral(nhs_number=ADULT, booking=appointment["id"])
    assert outcome(api.post(message)) == CONFLICT


def test_cancelling_a_booking_unlinks_its_referral(api: Api) -> None:
    appointment = api.book()
    linked = api.refer(nhs_number=ADULT, booking=appointment["id"])
    other = api.refer(nhs_number=ADULT)
    api.post(cancel_booking(appointment["id"]))
    read = api.get(f"/ServiceRequest/{linked['id']}").json()
    references = [one["reference"] for one in read["supportingInfo"]]
    assert f"Appointment/{appointment['id']}" not in references
    assert len(references) == 1
    assert read["meta"]["versionId"] == "2"
    untouched = api.get(f"/ServiceRequest/{other['id']}").json()
    assert untouched["meta"]["versionId"] == "1"


def test_cancelling_a_referral_unlinks_its_booking(api: Api) -> None:
    request = api.refer(nhs_number=ADULT)
    linked = api.book(referral=request["id"])
    other = api.book()
    api.post(cancel_referral(request["id"], nhs_number=ADULT))
    assert "basedOn" not in api.get(f"/Appointment/{linked['id']}").json()
    untouched = api.get(f"/Appointment/{other['id']}").json()
    assert untouched["meta"]["versionId"] == "1"


def updatable(api: Api, use_case: str) -> tuple[Resource, Resource]:
    """Make a referral; return its message and what was confirmed."""
    message = referral_of(use_case)
    return message, api.request(message)


@pytest.mark.parametrize("use_case", ["a3t1", "a6t1", "a6t2", "a6t3"])
def test_a_referral_of_applications_3_and_6_can_be_updated(
    api: Api, use_case: str
) -> None:
    message, made = updatable(api, use_case)
    response = api.post(updated(message, made["id"], priority="stat"))
    assert response.status_code == 200
    assert_valid(response.json())
    read = api.read(made["id"])
    assert_valid(read)
    assert (read["priority"], read["status"]) == ("stat", "active")
    assert read["meta"]["versionId"] == "2"


@pytest.mark.parametrize("use_case", ["a1t1", "a2t1", "a5t1"])
def test_a_referral_of_another_application_is_not_updated(
    api: Api, use_case: str
) -> None:
    message, made = updatable(api, use_case)
    refused = api.post(updated(message, made["id"]))
    assert outcome(refused) == (400, "REC_BAD_REQUEST", "invariant")
    assert api.read(made["id"])["meta"]["versionId"] == "1"


def test_an_update_does_not_move_a_referral_to_another_application(api: Api) -> None:
    _, made = updatable(api, "a1t1")
    moved = updated(referral_of("a3t1"), made["id"])
    assert outcome(api.post(moved)) == (400, "REC_BAD_REQUEST", "invariant")


def test_an_update_may_hold_the_receivers_encounter_too(api: Api) -> None:
    message, made = updatable(api, "a6t1")
    change = updated(message, made["id"])
    add(change, {**part(change, "Encounter"), "status": "planned"})
    assert api.post(change).status_code == 200


@pytest.mark.parametrize(
    ("use_case", "expected"), [("a6t1", 200), ("a3t1", 400), ("a1t1", 400)]
)
def test_application_6_refers_before_its_assessment_is_over(
    api: Api, use_case: str, expected: int
) -> None:
    message = referral_of(use_case)
    part(message, "CarePlan")["status"] = "active"
    part(message, "Encounter")["status"] = "in-progress"
    assert api.post(message).status_code == expected


def test_an_updated_referral_keeps_the_link_it_then_has(api: Api) -> None:
    message, made = updatable(api, "a3t1")
    appointment = api.book(nhs_number="9658499104")
    linked = [{"reference": f"Appointment/{appointment['id']}"}]
    api.request(updated(message, made["id"], supportingInfo=linked))
    api.post(cancel_booking(appointment["id"], nhs_number="9658499104"))
    assert "supportingInfo" not in api.read(made["id"])


def test_an_update_is_linked_to_no_unknown_booking(api: Api) -> None:
    message, made = updatable(api, "a3t1")
    linked = [{"reference": f"Appointment/{UNKNOWN}"}]
    change = updated(message, made["id"], supportingInfo=linked)
    assert outcome(api.post(change)) == NOT_FOUND


@pytest.mark.parametrize("change", [updated, cancelled], ids=["update", "cancel"])
def test_a_change_from_an_old_version_is_a_conflict(api: Api, change: Any) -> None:
    message, made = updatable(api, "a6t1")
    api.request(updated(message, made["id"]))
    stale = change(message, made["id"], meta={"versionId": "1"})
    assert outcome(api.post(stale)) == CONFLICT


def test_a_patient_is_referred_again_after_the_first_was_revoked(api: Api) -> None:
    message, made = updatable(api, "a1t1")
    api.request(cancelled(message, made["id"]))
    second = api.request(referral_of("a1t1"))
    assert api.read(made["id"])["status"] == "revoked"
    assert api.read(second["id"])["status"] == "active"


def test_what_tkw_always_has_can_be_cancelled_and_stays(api: Api) -> None:
    response = api.post(cancel_referral(REFERRED_ID))
    assert response.status_code == 200
    assert_valid(response.json())
    assert api.read(REFERRED_ID)["status"] == "active"
