import copy
from collections.abc import Callable

import pytest

from tests.simulator.api import Api, assert_valid, outcome, target
from tests.simulator.messages import (
    Resource,
    again,
    booking,
    cancel_referral,
    new_id,
    part,
    parts,
    referral,
    without,
)

Change = Callable[[Resource], object]

INVARIANT = (400, "REC_BAD_REQUEST", "invariant")
INVALID = (400, "REC_BAD_REQUEST", "invalid")
NOT_OFFERED = (422, "REC_UNPROCESSABLE_ENTITY", "not-supported")


def test_a_slot_named_in_a_refused_message_brings_another_on_offer(api: Api) -> None:
    before = api.slots().json()["total"]
    later = parts(api.slots().json(), "Slot")[20]
    message = booking(later)
    part(message, "Appointment")["status"] = "proposed"
    assert outcome(api.post(message)) == INVARIANT
    assert api.slots().json()["total"] == before + 1


def header(bundle: Resource) -> Resource:
    return part(bundle, "MessageHeader")


def event(code: str, **members: object) -> Change:
    def change(bundle: Resource) -> None:
        header(bundle)["eventCoding"]["code"] = code
        header(bundle).update(members)

    return change


def reason(code: str) -> Change:
    return lambda b: header(b)["reason"]["coding"][0].update(code=code)


def focus(resource_type: str, **members: object) -> Change:
    return lambda b: part(b, resource_type).update(members)


def category(position: int, code: str) -> Change:
    def change(bundle: Resource) -> None:
        coding = part(bundle, "ServiceRequest")["category"][0]["coding"]
        coding[position]["code"] = code

    return change


BROKEN: dict[str, tuple[Change, tuple[int, str, str]]] = {
    "no-version": (lambda b: b.pop("meta"), INVARIANT),
    "version-2": (lambda b: b["meta"].update(versionId="2.0.0"), NOT_OFFERED),
    "version-words": (lambda b: b["meta"].update(versionId="latest"), NOT_OFFERED),
    "no-id": (lambda b: b.pop("id"), INVARIANT),
    "collection": (lambda b: b.update(type="collection"), INVARIANT),
    "event-unknown": (event("transmogrify"), INVARIANT),
    "event-of-another-system": (
        lambda b: header(b)["eventCoding"].update(system="https://example.org"),
        INVARIANT,
    ),
    "booking-response": (event("booking-response"), INVARIANT),
    "reason-delete": (reason("delete"), INVARIANT),
    "status-draft": (focus("ServiceRequest", status="draft"), INVARIANT),
    "category-unknown": (category(0, "other"), INVARIANT),
    "validation-of-a-referral-use-case": (
        lambda b: (
            category(0, "validation")(b),
            focus("CarePlan", status="active")(b),
            focus("Encounter", status="in-progress")(b),
        ),
        INVARIANT,
    ),
    "validation-encounter-finished": (
        lambda b: (
            category(0, "validation")(b),
            focus("CarePlan", status="active")(b),
        ),
        INVARIANT,
    ),
    "update-active": (reason("update"), INVARIANT),
    "careplan-active": (focus("CarePlan", status="active"), INVARIANT),
    "encounter-planned": (focus("Encounter", status="planned"), INVARIANT),
    "response-without-response": (
        lambda b: (
            event("servicerequest-response")(b),
            focus("ServiceRequest", status="revoked")(b),
        ),
        INVARIANT,
    ),
    "response-to-nothing": (
        lambda b: (
            event(
                "servicerequest-response",
                response={"identifier": new_id(), "code": "ok"},
            )(b),
            focus("ServiceRequest", status="revoked")(b),
        ),
        (404, "REC_NOT_FOUND", "not-found"),
    ),
    "focus-on-the-patient": (
        lambda b: header(b).update(
            focus=[{"reference": b["entry"][2]["fullUrl"]}],
        ),
        INVARIANT,
    ),
    "another-destination": (
        lambda b: header(b)["destination"][0].update(endpoint="urn:elsewhere"),
        INVARIANT,
    ),
    "another-definition": (
        lambda b: header(b).update(definition="https://example.org/definition"),
        INVARIANT,
    ),
    "use-case-not-offered": (category(1, "a4t1"), NOT_OFFERED),
    "use-case-unknown": (category(1, "a1t99"), NOT_OFFERED),
    "no-use-case": (
        lambda b: part(b, "ServiceRequest")["category"][0]["coding"].pop(),
        NOT_OFFERED,
    ),
}


@pytest.mark.parametrize(("change", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_message_that_breaks_a_rule_is_refused(
    api: Api, change: Change, expected: tuple[int, str, str]
) -> None:
    message = referral()
    change(message)
    response = api.post(message)
    assert outcome(response) == expected
    assert_valid(response.json())


@pytest.mark.parametrize(
    "missing", ["Patient", "HealthcareService", "Practitioner", "Consent"]
)
def test_a_message_must_hold_what_its_definition_asks_for(
    api: Api, missing: str
) -> None:
    assert api.post(without(referral(), missing)).status_code == 400


def test_a_message_must_not_hold_more_than_its_definition_allows(api: Api) -> None:
    message = referral()
    entry = next(
        one
        for one in message["entry"]
        if one["resource"]["resourceType"] == "HealthcareService"
    )
    message["entry"].append({**entry, "fullUrl": f"urn:uuid:{new_id()}"})
    response = api.post(message)
    assert outcome(response) == INVARIANT
    assert "1 to 1 of HealthcareService" in response.json()["issue"][0]["diagnostics"]


def test_a_message_of_another_application_than_its_use_case_is_refused(
    api: Api,
) -> None:
    message = cancel_referral(new_id())
    part(message, "ServiceRequest")["category"][0]["coding"][1]["code"] = "a4t1"
    assert outcome(api.post(message)) == NOT_OFFERED


def test_the_header_comes_first(api: Api) -> None:
    message = referral()
    message["entry"].reverse()
    assert api.post(message).status_code == 400


def test_a_message_to_a_service_that_does_not_take_it_is_refused(api: Api) -> None:
    only_referrals = "2000076289"
    message = booking(api.free_slot(), service=only_referrals)
    response = api.post(
        message, headers={"NHSD-Target-Identifier": target(only_referrals)}
    )
    assert outcome(response) == NOT_OFFERED


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"a": NaN}', b"\xff", b"[" * 100_000, b"null", b"[]", b'"Bundle"'],
    ids=["empty", "cut", "nan", "not-utf-8", "deep", "null", "list", "text"],
)
def test_a_body_that_is_no_bundle_is_refused(api: Api, body: bytes) -> None:
    response = api.post(body)
    assert outcome(response) == INVALID
    assert_valid(response.json())


def test_every_fault_of_a_bundle_is_told_with_its_place(api: Api) -> None:
    message = referral()
    part(message, "Patient")["birthDate"] = "yesterday"
    part(message, "CarePlan")["unknown"] = True
    response = api.post(message)
    told = [issue["diagnostics"] for issue in response.json()["issue"]]
    assert outcome(response) == INVALID
    assert len(told) == 2
    assert any("Bundle.entry[2].resource.birthDate" in one for one in told)
    assert "yesterday" not in response.text


@pytest.mark.parametrize(
    "media_type",
    [
        "application/fhir+json",
        "application/fhir+json; version=1.0.0",
        "application/json",
    ],
)
def test_json_is_read_under_either_label(api: Api, media_type: str) -> None:
    response = api.post(referral(), headers={"Content-Type": media_type})
    assert response.status_code == 200


@pytest.mark.parametrize("media_type", ["application/fhir+xml", None])
def test_another_media_type_is_refused(api: Api, media_type: str | None) -> None:
    response = api.post(referral(), headers={"Content-Type": media_type})
    assert outcome(response) == (
        415,
        "REC_UNSUPPORTED_MEDIA_TYPE",
        "not-supported",
    )


def test_the_same_request_id_is_a_duplicate(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    message = referral()
    assert api.post(message, headers=headers).status_code == 200
    response = api.post(message, headers=headers)
    assert outcome(response) == (409, "REC_CONFLICT", "duplicate")
    assert_valid(response.json())


def test_the_same_request_id_in_capitals_is_a_duplicate(api: Api) -> None:
    request_id = new_id()
    api.post(referral(), headers={"X-Request-Id": request_id})
    response = api.post(referral(), headers={"X-Request-Id": request_id.upper()})
    assert outcome(response)[2] == "duplicate"


def test_the_same_request_id_is_a_duplicate_whatever_it_carries(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    api.post(referral(), headers=headers)
    assert outcome(api.post(b"", headers=headers))[2] == "duplicate"


def test_the_same_bundle_as_another_request_is_a_conflict(api: Api) -> None:
    message = referral()
    assert api.post(message).status_code == 200
    assert outcome(api.post(message)) == (409, "REC_CONFLICT", "conflict")


def test_a_request_that_failed_may_be_sent_again(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    message = referral()
    broken = copy.deepcopy(message)
    part(broken, "CarePlan")["status"] = "active"
    assert api.post(broken, headers=headers).status_code == 400
    assert api.post(message, headers=headers).status_code == 200


def test_the_same_content_as_another_bundle_is_another_referral(api: Api) -> None:
    message = referral()
    answers = [api.post(one).json() for one in (message, again(message))]
    ids = {part(answer, "ServiceRequest")["id"] for answer in answers}
    assert len(ids) == 2
