"""The probes of validation requests, updates, responses and what goes with them."""

from collections.abc import Callable, Mapping
from typing import Final

from pytest_bars.protocol.sentinels import VALIDATED_ID
from tests.simulator.api import SYSTEM, Api, organisation, slot_query
from tests.simulator.messages import (
    ADULT,
    SERVICE,
    Resource,
    again,
    booking,
    cancel_booking,
    parts,
    referral,
)
from tests.simulator.requests import (
    cancelled,
    did_not_attend,
    dispatched,
    full,
    header,
    interim,
    referral_of,
    rejected,
    updated,
    validation,
)

Probe = Callable[[Api], None]

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def validation_can_be_read(api: Api) -> None:
    made = api.request(validation())
    assert api.get(f"/ServiceRequest/{made['id']}").status_code == 200


def statement_lists(name: str) -> Probe:
    def probe(api: Api) -> None:
        statement = api.get("/metadata").json()
        listed = statement["messaging"][0]["supportedMessage"]
        url = (
            f"https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-{name}"
        )
        assert url in [one["definition"] for one in listed]

    return probe


def is_defined(name: str) -> Probe:
    def probe(api: Api) -> None:
        context = [("context", f"{SYSTEM}|{SERVICE}")]
        found = parts(
            api.get("/MessageDefinition", context).json(), "MessageDefinition"
        )
        assert [one for one in found if one["url"].endswith(f"servicerequest-{name}")]

    return probe


def validation_has(member: str) -> Probe:
    def probe(api: Api) -> None:
        assert api.request(validation())[member]

    return probe


def validation_is_active(api: Api) -> None:
    assert api.request(validation())["status"] == "active"


def validation_is_one(api: Api) -> None:
    body = api.post(validation()).json()
    assert len(parts(body, "ServiceRequest")) == 1


def known_validation_is_cancelled(api: Api) -> None:
    message = validation()
    made = api.request(message)
    assert api.post(cancelled(message, made["id"])).status_code == 200


def validation_cancellation_is_stored(api: Api) -> None:
    message = validation()
    made = api.request(message)
    api.request(cancelled(message, made["id"]))
    assert api.read(made["id"])["status"] == "revoked"


def second_validation_cancellation(api: Api) -> None:
    message = validation()
    made = api.request(message)
    api.request(cancelled(message, made["id"]))
    assert api.post(cancelled(message, made["id"])).status_code == 409


def unknown_validation_cancellation(api: Api) -> None:
    assert api.post(cancelled(validation(), UNKNOWN)).status_code == 404


def stale(change: Callable[..., Resource], message: Resource) -> Probe:
    """Return the probe that a change from an old version is refused."""

    def probe(api: Api) -> None:
        mine = again(message)
        made = api.request(mine)
        api.request(updated(mine, made["id"]))
        old = change(mine, made["id"], meta={"versionId": "1"})
        assert api.post(old).status_code == 409

    return probe


def update_after_the_end(api: Api) -> None:
    message = validation()
    made = api.request(message)
    api.request(cancelled(message, made["id"]))
    assert api.post(updated(message, made["id"])).status_code == 409


def update_is_stored(message: Resource) -> Probe:
    def probe(api: Api) -> None:
        mine = again(message)
        made = api.request(mine)
        api.request(updated(mine, made["id"], priority="stat"))
        assert api.read(made["id"])["priority"] == "stat"

    return probe


def unknown_update(message: Resource) -> Probe:
    def probe(api: Api) -> None:
        assert api.post(updated(again(message), UNKNOWN)).status_code == 404

    return probe


def update_stays_within_its_application(api: Api) -> None:
    made = api.request(referral_of("a1t1"))
    moved = updated(referral_of("a6t1"), made["id"])
    assert api.post(moved).status_code == 400


def late_response(api: Api) -> None:
    message = validation()
    made = api.request(message)
    api.request(cancelled(message, made["id"]))
    assert api.post(interim(message)).status_code == 409


def response_says_so(api: Api) -> None:
    message = validation()
    api.request(message)
    silent = interim(message)
    header(silent)["response"]["code"] = "transient-error"
    assert api.post(silent).status_code == 400


def response_is_kept(
    message: Resource, answer: Callable[[Resource], Resource], status: str
) -> Probe:
    def probe(api: Api) -> None:
        mine = again(message)
        made = api.request(mine)
        api.request(answer(mine))
        assert api.read(made["id"])["status"] == status

    return probe


def unknown_response(answer: Resource) -> Probe:
    def probe(api: Api) -> None:
        assert api.post(again(answer)).status_code == 404

    return probe


def definitions_are_of_the_use_case(api: Api) -> None:
    use_case = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars|a4t1"
    context = [("context", f"{SYSTEM}|{SERVICE}"), ("context", use_case)]
    found = parts(api.get("/MessageDefinition", context).json(), "MessageDefinition")
    assert not [one for one in found if "booking" in one["url"]]


def old_referral_is_not_booked_again(api: Api) -> None:
    made = api.refer(nhs_number=ADULT)
    first = api.book(referral=made["id"])
    api.post(cancel_booking(first["id"]))
    linked = booking(api.free_slot(), referral=made["id"])
    assert api.post(linked).status_code == 409


def scripted_validation(api: Api) -> None:
    assert api.request(validation(nhs_number="9658499082"))["id"].startswith("9e595424")


def scripted_response(api: Api) -> None:
    answer = did_not_attend(referral(nhs_number="9658499163"))
    assert api.post(answer).status_code == 200


def scripted_change(api: Api) -> None:
    assert api.post(cancelled(validation(), VALIDATED_ID)).status_code == 200


def patient_needs_no_number(message: Callable[..., Resource]) -> Probe:
    def probe(api: Api) -> None:
        assert api.post(message(nhs_number=None)).status_code == 200

    return probe


def flag_is_taken(category: str) -> Probe:
    def probe(api: Api) -> None:
        message = referral()
        system = "https://fhir.nhs.uk/CodeSystem/flag-categories-bars"
        flag: Resource = {
            "resourceType": "Flag",
            "status": "active",
            "category": [{"coding": [{"system": system, "code": category}]}],
            "code": {"text": "As told by a relative"},
            "subject": {"display": "The patient"},
        }
        message["entry"].append({"fullUrl": "urn:uuid:flag", "resource": flag})
        assert api.post(message).status_code == 200

    return probe


def other_patient(change: Callable[..., Resource]) -> Probe:
    def probe(api: Api) -> None:
        made = api.request(validation())
        message = change(validation(nhs_number=ADULT), made["id"])
        assert api.post(message).status_code == 400

    return probe


def response_is_about_the_patient(api: Api) -> None:
    asked = validation()
    api.request(asked)
    answer = interim({**validation(nhs_number=ADULT), "id": asked["id"]})
    assert api.post(answer).status_code == 400


def slots_are_for_everybody(api: Api) -> None:
    assert parts(api.slots().json(), "Slot")
    other = {"NHSD-End-User-Organisation": organisation("X98ZZ")}
    found = api.get("/Slot", slot_query(), headers=other).json()
    assert parts(found, "Slot")


def destination_is_read(api: Api) -> None:
    message = referral()
    header(message)["destination"][0]["endpoint"] = f"{SYSTEM}|1999999999"
    assert api.post(message).status_code == 400


def slot_has_no_channel(api: Api) -> None:
    assert not any("extension" in slot for slot in parts(api.slots().json(), "Slot"))


REQUEST_PROBES: Final[Mapping[str, tuple[Probe, ...]]] = {
    "validation-cancel-404": (known_validation_is_cancelled,),
    "validation-cancel-ignored": (validation_cancellation_is_stored,),
    "validation-cancel-twice-accepted": (second_validation_cancellation,),
    "validation-cancel-unknown-accepted": (unknown_validation_cancellation,),
    "validation-not-stored": (validation_can_be_read,),
    "validation-status-draft": (validation_is_active,),
    "validation-two-requests": (validation_is_one,),
    "validation-without-id": (validation_has("id"),),
    "metadata-missing-referral": (statement_lists("request-referral"),),
    "metadata-missing-validation": (statement_lists("request-validation"),),
    "metadata-missing-response": (
        statement_lists("response-referral"),
        statement_lists("response-validation-full"),
    ),
    "message-definition-missing-validation": (is_defined("request-validation"),),
    "message-definition-missing-response": (
        is_defined("response-referral-short"),
        is_defined("response-validation-interim"),
    ),
    "stale-update-accepted": (
        stale(updated, validation()),
        stale(cancelled, validation()),
        stale(updated, referral_of("a3t1")),
        stale(cancelled, referral_of("a6t1")),
    ),
    "update-after-end-accepted": (update_after_the_end,),
    "update-ignored": (
        update_is_stored(validation()),
        update_is_stored(referral_of("a6t1")),
    ),
    "update-unknown-accepted": (
        unknown_update(validation()),
        unknown_update(referral_of("a3t1")),
    ),
    "update-use-case-unchecked": (update_stays_within_its_application,),
    "destination-unchecked": (destination_is_read,),
    "flags-refused": (flag_is_taken("SG"), flag_is_taken("RA")),
    "nhs-number-required": (
        patient_needs_no_number(referral),
        patient_needs_no_number(validation),
    ),
    "other-patient-accepted": (
        other_patient(updated),
        other_patient(cancelled),
        response_is_about_the_patient,
    ),
    "slots-for-one-organisation": (slots_are_for_everybody,),
    "slots-with-delivery-channel": (slot_has_no_channel,),
    "response-after-end-accepted": (late_response,),
    "response-header-unchecked": (response_says_so,),
    "response-ignored": (
        response_is_kept(validation(), full, "completed"),
        response_is_kept(validation(), rejected, "revoked"),
        response_is_kept(referral_of("a1t1"), did_not_attend, "revoked"),
        response_is_kept(
            referral_of("a6t3"),
            lambda message: dispatched(message, encounter="cancelled"),
            "revoked",
        ),
    ),
    "response-unknown-accepted": (
        unknown_response(interim(validation())),
        unknown_response(did_not_attend(referral_of("a2t1"))),
        unknown_response(dispatched(referral_of("a6t1"))),
    ),
    "message-definition-use-case-ignored": (definitions_are_of_the_use_case,),
    "relink-accepted": (old_referral_is_not_booked_again,),
    "sentinels-ignored": (scripted_validation, scripted_response, scripted_change),
}
"""The probes by the fault they show; of one fault there are more elsewhere."""
