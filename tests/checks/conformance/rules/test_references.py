"""References of the form `Type/id`."""

import pytest

from tests.checks.conformance.bodies import (
    HEADER,
    PATIENT_OF_REFERRAL,
    SUBJECT,
    found,
    referral,
    rules,
)
from tests.fhir.samples import edited

PLACE = "Bundle.entry[1].resource"


@pytest.mark.parametrize(
    ("member", "reference", "is_found"),
    [
        pytest.param("subject", "Patient/other", True, id="patient"),
        pytest.param("subject", "Patient/mine", False, id="resolves"),
        pytest.param("encounter", "Encounter/other", False, id="linked"),
        pytest.param("requester", "PractitionerRole/other", True, id="role"),
        pytest.param("requester", "Device/other", False, id="not-required"),
        pytest.param("subject", "https://x.example/Patient/1", False, id="absolute"),
    ],
)
def test_what_a_message_must_hold_is_found_in_it(
    member: str,
    reference: str,
    is_found: bool,  # noqa: FBT001 - a column of the table
) -> None:
    body = edited(referral(), (*PATIENT_OF_REFERRAL, "id"), "mine")
    body = edited(body, (*SUBJECT, member), {"reference": reference})
    expected = ("CF-REF-RESOLVES", f"{PLACE}.{member}.reference")
    assert (expected in found(body)) is is_found


def test_without_a_known_definition_nothing_is_required() -> None:
    body = edited(referral(), (*SUBJECT, "subject"), {"reference": "Patient/other"})
    body = edited(body, (*HEADER, "definition"), "https://other")
    assert "CF-REF-RESOLVES" not in rules(body)
