from typing import Any

import pytest

from pytest_bars.protocol.sentinels import VALIDATED_ID
from tests.simulator.api import Api, assert_valid, outcome, target
from tests.simulator.messages import new_id, part, parts, without
from tests.simulator.requests import (
    UNSCRIPTED,
    cancelled,
    full,
    header,
    interim,
    referral_of,
    updated,
    validation,
)

CONFLICT = (409, "REC_CONFLICT", "conflict")
INVARIANT = (400, "REC_BAD_REQUEST", "invariant")
NOT_FOUND = (404, "REC_NOT_FOUND", "not-found")
NOT_OFFERED = (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_validation_request_is_confirmed_with_its_id_and_an_encounter(
    api: Api,
) -> None:
    message = validation()
    response = api.post(message)
    body = response.json()
    assert response.status_code == 200
    assert_valid(body)
    assert part(body, "ServiceRequest")["status"] == "active"
    assert part(body, "Encounter")["status"] == "planned"
    assert header(body)["response"] == {"identifier": message["id"], "code": "ok"}
    assert header(body)["eventCoding"]["code"] == "servicerequest-response"


def test_a_validation_request_can_be_read_back_and_found(api: Api) -> None:
    confirmed = api.request(validation(use_case="a4t3"))
    read = api.read(confirmed["id"])
    assert_valid(read)
    assert read["category"][0]["coding"][0]["code"] == "validation"
    found = parts(api.search("ServiceRequest", UNSCRIPTED).json(), "ServiceRequest")
    assert [one["id"] for one in found] == [confirmed["id"]]


@pytest.mark.parametrize("status", ["triaged", "in-progress"])
def test_a_validation_request_may_be_triaged_or_in_progress(
    api: Api, status: str
) -> None:
    message = validation()
    part(message, "Encounter")["status"] = status
    assert api.post(message).status_code == 200


@pytest.mark.parametrize(
    ("resource_type", "status"),
    [
        ("CarePlan", "completed"),
        ("Encounter", "finished"),
        ("ServiceRequest", "on-hold"),
        ("ServiceRequest", "draft"),
    ],
)
def test_a_new_validation_request_in_another_status_is_refused(
    api: Api, resource_type: str, status: str
) -> None:
    message = validation()
    part(message, resource_type)["status"] = status
    assert outcome(api.post(message)) == INVARIANT


def test_a_validation_request_must_hold_its_location(api: Api) -> None:
    assert outcome(api.post(without(validation(), "Location"))) == INVARIANT


def test_a_service_for_referrals_takes_no_validation_request(api: Api) -> None:
    headers = {"NHSD-Target-Identifier": target("2000076289")}
    message = validation(service="2000076289")
    assert outcome(api.post(message, headers=headers)) == NOT_OFFERED


def test_tkws_validation_service_takes_it(api: Api) -> None:
    headers = {"NHSD-Target-Identifier": target("2000003366")}
    message = validation(service="2000003366")
    assert api.post(message, headers=headers).status_code == 200


@pytest.mark.parametrize("status", ["active", "on-hold"])
def test_an_update_is_stored_as_a_new_version(api: Api, status: str) -> None:
    message = validation()
    made = api.request(message)
    text = [{"text": "Fell again"}]
    response = api.post(updated(message, made["id"], status=status, reasonCode=text))
    assert response.status_code == 200
    assert_valid(response.json())
    read = api.read(made["id"])
    assert_valid(read)
    assert (read["status"], read["reasonCode"]) == (status, text)
    assert read["meta"]["versionId"] == "2"
    assert read["meta"]["lastUpdated"] > made["meta"]["lastUpdated"]


@pytest.mark.parametrize("status", ["revoked", "entered-in-error"])
def test_a_cancelled_validation_request_stays_readable(api: Api, status: str) -> None:
    message = validation()
    made = api.request(message)
    response = api.post(cancelled(message, made["id"], status=status))
    assert response.status_code == 200
    assert_valid(response.json())
    assert api.read(made["id"])["status"] == status


@pytest.mark.parametrize("change", [updated, cancelled], ids=["update", "cancel"])
class TestAChange:
    def test_needs_an_id(self, api: Api, change: Any) -> None:
        message = change(validation(), UNKNOWN)
        part(message, "ServiceRequest").pop("id")
        assert outcome(api.post(message)) == (400, "REC_BAD_REQUEST", "required")

    def test_of_what_never_was_is_not_found(self, api: Api, change: Any) -> None:
        assert outcome(api.post(change(validation(), UNKNOWN))) == NOT_FOUND

    def test_of_a_referral_is_not_found(self, api: Api, change: Any) -> None:
        made = api.request(referral_of("a1t1"))
        assert outcome(api.post(change(validation(), made["id"]))) == NOT_FOUND

    def test_after_the_end_is_a_conflict(self, api: Api, change: Any) -> None:
        message = validation()
        made = api.request(message)
        api.request(cancelled(message, made["id"]))
        assert outcome(api.post(change(message, made["id"]))) == CONFLICT

    def test_after_the_full_response_is_a_conflict(self, api: Api, change: Any) -> None:
        message = validation()
        made = api.request(message)
        api.request(full(message))
        assert outcome(api.post(change(message, made["id"]))) == CONFLICT

    def test_of_another_patient_is_refused(self, api: Api, change: Any) -> None:
        made = api.request(validation())
        message = change(validation(nhs_number="9658499007"), made["id"])
        assert outcome(api.post(message)) == INVARIANT

    def test_from_an_old_version_is_a_conflict(self, api: Api, change: Any) -> None:
        message = validation()
        made = api.request(message)
        api.request(interim(message))
        stale = change(message, made["id"], meta={"versionId": "1"})
        assert outcome(api.post(stale)) == CONFLICT
        fresh = change(message, made["id"], meta={"versionId": "2"})
        assert api.post(fresh).status_code == 200

    def test_from_an_old_last_updated_is_a_conflict(
        self, api: Api, change: Any
    ) -> None:
        message = validation()
        made = api.request(message)
        newer = api.request(interim(message))
        read = made["meta"]["lastUpdated"].replace("+00:00", "Z")
        stale = change(message, made["id"], meta={"lastUpdated": read})
        assert outcome(api.post(stale)) == CONFLICT
        read = newer["meta"]["lastUpdated"]
        fresh = change(message, made["id"], meta={"lastUpdated": read})
        assert api.post(fresh).status_code == 200

    def test_may_have_a_last_updated_of_the_senders_own(
        self, api: Api, change: Any
    ) -> None:
        message = validation()
        made = api.request(message)
        own = {"lastUpdated": "2026-11-16T09:00:00.1234567+00:00"}
        assert api.post(change(message, made["id"], meta=own)).status_code == 200

    def test_of_what_tkw_always_has_is_confirmed(self, api: Api, change: Any) -> None:
        response = api.post(change(validation(), VALIDATED_ID))
        assert response.status_code == 200
        assert_valid(response.json())
        assert part(response.json(), "ServiceRequest")["id"] == VALIDATED_ID
        assert api.read(VALIDATED_ID)["status"] == "active"


@pytest.mark.parametrize(
    "make",
    [lambda *_: validation(), updated, cancelled],
    ids=["new", "update", "cancel"],
)
def test_each_message_is_processed_once(api: Api, make: Any) -> None:
    first = validation()
    message = make(first, api.request(first)["id"])
    headers = {"X-Request-Id": new_id()}
    assert api.post(message, headers=headers).status_code == 200
    duplicate = (409, "REC_CONFLICT", "duplicate")
    assert outcome(api.post(message, headers=headers)) == duplicate
    assert outcome(api.post(message)) == CONFLICT


def test_an_update_to_another_status_is_refused(api: Api) -> None:
    message = validation()
    made = api.request(message)
    wrong = updated(message, made["id"], status="completed")
    assert outcome(api.post(wrong)) == INVARIANT
