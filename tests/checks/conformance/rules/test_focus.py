"""What a message is about is in it."""

import pytest

from pytest_bars.jsontypes import Json
from tests.checks.conformance.bodies import HEADER, booking, found, response, rules
from tests.fhir.samples import edited

PLACE = "Bundle.entry[0].resource.focus"


@pytest.mark.parametrize(
    ("focus", "place"),
    [
        pytest.param([], PLACE, id="none"),
        pytest.param([{"reference": "Slot/1"}] * 2, PLACE, id="two"),
        pytest.param(
            [{"reference": "Appointment/9"}], f"{PLACE}[0].reference", id="elsewhere"
        ),
        pytest.param([{"display": "it"}], f"{PLACE}[0].reference", id="no-reference"),
    ],
)
def test_a_focus_that_leads_nowhere_is_found(focus: Json, place: str) -> None:
    assert ("CF-FOCUS", place) in found(edited(booking(), (*HEADER, "focus"), focus))


def test_a_focus_of_the_wrong_type_is_found() -> None:
    body = booking()
    other = body["entry"][2]["fullUrl"]
    wrong = edited(body, (*HEADER, "focus", 0, "reference"), other)
    assert found(wrong) == [("CF-FOCUS", f"{PLACE}[0].reference")]


def test_a_response_is_about_an_encounter_too() -> None:
    assert "CF-FOCUS" not in rules(response("active", "in-progress"))


def test_an_event_that_is_none_says_nothing_of_its_focus() -> None:
    body = edited(booking(), (*HEADER, "eventCoding", "code"), "booking-reply")
    assert rules(body) == {"CF-CODE-BARS", "CF-DEFINITION-FITS"}
