"""One probe a fault: it holds on the simulator, and must fail where the fault is on."""

import json
from collections.abc import Callable

import httpx

from pytest_bars.fhir.validate import validate
from pytest_bars.protocol.sentinels import BOOKED_ID
from pytest_bars.simulator.provoked import PROVOKED
from tests.simulator.api import (
    SYSTEM,
    Api,
    encoded,
    instant,
    outcome,
    slot_query,
    target,
)
from tests.simulator.messages import (
    ADULT,
    REFERRED,
    SERVICE,
    STATEFUL,
    Resource,
    booking,
    cancel_booking,
    cancel_referral,
    new_id,
    part,
    parts,
    referral,
)
from tests.simulator.version_probes import VERSION_PROBES

Probe = Callable[[Api], None]

UNKNOWN = "00000000-0000-4000-8000-000000000000"
OTHER_PATIENT = "9658499104"


def appointment(api: Api, resource_id: str) -> httpx.Response:
    return api.get(f"/Appointment/{resource_id}")


def request(api: Api, resource_id: str) -> httpx.Response:
    return api.get(f"/ServiceRequest/{resource_id}")


def issue(response: httpx.Response) -> Resource:
    found: Resource = response.json()["issue"][0]
    return found


def refused(status: int, headers: dict[str, str | None], path: str = "/Slot") -> Probe:
    """Return the probe that a read with these headers has this status."""

    def probe(api: Api) -> None:
        query = slot_query() if path == "/Slot" else []
        assert api.get(path, query, headers=headers).status_code == status

    return probe


# -- how answers are sent ----------------------------------------------------------


def echoes(name: str) -> Probe:
    def probe(api: Api) -> None:
        response = api.get("/metadata")
        assert response.headers.get(name) == response.request.headers[name]

    return probe


def no_redirect(api: Api) -> None:
    assert api.get("/metadata").status_code == 200


def valid_body(api: Api) -> None:
    assert validate(api.get("/metadata").json()) == ()


def json_body(api: Api) -> None:
    json.loads(api.get("/metadata").content)


def fhir_label(api: Api) -> None:
    label = api.get("/metadata").headers["Content-Type"]
    assert label == "application/fhir+json"


# -- errors ------------------------------------------------------------------------


def error_has_code(api: Api) -> None:
    assert outcome(appointment(api, UNKNOWN))[1] == "REC_NOT_FOUND"


def error_has_body(api: Api) -> None:
    assert appointment(api, UNKNOWN).content


def error_is_error(api: Api) -> None:
    assert issue(appointment(api, UNKNOWN))["severity"] == "error"


def error_says_why(api: Api) -> None:
    assert issue(appointment(api, UNKNOWN)).get("diagnostics")


def error_has_status(api: Api) -> None:
    assert appointment(api, UNKNOWN).status_code == 404


def error_names_nobody(api: Api) -> None:
    assert "DYBALL" not in appointment(api, UNKNOWN).text


def receiver_works(api: Api) -> None:
    assert api.slots().status_code == 200


def first_slot_is_soon(api: Api) -> None:
    assert api.free_slot()["start"] < instant(2)


def code_of_unknown(api: Api) -> None:
    assert outcome(appointment(api, UNKNOWN)) == (404, "REC_NOT_FOUND", "not-found")


def message_is_taken(api: Api) -> None:
    assert api.post(referral()).status_code == 200


# -- the proxy ---------------------------------------------------------------------


def own_statement(api: Api) -> None:
    absent = {"NHSD-Target-Identifier": None}
    assert api.get("/metadata", headers=absent).status_code == 200


def receiver_checks_parameters(api: Api) -> None:
    assert outcome(api.get("/Appointment"))[1] == "REC_BAD_REQUEST"


def proxy_checks_ids(api: Api) -> None:
    absent = {"X-Request-Id": None}
    assert outcome(api.get("/metadata", headers=absent))[1] == "BAD_REQUEST"


def unknown_path(api: Api) -> None:
    assert api.get("/Slots").status_code == 404


# -- negotiation -------------------------------------------------------------------


def definitions(api: Api) -> list[Resource]:
    context = [("context", f"{SYSTEM}|{SERVICE}")]
    return parts(api.get("/MessageDefinition", context).json(), "MessageDefinition")


def defines(name: str) -> Probe:
    def probe(api: Api) -> None:
        urls = {one["url"].rpartition("/")[2] for one in definitions(api)}
        assert name in urls

    return probe


def defined_for_the_service(api: Api) -> None:
    for one in definitions(api):
        context = one["useContext"][0]["valueCodeableConcept"]
        assert context["coding"][0]["code"] == SERVICE


def context_is_required(api: Api) -> None:
    assert api.get("/MessageDefinition").status_code == 400


def supported(api: Api) -> list[Resource]:
    found: list[Resource] = api.get("/metadata").json()["messaging"][0][
        "supportedMessage"
    ]
    return found


def statement_has_bookings(api: Api) -> None:
    assert any("booking" in one["definition"] for one in supported(api))


def statement_is_of_a_receiver(api: Api) -> None:
    assert {one["mode"] for one in supported(api)} == {"receiver"}


def statement_has_operation(api: Api) -> None:
    assert "operation" in api.get("/metadata").json()["rest"][0]


def statement_has_slot(api: Api) -> None:
    resources = api.get("/metadata").json()["rest"][0]["resource"]
    assert "Slot" in {one["type"] for one in resources}


def statement_has_version_1(api: Api) -> None:
    assert api.get("/metadata").json()["version"].startswith("1.")


# -- slots -------------------------------------------------------------------------


def slots_are_free(api: Api) -> None:
    assert {one["status"] for one in parts(api.slots().json(), "Slot")} == {"free"}


def slots_are_found(api: Api) -> None:
    assert parts(api.slots().json(), "Slot")


def slots_within_dates(api: Api) -> None:
    found = parts(api.slots().json(), "Slot")
    assert all(one["start"] <= instant(7) for one in found)


def slots_have(resource_type: str) -> Probe:
    def probe(api: Api) -> None:
        assert parts(api.slots().json(), resource_type)

    return probe


def slot_search_is_checked(api: Api) -> None:
    assert api.get("/Slot").status_code == 400


def slot_service_is_checked(api: Api) -> None:
    query = slot_query(**{"Schedule.actor:HealthcareService": "1"})
    assert api.get("/Slot", query).status_code == 404


def slot_search_is_ok(api: Api) -> None:
    assert api.slots().status_code == 200


# -- transactions ------------------------------------------------------------------


def duplicate(api: Api) -> None:
    headers = {"X-Request-Id": new_id()}
    message = booking(api.free_slot())
    assert api.post(message, headers=headers).status_code == 200
    assert outcome(api.post(message, headers=headers))[2] == "duplicate"


def same_bundle(api: Api) -> None:
    message = booking(api.free_slot())
    assert api.post(message).status_code == 200
    assert api.post(message).status_code == 409


def conflict(position: int, expected: str) -> Probe:
    def probe(api: Api) -> None:
        slot = api.free_slot()
        api.post(booking(slot))
        assert outcome(api.post(booking(slot)))[position] == expected

    return probe


def changed(change: Callable[[Resource], object], status: int) -> Probe:
    """Return the probe that a referral with this change has this status."""

    def probe(api: Api) -> None:
        message = referral()
        change(message)
        assert api.post(message).status_code == status

    return probe


def header_of(bundle: Resource) -> Resource:
    return part(bundle, "MessageHeader")


def use_case_of(bundle: Resource) -> Resource:
    coding: Resource = part(bundle, "ServiceRequest")["category"][0]["coding"][1]
    return coding


# -- answers to messages -----------------------------------------------------------


def confirmed(message: Resource, api: Api) -> Resource:
    response = api.post(message)
    assert response.status_code == 200
    body: Resource = response.json()
    return body


def response_says(member: str) -> Probe:
    def probe(api: Api) -> None:
        message = referral()
        answered = header_of(confirmed(message, api))["response"]
        assert answered[member] == {"code": "ok", "identifier": message["id"]}[member]

    return probe


def response_has_header(api: Api) -> None:
    assert parts(confirmed(referral(), api), "MessageHeader")


def last_updated(api: Api) -> None:
    assert "lastUpdated" in api.book()["meta"]


def version_advances(api: Api) -> None:
    made = api.book()
    api.post(cancel_booking(made["id"]))
    read = appointment(api, made["id"]).json()
    assert read["meta"]["versionId"] == "2"


# -- bookings ----------------------------------------------------------------------


def booking_can_be_read(api: Api) -> None:
    assert appointment(api, api.book()["id"]).status_code == 200


def booking_has(member: str, expected: str | None = None) -> Probe:
    def probe(api: Api) -> None:
        value = api.book().get(member)
        assert value
        assert expected in {None, value}

    return probe


def booking_has_one(api: Api) -> None:
    assert len(parts(confirmed(booking(api.free_slot()), api), "Appointment")) == 1


def booking_is_of_the_patient(api: Api) -> None:
    made = api.book()
    found = parts(api.search("Appointment", ADULT).json(), "Appointment")
    assert [one["id"] for one in found] == [made["id"]]


def booking_is_at_its_time(api: Api) -> None:
    slot = api.free_slot()
    body = confirmed(booking(slot), api)
    assert part(body, "Appointment")["start"] == slot["start"]


def slot_is_checked(api: Api) -> None:
    slot = api.free_slot()
    api.post(booking(slot))
    assert api.post(booking(slot, nhs_number=OTHER_PATIENT)).status_code == 409


def slot_is_taken(api: Api) -> None:
    slot = api.free_slot()
    api.post(booking(slot))
    assert slot["id"] not in {one["id"] for one in parts(api.slots().json(), "Slot")}


def known_booking_is_cancelled(api: Api) -> None:
    assert api.post(cancel_booking(api.book()["id"])).status_code == 200


def cancellation_is_stored(api: Api) -> None:
    made = api.book()
    assert api.post(cancel_booking(made["id"])).status_code == 200
    assert appointment(api, made["id"]).json()["status"] == "cancelled"


def cancellation_frees_the_slot(api: Api) -> None:
    slot = api.free_slot()
    made = part(confirmed(booking(slot), api), "Appointment")
    api.post(cancel_booking(made["id"]))
    assert slot["id"] in {one["id"] for one in parts(api.slots().json(), "Slot")}


def second_cancellation(api: Api) -> None:
    made = api.book()
    api.post(cancel_booking(made["id"]))
    assert api.post(cancel_booking(made["id"])).status_code == 409


def unknown_cancellation(api: Api) -> None:
    assert api.post(cancel_booking(UNKNOWN)).status_code == 404


# -- referrals ---------------------------------------------------------------------


def referral_can_be_read(api: Api) -> None:
    assert request(api, api.refer()["id"]).status_code == 200


def referral_has(member: str, expected: str | None = None) -> Probe:
    def probe(api: Api) -> None:
        value = api.refer().get(member)
        assert value
        assert expected in {None, value}

    return probe


def referral_has_one(api: Api) -> None:
    assert len(parts(confirmed(referral(), api), "ServiceRequest")) == 1


def known_referral_is_cancelled(api: Api) -> None:
    assert api.post(cancel_referral(api.refer()["id"])).status_code == 200


def referral_cancellation_is_stored(api: Api) -> None:
    made = api.refer()
    assert api.post(cancel_referral(made["id"])).status_code == 200
    assert request(api, made["id"]).json()["status"] == "revoked"


def second_referral_cancellation(api: Api) -> None:
    made = api.refer()
    api.post(cancel_referral(made["id"]))
    assert api.post(cancel_referral(made["id"])).status_code == 409


def unknown_referral_cancellation(api: Api) -> None:
    assert api.post(cancel_referral(UNKNOWN)).status_code == 404


# -- links -------------------------------------------------------------------------


def link_is_stored(api: Api) -> None:
    made = api.book()
    linked = api.refer(nhs_number=ADULT, booking=made["id"])
    assert made["id"] in request(api, linked["id"]).text
    based = api.book(nhs_number=ADULT, referral=linked["id"])
    assert linked["id"] in appointment(api, based["id"]).text


def mislink_is_refused(api: Api) -> None:
    made = api.book(nhs_number=ADULT)
    message = referral(nhs_number=REFERRED, booking=made["id"])
    assert api.post(message).status_code == 409


def unknown_link_is_refused(api: Api) -> None:
    assert api.post(referral(booking=UNKNOWN)).status_code == 404


# -- reads -------------------------------------------------------------------------


def read_is_fresh(api: Api) -> None:
    made = api.book()
    api.post(cancel_booking(made["id"]))
    assert appointment(api, made["id"]).json()["status"] == "cancelled"


def read_has_the_id(api: Api) -> None:
    made = api.book()
    assert appointment(api, made["id"]).json()["id"] == made["id"]


def unknown_is_not_found(api: Api) -> None:
    assert appointment(api, UNKNOWN).status_code == 404


def id_is_checked(api: Api) -> None:
    assert appointment(api, "booking-12").status_code == 400


def search_finds(api: Api) -> None:
    api.book()
    assert parts(api.search("Appointment", ADULT).json(), "Appointment")


def search_finds_no_other(api: Api) -> None:
    api.book()
    found = api.search("Appointment", OTHER_PATIENT).json()
    assert not parts(found, "Appointment")


def search_needs_patient(api: Api) -> None:
    assert api.get("/Appointment").status_code == 400


def no_other_methods(api: Api) -> None:
    assert api.call("DELETE", f"/Appointment/{BOOKED_ID}").status_code == 405


# -- scripted answers --------------------------------------------------------------


def scripted(api: Api) -> None:
    message = booking(api.free_slot(), nhs_number="9658499015")
    assert api.post(message).status_code == 404


def scripted_context(api: Api) -> None:
    query = [("context", f"{SYSTEM}|FAIL0404")]
    assert api.get("/MessageDefinition", query).status_code == 404


def scripted_slots(api: Api) -> None:
    query = slot_query(**{"Schedule.actor:HealthcareService": "2000073917"})
    assert api.get("/Slot", query).json()["total"] == 0


def stateful_patient(api: Api) -> None:
    api.book(nhs_number=STATEFUL)
    message = booking(api.free_slot(), nhs_number=STATEFUL)
    assert api.post(message).status_code == 409


TARGET = "NHSD-Target-Identifier"

PROBES: dict[str, tuple[Probe, ...]] = {
    "answer-status": (no_redirect,),
    "body-malformed": (json_body,),
    "clock-offset": (first_slot_is_soon,),
    "error-code": (code_of_unknown,),
    "error-issue": (code_of_unknown,),
    "error-status": (code_of_unknown,),
    "api-checks-parameters": (receiver_checks_parameters,),
    "ids-reach-receiver": (proxy_checks_ids,),
    **dict.fromkeys(PROVOKED, (receiver_works,)),
    "newer-local-data": (message_is_taken,),
    "still-processing": (message_is_taken,),
    "drops-correlation-id": (echoes("X-Correlation-Id"),),
    "drops-request-id-echo": (echoes("X-Request-Id"),),
    "wrong-correlation-id": (echoes("X-Correlation-Id"),),
    "redirects": (no_redirect,),
    "response-invalid-r4": (valid_body,),
    "response-not-json": (json_body,),
    "response-wrong-content-type": (fhir_label,),
    "diagnostics-name-patient": (error_names_nobody,),
    "outcome-code-wrong": (error_has_code,),
    "outcome-missing": (error_has_body,),
    "outcome-severity-wrong": (error_is_error,),
    "outcome-without-diagnostics": (error_says_why,),
    "receiver-fails": (receiver_works,),
    "receiver-unavailable": (receiver_works,),
    "status-200-on-error": (error_has_status,),
    "bad-base64-accepted": (refused(400, {TARGET: "this-is-not-base-64"}),),
    "missing-correlation-id-accepted": (refused(400, {"X-Correlation-Id": None}),),
    "missing-request-id-accepted": (refused(400, {"X-Request-Id": None}),),
    "missing-target-accepted": (refused(400, {TARGET: None}),),
    "old-version-accepted": (refused(406, {}, "/DocumentReference"),),
    "proxy-metadata-refused": (own_statement,),
    "rate-limited": (receiver_works,),
    "target-without-value-accepted": (
        refused(400, {TARGET: encoded({"system": SYSTEM})}),
    ),
    "token-refused": (receiver_works,),
    "unknown-path-accepted": (unknown_path,),
    "unknown-target-accepted": (refused(404, {TARGET: target("1999999999")}),),
    "message-definition-context-unchecked": (context_is_required,),
    "message-definition-empty": (defines("bars-message-booking-request-cancelled"),),
    "message-definition-missing-booking": (defines("bars-message-booking-request"),),
    "message-definition-missing-referral": (
        defines("bars-message-servicerequest-request-referral"),
    ),
    "message-definition-wrong-service": (defined_for_the_service,),
    "metadata-missing-booking": (statement_has_bookings,),
    "metadata-sender-only": (statement_is_of_a_receiver,),
    "metadata-without-process-message": (statement_has_operation,),
    "metadata-without-slot": (statement_has_slot,),
    "metadata-wrong-version": (statement_has_version_1,),
    "slots-always-busy": (slots_are_free,),
    "slots-empty": (slots_are_found,),
    "slots-ignore-status": (slots_are_free,),
    "slots-ignore-window": (slots_within_dates,),
    "slots-parameters-unchecked": (slot_search_is_checked,),
    "slots-unknown-service-accepted": (slot_service_is_checked,),
    "slots-without-schedule": (slots_have("Schedule"),),
    "slots-without-service": (slots_have("HealthcareService"),),
    "slots-wrong-status-code": (slot_search_is_ok,),
    "accepts-duplicate-request-id": (duplicate,),
    "accepts-same-bundle": (same_bundle,),
    "conflict-code-wrong": (conflict(1, "REC_CONFLICT"),),
    "conflict-issue-wrong": (conflict(2, "conflict"),),
    "duplicate-issue-wrong": (duplicate,),
    "event-unchecked": (
        changed(lambda b: header_of(b)["eventCoding"].update(code="other"), 400),
    ),
    "ids-unchecked": (refused(400, {"X-Request-Id": "request-1"}),),
    "invalid-body-accepted": (
        changed(lambda b: part(b, "Patient").update(birthDate="on a Tuesday"), 400),
        changed(lambda b: header_of(b).update(definition="urn:other"), 400),
    ),
    "rules-unchecked": (
        changed(lambda b: part(b, "CarePlan").update(status="active"), 400),
    ),
    "use-case-unchecked": (changed(lambda b: use_case_of(b).update(code="a9t9"), 422),),
    "version-unchecked": (changed(lambda b: b["meta"].update(versionId="9.0.0"), 422),),
    "last-updated-missing": (last_updated,),
    "response-code-wrong": (response_says("code"),),
    "response-identifier-wrong": (response_says("identifier"),),
    "response-without-header": (response_has_header,),
    "version-not-advanced": (version_advances,),
    "booking-not-stored": (booking_can_be_read,),
    "booking-status-pending": (booking_has("status", "booked"),),
    "booking-two-appointments": (booking_has_one,),
    "booking-without-id": (booking_has("id"),),
    "booking-wrong-patient": (booking_is_of_the_patient,),
    "booking-wrong-time": (booking_is_at_its_time,),
    "books-without-checking-slot": (slot_is_checked,),
    "cancel-404": (known_booking_is_cancelled,),
    "cancel-ignored": (cancellation_is_stored,),
    "cancel-keeps-slot": (cancellation_frees_the_slot,),
    "cancel-twice-accepted": (second_cancellation,),
    "cancel-unknown-accepted": (unknown_cancellation,),
    "slot-stays-free": (slot_is_taken,),
    "referral-cancel-404": (known_referral_is_cancelled,),
    "referral-cancel-ignored": (referral_cancellation_is_stored,),
    "referral-cancel-twice-accepted": (second_referral_cancellation,),
    "referral-cancel-unknown-accepted": (unknown_referral_cancellation,),
    "referral-not-stored": (referral_can_be_read,),
    "referral-status-draft": (referral_has("status", "active"),),
    "referral-two-requests": (referral_has_one,),
    "referral-without-id": (referral_has("id"),),
    "link-ignored": (link_is_stored,),
    "mislink-accepted": (mislink_is_refused,),
    "unknown-link-accepted": (unknown_link_is_refused,),
    "read-any-id-accepted": (id_is_checked,),
    "read-back-stale": (read_is_fresh,),
    "read-back-wrong-id": (read_has_the_id,),
    "read-unknown-200": (unknown_is_not_found,),
    "search-empty": (search_finds,),
    "search-ignores-patient": (search_finds_no_other,),
    "search-needs-no-patient": (search_needs_patient,),
    "write-methods-accepted": (no_other_methods,),
    "sentinels-ignored": (
        scripted,
        scripted_context,
        scripted_slots,
    ),
    "stateful-patient-ignored": (stateful_patient,),
    **VERSION_PROBES,
}
"""The probes of every fault but those of time and connection, by its name."""
