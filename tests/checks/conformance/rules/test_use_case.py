"""One use case all the way."""

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import USE_CASE_CATEGORIES
from tests.checks.conformance.bodies import (
    HEADER,
    SUBJECT,
    booking,
    categories,
    found,
    referral,
    rules,
)
from tests.fhir.samples import edited

URL = (
    "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-request-referral"
)
PLACE = "Bundle.entry[1].resource.category"


def definition(*use_cases: str) -> JsonObject:
    return {
        "resourceType": "MessageDefinition",
        "url": URL,
        "useContext": [
            {"valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}
            for code in use_cases
            for system in (USE_CASE_CATEGORIES, "https://other")
        ],
    }


def test_a_referral_says_its_use_case() -> None:
    body = edited(referral(), (*SUBJECT, "category"), categories("referral"))
    assert found(body) == [("CF-USE-CASE", PLACE)]


def test_a_booking_may_have_none() -> None:
    body = edited(booking(), (*SUBJECT, "serviceCategory"), [{"text": "GP"}])
    assert found(body) == []


@pytest.mark.parametrize(
    ("offered", "is_fine"),
    [(("a1t1",), True), (("a1t2", "a1t1"), True), ((), True), (("a2t1",), False)],
)
def test_the_use_case_is_one_the_receiver_advertises(
    offered: tuple[str, ...],
    is_fine: bool,  # noqa: FBT001 - a column of the table
) -> None:
    broken = found(referral(), definition=definition(*offered))
    assert broken == ([] if is_fine else [("CF-USE-CASE-AGREES", PLACE)])


def test_an_answer_keeps_the_use_case() -> None:
    assert found(referral(), is_answer=True, asked=referral()) == []
    broken = found(referral("a2t1"), is_answer=True, asked=referral("a1t1"))
    assert broken == [("CF-USE-CASE-AGREES", PLACE)]


def test_an_answer_to_no_message_is_not_held_against_it() -> None:
    assert found(referral(), is_answer=True, asked={"resourceType": "Basic"}) == []


@pytest.mark.parametrize(
    ("header", "count"),
    [
        pytest.param("a1t1|referral|servicerequest-request|new", 0, id="same"),
        pytest.param("a1t2|referral|servicerequest-request|new", 1, id="use-case"),
        pytest.param("a1t1|validation|servicerequest-request|new", 1, id="category"),
        pytest.param("a1t1|referral|booking-request|update", 2, id="event-and-reason"),
        pytest.param("a1t1|referral", 1, id="two-values"),
    ],
)
def test_use_context_says_what_the_message_says(header: str, count: int) -> None:
    broken = [rule for rule, _ in found(referral(), use_context=header)]
    assert set(broken) <= {"CF-USE-CONTEXT"}
    assert len(broken) == count


def test_an_answer_has_another_event_than_the_header_sent() -> None:
    header = "a1t1|referral|servicerequest-response|new"
    assert found(referral(), use_context=header, is_answer=True) == []
    wrong = "a1t1|validation|servicerequest-response|new"
    assert rules(referral(), use_context=wrong, is_answer=True) == {"CF-USE-CONTEXT"}


def test_what_is_no_message_says_no_use_context() -> None:
    body: Json = {"resourceType": "Basic", "code": {"text": "x"}}
    header = "a1t1|referral|servicerequest-request|new"
    assert found(body, use_context=header) == [("CF-USE-CONTEXT", "Basic")]


def test_the_second_value_of_a_booking_is_its_status() -> None:
    header = "a1t1|booked|booking-request|new"
    assert found(booking(), use_context=header) == []
    wrong = header.replace("booked", "cancelled")
    assert rules(booking(), use_context=wrong) == {"CF-USE-CONTEXT"}


def test_what_the_message_does_not_say_is_not_held_against_it() -> None:
    path = (*SUBJECT, "serviceCategory")
    body: Json = edited(booking(), path, [{"text": "GP"}])
    header = "undefined|booked|booking-request|new"
    assert found(body, use_context=header) == []


def test_the_place_is_the_header_where_there_is_no_subject() -> None:
    body = edited(referral(), (*HEADER, "eventCoding", "code"), "booking-request")
    assert "CF-USE-CASE-AGREES" not in rules(body, definition=definition("a2t1"))
