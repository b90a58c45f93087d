from collections.abc import Callable

import pytest

from tests.simulator.api import Api, assert_valid, outcome, target
from tests.simulator.messages import (
    ADULT,
    Resource,
    again,
    booking,
    new_id,
    part,
    referral,
    without,
)
from tests.simulator.requests import (
    UNSCRIPTED,
    cancelled,
    define,
    did_not_attend,
    dispatched,
    full,
    header,
    interim,
    referral_of,
    rejected,
    response,
    updated,
    validation,
)

CONFLICT = (409, "REC_CONFLICT", "conflict")
DUPLICATE = (409, "REC_CONFLICT", "duplicate")
INVARIANT = (400, "REC_BAD_REQUEST", "invariant")
NOT_FOUND = (404, "REC_NOT_FOUND", "not-found")
NOT_OFFERED = (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")
UNAUTHORISED = (401, "REC_UNAUTHORIZED", "security")
TKW_6 = "1374839566"

Answered = tuple[Resource, Callable[[Resource], Resource], str]
RESPONSES: dict[str, Answered] = {
    "did-not-attend-1": (referral_of("a1t1"), did_not_attend, "revoked"),
    "did-not-attend-2": (referral_of("a2t3"), did_not_attend, "revoked"),
    "interim": (validation(), interim, "active"),
    "full": (validation(), full, "completed"),
    "full-after-interim": (
        validation(),
        lambda m: full(m, reason="update"),
        "completed",
    ),
    "full-by-pseudo-code": (
        validation(),
        lambda m: full(m, status="completed", encounter="triaged"),
        "completed",
    ),
    "rejected": (validation(), rejected, "revoked"),
    "rejected-by-pseudo-code": (
        validation(),
        lambda m: rejected(m, status="revoked", encounter="triaged"),
        "revoked",
    ),
    "status": (referral_of("a6t1"), dispatched, "active"),
    "status-as-examples": (
        referral_of("a6t2"),
        lambda m: dispatched(m, focus_on="ServiceRequest"),
        "active",
    ),
    "dispatch-rejected": (
        referral_of("a6t3"),
        lambda m: dispatched(m, encounter="cancelled"),
        "revoked",
    ),
    "dispatch-rejected-as-examples": (
        referral_of("a6t3"),
        lambda m: dispatched(m, encounter="cancelled", focus_on="ServiceRequest"),
        "revoked",
    ),
}


@pytest.mark.parametrize(
    ("request_message", "answer", "status"), RESPONSES.values(), ids=RESPONSES
)
class TestAResponse:
    def test_changes_the_request_it_answers(
        self,
        api: Api,
        request_message: Resource,
        answer: Callable[[Resource], Resource],
        status: str,
    ) -> None:
        made = api.request(request_message)
        message = answer(request_message)
        taken = api.post(message)
        body = taken.json()
        assert taken.status_code == 200, taken.text
        assert_valid(body)
        assert header(body)["response"] == {"identifier": message["id"], "code": "ok"}
        assert part(body, "ServiceRequest")["id"] == made["id"]
        read = api.read(made["id"])
        assert_valid(read)
        assert read["status"] == status
        assert read["meta"]["versionId"] == "2"

    def test_to_a_request_that_never_was_is_not_found(
        self,
        api: Api,
        request_message: Resource,
        answer: Callable[[Resource], Resource],
        status: str,
    ) -> None:
        assert status
        refused = api.post(answer(request_message))
        assert outcome(refused) == NOT_FOUND
        assert_valid(refused.json())

    def test_that_does_not_say_what_it_answers_is_refused(
        self,
        api: Api,
        request_message: Resource,
        answer: Callable[[Resource], Resource],
        status: str,
    ) -> None:
        assert status
        api.request(request_message)
        message = answer(request_message)
        header(message).pop("response")
        assert outcome(api.post(message)) == INVARIANT

    def test_to_a_request_that_has_ended_is_a_conflict(
        self,
        api: Api,
        request_message: Resource,
        answer: Callable[[Resource], Resource],
        status: str,
    ) -> None:
        assert status
        made = api.request(request_message)
        api.request(cancelled(request_message, made["id"]))
        assert outcome(api.post(answer(request_message))) == CONFLICT


def test_a_response_may_answer_an_update(api: Api) -> None:
    message = validation()
    made = api.request(message)
    update = updated(message, made["id"])
    api.request(update)
    api.request(interim(message))
    api.request(full(update, reason="update"))
    assert api.read(made["id"])["status"] == "completed"


def test_a_response_goes_to_whichever_service(api: Api) -> None:
    message = validation()
    made = api.request(message)
    answer = interim(message)
    endpoint = f"https://fhir.nhs.uk/Id/dos-service-id|{TKW_6}"
    header(answer)["destination"][0]["endpoint"] = endpoint
    headers = {"NHSD-Target-Identifier": target(TKW_6)}
    assert api.post(answer, headers=headers).status_code == 200
    assert api.read(made["id"])["meta"]["versionId"] == "2"


def test_a_response_to_a_validation_answers_no_referral(api: Api) -> None:
    message, other = validation(), referral_of("a1t1")
    api.request(message)
    api.request(other)
    crossed = interim(message)
    header(crossed)["response"]["identifier"] = other["id"]
    assert outcome(api.post(crossed)) == NOT_FOUND


def test_a_response_for_another_patient_is_refused(api: Api) -> None:
    message = validation()
    api.request(message)
    other = interim(validation(nhs_number=ADULT))
    header(other)["response"]["identifier"] = message["id"]
    assert outcome(api.post(other)) == INVARIANT


@pytest.mark.parametrize("code", ["transient-error", "fatal-error"])
def test_a_response_says_ok(api: Api, code: str) -> None:
    message = validation()
    api.request(message)
    answer = interim(message)
    header(answer)["response"]["code"] = code
    assert outcome(api.post(answer)) == INVARIANT


@pytest.mark.parametrize(
    ("status", "encounter"),
    [("active", "planned"), ("revoked", "cancelled"), ("on-hold", "in-progress")],
)
def test_statuses_that_are_no_validation_response_are_refused(
    api: Api, status: str, encounter: str
) -> None:
    message = validation()
    api.request(message)
    answer = response(message, "validation-interim", status=status, encounter=encounter)
    assert outcome(api.post(answer)) == INVARIANT


@pytest.mark.parametrize("use_case", ["a1t1", "a3t1", "a5t1"])
def test_only_application_6_tells_the_status_of_a_referral(
    api: Api, use_case: str
) -> None:
    message = referral_of(use_case)
    api.request(message)
    assert outcome(api.post(dispatched(message))) == INVARIANT


@pytest.mark.parametrize("use_case", ["a3t1", "a5t1", "a6t1"])
def test_only_applications_1_and_2_tell_who_did_not_attend(
    api: Api, use_case: str
) -> None:
    message = referral_of(use_case)
    api.request(message)
    assert outcome(api.post(did_not_attend(message))) == INVARIANT


def test_the_focus_is_the_one_the_rule_has(api: Api) -> None:
    message = validation()
    api.request(message)
    answer = response(
        message,
        "validation-interim",
        status="active",
        encounter="in-progress",
        focus_on="ServiceRequest",
    )
    assert outcome(api.post(answer)) == INVARIANT


def test_a_response_must_hold_its_service_request(api: Api) -> None:
    message = validation()
    api.request(message)
    assert outcome(api.post(without(interim(message), "ServiceRequest"))) == INVARIANT


def test_a_status_without_its_own_encounter_is_refused(api: Api) -> None:
    message = referral_of("a6t1")
    api.request(message)
    answer = response(message, "referral-short", status="active")
    assert outcome(api.post(answer)) == INVARIANT


def test_a_definition_that_only_examples_name_is_taken(api: Api) -> None:
    message = referral_of("a6t1")
    api.request(message)
    answer = dispatched(message)
    define(answer, "request-response-short")
    assert api.post(answer).status_code == 200


def test_a_response_is_a_duplicate_or_a_conflict_as_any_message(api: Api) -> None:
    message = validation()
    api.request(message)
    answer = interim(message)
    headers = {"X-Request-Id": new_id()}
    assert api.post(answer, headers=headers).status_code == 200
    assert outcome(api.post(answer, headers=headers)) == DUPLICATE
    assert outcome(api.post(answer)) == CONFLICT


def test_a_service_that_takes_no_response_says_so(api: Api) -> None:
    message = validation()
    api.request(message)
    answer = interim(message)
    endpoint = "https://fhir.nhs.uk/Id/dos-service-id|2000003366"
    header(answer)["destination"][0]["endpoint"] = endpoint
    headers = {"NHSD-Target-Identifier": target("2000003366")}
    assert outcome(api.post(answer, headers=headers)) == NOT_OFFERED


def test_who_did_not_attend_a_booking_is_kept_with_it(api: Api) -> None:
    booked = booking(api.free_slot(), nhs_number=UNSCRIPTED)
    made = part(api.post(booked).json(), "Appointment")
    answer = did_not_attend(referral_of("a1t1"))
    header(answer)["response"]["identifier"] = booked["id"]
    taken = api.post(answer)
    assert taken.status_code == 200
    assert_valid(taken.json())
    read = api.get(f"/Appointment/{made['id']}").json()
    assert read["status"] == "noshow"
    assert outcome(api.post(again(answer))) == CONFLICT


def test_a_booking_has_no_status_response(api: Api) -> None:
    booked = booking(api.free_slot(), nhs_number=UNSCRIPTED)
    api.post(booked)
    answer = dispatched(referral_of("a6t1"))
    header(answer)["response"]["identifier"] = booked["id"]
    assert outcome(api.post(answer)) == NOT_FOUND


def test_tkw_takes_a_response_to_what_it_does_not_remember(api: Api) -> None:
    answer = did_not_attend(referral(nhs_number="9658499163"))
    taken = api.post(answer)
    assert taken.status_code == 200
    assert_valid(taken.json())
    assert part(taken.json(), "ServiceRequest")["status"] == "revoked"


def test_tkw_refuses_the_response_of_one_patient(api: Api) -> None:
    answer = did_not_attend(referral(nhs_number="9658499171"))
    assert outcome(api.post(answer)) == UNAUTHORISED
