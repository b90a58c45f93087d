"""Contacts and their ranks."""

import pytest

from pytest_bars.jsontypes import Json
from pytest_bars.protocol.uk_core import CONTACT_RANK_EXTENSION
from tests.checks.conformance.bodies import (
    PATIENT_OF_BOOKING,
    booking,
    cancelled_booking,
    found,
    response,
    rules,
)
from tests.fhir.samples import edited

PLACE = "Bundle.entry[2].resource.contact"
PHONE: Json = {"system": "phone", "value": "07700 900001", "rank": 1}
MAIL: Json = {"system": "email", "value": "a@nhs.example", "rank": 1}
SECOND: Json = {"system": "phone", "value": "07700 900002", "rank": 2}
BARE: Json = {"system": "phone", "value": "07700 900002"}


def contact(rank: Json, *telecom: Json) -> Json:
    extension: Json = [{"url": CONTACT_RANK_EXTENSION, "valuePositiveInt": rank}]
    return {"extension": extension, "telecom": list(telecom)}


def judged(*contacts: Json) -> set[tuple[str, str]]:
    return set(found(edited(booking(), (*PATIENT_OF_BOOKING, "contact"), [*contacts])))


def test_ranked_contacts_are_fine() -> None:
    assert judged(contact(1, PHONE, SECOND), contact(2, PHONE)) == set()


def test_no_contact_is_found() -> None:
    assert ("CF-CONTACT", PLACE) in judged()


def test_contacts_without_a_phone_are_found() -> None:
    assert judged(contact(1, MAIL)) == {("CF-CONTACT", PLACE)}


def test_a_contact_without_a_method_is_found() -> None:
    place = f"{PLACE}[1].telecom"
    assert ("CF-CONTACT", place) in judged(contact(1, PHONE), contact(2))


@pytest.mark.parametrize("ranks", [(1, 1), (2, 3)])
def test_two_or_no_first_contacts_are_found(ranks: tuple[int, int]) -> None:
    both = [contact(rank, PHONE) for rank in ranks]
    assert judged(*both) == {("CF-CONTACT-RANK", PLACE)}


def test_a_contact_without_a_rank_is_found() -> None:
    unranked: Json = {"telecom": [PHONE], "extension": [{"url": "https://x"}]}
    assert ("CF-CONTACT-RANK", f"{PLACE}[1]") in judged(contact(1, PHONE), unranked)


@pytest.mark.parametrize(
    ("telecom", "places"),
    [
        pytest.param((PHONE, MAIL), {"telecom"}, id="two-first"),
        pytest.param((SECOND,), {"telecom"}, id="none-first"),
        pytest.param((PHONE, BARE), {"telecom[1].rank"}, id="unranked"),
    ],
)
def test_methods_badly_ranked_are_found(
    telecom: tuple[Json, ...], places: set[str]
) -> None:
    broken = judged(contact(1, *telecom))
    assert broken == {("CF-METHOD-RANK", f"{PLACE}[0].{place}") for place in places}


def test_true_is_no_first_rank() -> None:
    assert ("CF-CONTACT-RANK", PLACE) in judged(contact(True, PHONE))


def test_only_a_new_request_needs_a_contact() -> None:
    path = (*PATIENT_OF_BOOKING, "contact")
    assert "CF-CONTACT" not in rules(edited(cancelled_booking(), path, []))


def test_only_a_sender_ranks_contacts() -> None:
    body = edited(
        response("active", "in-progress"), ("entry", 4, "resource", "contact"), []
    )
    assert "CF-CONTACT" not in rules(body)
