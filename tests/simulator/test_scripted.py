from collections.abc import Callable

import pytest

from pytest_bars.protocol.sentinels import (
    BOOKED_ID,
    REFERRED_ID,
    STATEFUL_TABLE,
    VALIDATED_ID,
    StatefulCell,
    StatefulEvent,
    StatefulState,
)
from tests.simulator.api import Api, assert_valid, organisation, outcome
from tests.simulator.messages import (
    STATEFUL,
    Resource,
    booking,
    cancel_booking,
    cancel_referral,
    part,
    referral,
)
from tests.simulator.requests import validation

UNKNOWN = "00000000-0000-4000-8000-000000000000"

PATIENTS = {
    "9658499015": (404, "REC_NOT_FOUND", "not-found"),
    "9658499023": (409, "REC_CONFLICT", "conflict"),
    "9658499031": (422, "REC_UNPROCESSABLE_ENTITY", "processing"),
}
REFERRED_PATIENTS = {
    "9658499066": (400, "REC_BAD_REQUEST", "invariant"),
    "9658499074": (500, "REC_SERVER_ERROR", "exception"),
}
VALIDATED_PATIENTS = {
    "9658499015": (404, "REC_NOT_FOUND", "not-found"),
    "9658499112": (409, "REC_CONFLICT", "conflict"),
    "9658499120": (422, "REC_UNPROCESSABLE_ENTITY", "processing"),
    "9658499139": (401, "REC_UNAUTHORIZED", "security"),
    "9658499171": (401, "REC_UNAUTHORIZED", "security"),
}
RETURNED = {
    "9658499082": "9e595424-9d67-45db-9a90-03259653cd37",
    "9658499090": "c337e8d8-fd5b-4a13-a8e4-0f6f4ac1bb1a",
}
READS = {
    f"/Appointment/{'0d440c22-7f25-4c6c-905d-2213d197d02a'}": (
        501,
        "REC_NOT_IMPLEMENTED",
        "not-supported",
    ),
    "/ServiceRequest/9e595424-9d67-45db-9a90-03259653cd37": (
        408,
        "REC_TIMEOUT",
        "timeout",
    ),
    "/ServiceRequest/c337e8d8-fd5b-4a13-a8e4-0f6f4ac1bb1a": (
        501,
        "REC_NOT_IMPLEMENTED",
        "not-supported",
    ),
    "/ServiceRequest/61215702-0049-4d76-9807-2123f0a6ca15": (
        405,
        "REC_METHOD_NOT_ALLOWED",
        "not-supported",
    ),
    "/ServiceRequest/9d280ad9-6dda-46d2-a75e-f5b47b2f4e87": (
        429,
        "REC_TOO_MANY_REQUESTS",
        "throttled",
    ),
    "/ServiceRequest/4d65ddaa-4d09-41cd-87c9-aeb9c0c96352": (
        503,
        "REC_SERVICE_UNAVAILABLE",
        "transient",
    ),
}


@pytest.mark.parametrize(("nhs_number", "expected"), PATIENTS.items(), ids=PATIENTS)
def test_a_booking_for_a_scripted_patient_is_refused(
    api: Api, nhs_number: str, expected: tuple[int, str, str]
) -> None:
    response = api.post(booking(api.free_slot(), nhs_number=nhs_number))
    assert outcome(response) == expected
    assert_valid(response.json())


@pytest.mark.parametrize(
    ("nhs_number", "expected"), REFERRED_PATIENTS.items(), ids=REFERRED_PATIENTS
)
def test_a_referral_for_a_scripted_patient_is_refused(
    api: Api, nhs_number: str, expected: tuple[int, str, str]
) -> None:
    assert outcome(api.post(referral(nhs_number=nhs_number))) == expected


@pytest.mark.parametrize(
    ("nhs_number", "expected"), VALIDATED_PATIENTS.items(), ids=VALIDATED_PATIENTS
)
def test_a_validation_request_for_a_scripted_patient_is_refused(
    api: Api, nhs_number: str, expected: tuple[int, str, str]
) -> None:
    response = api.post(validation(nhs_number=nhs_number))
    assert outcome(response) == expected
    assert_valid(response.json())


@pytest.mark.parametrize(("nhs_number", "returned"), RETURNED.items())
def test_a_validation_request_for_a_scripted_patient_has_tkws_id(
    api: Api, nhs_number: str, returned: str
) -> None:
    assert api.request(validation(nhs_number=nhs_number))["id"] == returned


def test_validation_requests_without_nhs_number_are_told_apart(api: Api) -> None:
    first, second = (api.request(validation(nhs_number=None))["id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("nhs_number", ["9658499147", "9658499155", "9658499163"])
def test_patients_that_tkw_sends_a_response_for_can_be_validated(
    api: Api, nhs_number: str
) -> None:
    assert api.request(validation(nhs_number=nhs_number))["status"] == "active"


def test_a_patient_scripted_for_bookings_may_be_referred(api: Api) -> None:
    assert api.refer(nhs_number="9658499015")["status"] == "active"


@pytest.mark.parametrize(("path", "expected"), READS.items(), ids=READS)
def test_reading_a_scripted_id_is_refused(
    api: Api, path: str, expected: tuple[int, str, str]
) -> None:
    response = api.get(path)
    assert outcome(response) == expected
    assert_valid(response.json())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/Appointment/{BOOKED_ID}", "booked"),
        (f"/ServiceRequest/{REFERRED_ID}", "active"),
        (f"/ServiceRequest/{VALIDATED_ID}", "active"),
    ],
    ids=["booking", "referral", "validation"],
)
def test_what_tkw_always_has_can_be_read(api: Api, path: str, status: str) -> None:
    body = api.get(path).json()
    assert_valid(body)
    assert body["status"] == status


class StatefulPatient:
    """Leads the stateful patient to a state, then lets something happen."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.booked = UNKNOWN
        self.referred = UNKNOWN

    def reach(self, state: StatefulState) -> None:
        if state is not StatefulState.INITIAL:
            self.booked = self.api.book(nhs_number=STATEFUL)["id"]
        if state is StatefulState.REFERRED:
            linked = self.api.refer(nhs_number=STATEFUL, booking=self.booked)
            self.referred = linked["id"]

    def message(self, event: StatefulEvent) -> Resource:
        make: dict[StatefulEvent, Callable[[], Resource]] = {
            StatefulEvent.MAKE_BOOKING: lambda: booking(
                self.api.free_slot(), nhs_number=STATEFUL
            ),
            StatefulEvent.CANCEL_BOOKING: lambda: cancel_booking(
                self.booked, nhs_number=STATEFUL
            ),
            StatefulEvent.CREATE_LINKED_REFERRAL: lambda: referral(
                nhs_number=STATEFUL, booking=self.booked
            ),
            StatefulEvent.CREATE_MISLINKED_REFERRAL: lambda: referral(
                nhs_number=STATEFUL, booking=BOOKED_ID
            ),
            StatefulEvent.CANCEL_REFERRAL: lambda: cancel_referral(
                self.referred, nhs_number=STATEFUL
            ),
        }
        return make[event]()


@pytest.mark.parametrize(
    "cell",
    STATEFUL_TABLE.values(),
    ids=[f"{cell.event}-{cell.state}" for cell in STATEFUL_TABLE.values()],
)
def test_the_stateful_patient_follows_the_table(api: Api, cell: StatefulCell) -> None:
    patient = StatefulPatient(api)
    patient.reach(cell.state)
    response = api.post(patient.message(cell.event))
    assert response.status_code == cell.status
    assert_valid(response.json())
    if cell.status != 200:
        code = {400: "REC_BAD_REQUEST", 409: "REC_CONFLICT"}[cell.status]
        assert outcome(response)[1] == code
        assert cell.reason in response.json()["issue"][0]["diagnostics"]


def test_a_referral_without_any_link_counts_as_mislinked(api: Api) -> None:
    StatefulPatient(api).reach(StatefulState.BOOKED)
    response = api.post(referral(nhs_number=STATEFUL))
    assert response.status_code == 409


def test_after_its_booking_is_cancelled_the_patient_may_be_booked_again(
    api: Api,
) -> None:
    patient = StatefulPatient(api)
    patient.reach(StatefulState.REFERRED)
    assert api.post(patient.message(StatefulEvent.CANCEL_BOOKING)).status_code == 200
    assert api.post(patient.message(StatefulEvent.MAKE_BOOKING)).status_code == 200


def test_a_referral_that_outlived_its_booking_can_be_cancelled_once(api: Api) -> None:
    patient = StatefulPatient(api)
    patient.reach(StatefulState.REFERRED)
    assert api.post(patient.message(StatefulEvent.CANCEL_BOOKING)).status_code == 200
    assert api.post(patient.message(StatefulEvent.CANCEL_REFERRAL)).status_code == 200
    assert api.post(patient.message(StatefulEvent.CANCEL_REFERRAL)).status_code == 400


def test_after_its_referral_is_cancelled_the_booking_remains(api: Api) -> None:
    patient = StatefulPatient(api)
    patient.reach(StatefulState.REFERRED)
    assert api.post(patient.message(StatefulEvent.CANCEL_REFERRAL)).status_code == 200
    assert api.post(patient.message(StatefulEvent.MAKE_BOOKING)).status_code == 409


def test_the_stateful_patient_has_a_state_per_organisation(api: Api) -> None:
    api.book(nhs_number=STATEFUL)
    api.headers = {"NHSD-End-User-Organisation": organisation("RYY")}
    confirmed = api.book(nhs_number=STATEFUL)
    body = api.get(f"/Appointment/{confirmed['id']}").json()
    assert part({"entry": [{"resource": body}]}, "Appointment")["status"] == "booked"
