"""The verification status of an NHS number."""

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.uk_core import NOT_TRACED, VERIFIED
from tests.checks.conformance.bodies import (
    PATIENT_OF_BOOKING,
    PATIENT_OF_REFERRAL,
    SUBJECT,
    booking,
    found,
    referral,
)
from tests.fhir.samples import edited

EXTENSION = ("identifier", 0, "extension")
CODING = (*EXTENSION, 0, "valueCodeableConcept", "coding", 0)


def app_7() -> JsonObject:
    """Return a booking without a use case."""
    return edited(booking(), (*SUBJECT, "serviceCategory"), [{"text": "GP"}])


@pytest.mark.parametrize(
    ("body", "patient", "status", "is_fine"),
    [
        pytest.param(booking(), PATIENT_OF_BOOKING, VERIFIED, True, id="1"),
        pytest.param(booking(), PATIENT_OF_BOOKING, NOT_TRACED, False, id="1-not"),
        pytest.param(
            referral("a2t1"), PATIENT_OF_REFERRAL, NOT_TRACED, False, id="2-not"
        ),
        pytest.param(
            referral("a3t1"), PATIENT_OF_REFERRAL, NOT_TRACED, True, id="3-any"
        ),
        pytest.param(
            referral("a5t1"), PATIENT_OF_REFERRAL, NOT_TRACED, True, id="5-not"
        ),
        pytest.param(
            referral("a5t1"), PATIENT_OF_REFERRAL, "trace-required", False, id="5"
        ),
        pytest.param(app_7(), PATIENT_OF_BOOKING, NOT_TRACED, True, id="7-not"),
        pytest.param(app_7(), PATIENT_OF_BOOKING, "trace-required", False, id="7"),
        pytest.param(
            referral(""), PATIENT_OF_REFERRAL, "trace-required", True, id="unknown"
        ),
    ],
)
def test_statuses(
    body: JsonObject,
    patient: tuple[str | int, ...],
    status: str,
    is_fine: bool,  # noqa: FBT001 - a column of the table
) -> None:
    judged = found(edited(body, (*patient, *CODING, "code"), status))
    place = f"Bundle.entry[{patient[1]}].resource.identifier[0].extension"
    assert (("CF-NHS-STATUS", place) not in judged) is is_fine


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(EXTENSION, [], id="no-extension"),
        pytest.param((*EXTENSION, 0, "url"), "https://other", id="other-extension"),
        pytest.param((*CODING, "system"), "https://other", id="other-system"),
    ],
)
def test_a_number_whose_status_is_not_told_is_found(
    path: tuple[str | int, ...], value: Json
) -> None:
    body = edited(booking(), (*PATIENT_OF_BOOKING, *path), value)
    place = "Bundle.entry[2].resource.identifier[0].extension"
    assert ("CF-NHS-STATUS", place) in found(body)


def test_other_identifiers_have_no_status() -> None:
    path = (*PATIENT_OF_BOOKING, "identifier")
    assert found(edited(booking(), path, [{"system": "https://x", "value": "1"}])) == []


def test_an_answer_is_not_a_senders() -> None:
    body = edited(booking(), (*PATIENT_OF_BOOKING, *CODING, "code"), NOT_TRACED)
    assert found(body, is_answer=True) == []
