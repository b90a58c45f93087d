"""Check digits of NHS numbers."""

import pytest

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.identifiers import NHS_NUMBER
from tests.checks.conformance.bodies import PATIENT_OF_BOOKING, booking, found
from tests.fhir.samples import edited

VALUE = (*PATIENT_OF_BOOKING, "identifier", 0, "value")
PLACE = "Bundle.entry[2].resource.identifier[0].value"


@pytest.mark.parametrize("value", ["9658499008", "965849900", "965 849 9007", ""])
def test_what_is_no_nhs_number_is_found(value: str) -> None:
    body = edited(booking(), VALUE, value)
    assert ("CF-NHS-NUMBER", PLACE) in found(body)
    assert not value or value not in str(judge_body(Subject(body)))


@pytest.mark.parametrize("value", [9658499007, None, ["9658499007"]])
def test_what_is_no_text_is_found(value: Json) -> None:
    assert ("CF-NHS-NUMBER", PLACE) in found(edited(booking(), VALUE, value))


def test_a_reference_by_nhs_number_is_judged_too() -> None:
    subject: Json = {"identifier": {"system": NHS_NUMBER, "value": "1234567890"}}
    place = "DocumentReference.subject.identifier.value"
    body: Json = {"resourceType": "DocumentReference", "subject": subject}
    assert ("CF-NHS-NUMBER", place) in found(body)


def test_a_patient_without_one_is_taken() -> None:
    assert found(edited(booking(), (*PATIENT_OF_BOOKING, "identifier"), [{}])) == [
        ("CF-STRUCTURE", "Bundle.entry[2].resource.identifier[0]")
    ]
