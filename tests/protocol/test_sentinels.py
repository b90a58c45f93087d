from typing import Literal

import pytest

from pytest_bars.masking import is_nhs_number, is_personal_number
from pytest_bars.protocol.int_patients import INT_PATIENTS, STATEFUL_NHS_NUMBER
from pytest_bars.protocol.sentinels import (
    BOOKED_ID,
    LISTED_SERVICES,
    STATEFUL_TABLE,
    UNLISTED_SERVICES,
    StatefulEvent,
    StatefulState,
    context_sentinel,
    message_sentinel,
    read_sentinel,
    sentinels,
    slot_sentinel,
)


def test_all_54_published_scenarios_are_there() -> None:
    tables = [sentinel.table for sentinel in sentinels()]
    counts = {table: tables.count(table) for table in dict.fromkeys(tables)}
    assert counts == {
        "Capability": 4,
        "MessageDef": 10,
        "Booking": 13,
        "Referral": 11,
        "Validation": 12,
        "Response": 4,
    }


@pytest.mark.parametrize(
    ("kind", "nhs_number", "status"),
    [
        ("Booking", "9658499007", 200),
        ("Booking", "9658499015", 404),
        ("Booking", "9658499023", 409),
        ("Booking", "9658499031", 422),
        ("Booking", None, 200),
        ("Referral", "9658499058", 200),
        ("Referral", "9658499066", 400),
        ("Referral", "9658499074", 500),
        ("Validation", "9658499139", 401),
        ("Validation", "9658499147", 200),
    ],
)
def test_a_patient_decides_what_a_message_is_answered(
    kind: Literal["Booking", "Referral", "Validation"],
    nhs_number: str | None,
    status: int,
) -> None:
    found = message_sentinel(kind, nhs_number)
    assert found is not None
    assert found.status == status


def test_one_patient_stands_for_two_scenarios_by_the_kind_of_message() -> None:
    booking = message_sentinel("Booking", "9658499015")
    validation = message_sentinel("Validation", "9658499015")
    assert booking is not None
    assert validation is not None
    assert (booking.id, validation.id) == ("tkw-book-05", "tkw-val-07")
    assert message_sentinel("Referral", "9658499015") is None


@pytest.mark.parametrize(
    ("resource_type", "resource_id", "status"),
    [
        ("Appointment", "0d440c22-7f25-4c6c-905d-2213d197d02a", 501),
        ("ServiceRequest", "79120f41-a431-4f08-bcc5-1e67006fcae0", 200),
        ("ServiceRequest", "61215702-0049-4d76-9807-2123f0a6ca15", 405),
        ("ServiceRequest", "9d280ad9-6dda-46d2-a75e-f5b47b2f4e87", 429),
        ("ServiceRequest", "4d65ddaa-4d09-41cd-87c9-aeb9c0c96352", 503),
        ("ServiceRequest", "9e595424-9d67-45db-9a90-03259653cd37", 408),
        ("ServiceRequest", "0b42eac3-0175-43c8-bbab-efaa8ca31ccf", 200),
    ],
)
def test_an_id_decides_what_a_read_is_answered(
    resource_type: str, resource_id: str, status: int
) -> None:
    found = read_sentinel(resource_type, resource_id)
    assert found is not None
    assert found.status == status
    assert found.path == f"/{resource_type}/{resource_id}"


def test_where_the_page_contradicts_itself_both_ids_are_kept() -> None:
    found = read_sentinel("ServiceRequest", "4d65ddaa-4d09-41cd-87c9-aeb9c0c96352")
    assert found is not None
    assert found.published == "0b42eac3-0175-43c8-bbab-efaa8ca31ccf"


def test_any_other_read_has_no_scenario() -> None:
    assert read_sentinel("Appointment", BOOKED_ID) is None


def test_a_service_or_a_context_decides_too() -> None:
    timed_out = slot_sentinel("2000081230")
    refused = context_sentinel("FAIL0401")
    assert timed_out is not None
    assert refused is not None
    assert (timed_out.status, refused.status) == (408, 401)


def test_the_stateful_table_has_a_cell_for_every_event_in_every_state() -> None:
    wanted = {(event, state) for event in StatefulEvent for state in StatefulState}
    assert set(STATEFUL_TABLE) == wanted
    assert len(wanted) == 15


@pytest.mark.parametrize(
    ("event", "state", "status", "next_state"),
    [
        ("make-booking", "initial", 200, "appointment-booked"),
        ("make-booking", "appointment-booked", 409, "appointment-booked"),
        ("cancel-booking", "appointment-booked", 200, "initial"),
        ("cancel-booking", "referral-created", 200, None),
        ("create-linked-referral", "appointment-booked", 200, "referral-created"),
        ("create-mislinked-referral", "appointment-booked", 409, "appointment-booked"),
        ("cancel-referral", "referral-created", 200, "appointment-booked"),
        ("cancel-referral", "initial", 400, "initial"),
    ],
)
def test_a_cell_says_the_answer_and_what_comes_of_it(
    event: str, state: str, status: int, next_state: str | None
) -> None:
    cell = STATEFUL_TABLE[StatefulEvent(event), StatefulState(state)]
    assert (cell.status, cell.next_state) == (status, next_state)
    assert bool(cell.reason) is (status != 200)


def test_a_refused_event_leaves_the_state_as_it_was() -> None:
    for cell in STATEFUL_TABLE.values():
        if cell.status != 200:
            assert cell.next_state is cell.state


def test_every_test_patient_has_a_valid_nhs_number() -> None:
    numbers = {patient.nhs_number for patient in INT_PATIENTS}
    assert len(numbers) == 17
    assert all(map(is_nhs_number, numbers | {STATEFUL_NHS_NUMBER}))


def test_the_catch_all_service_is_listed_first() -> None:
    assert LISTED_SERVICES[0] == "2000072489"
    assert len(set(LISTED_SERVICES)) == 12


@pytest.mark.parametrize("service", [*LISTED_SERVICES, *UNLISTED_SERVICES])
def test_no_service_of_tkw_passes_for_a_person(service: str) -> None:
    assert not is_personal_number(service)
