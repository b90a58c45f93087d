import copy
from typing import Any

import pytest

from pytest_bars.client.use_context import derive_use_context
from tests.client.given import MESSAGE

CODES = "https://fhir.nhs.uk/CodeSystem"
REFERRAL: Any = {
    "resourceType": "Bundle",
    "entry": [
        {
            "resource": {
                "resourceType": "MessageHeader",
                "eventCoding": {
                    "system": f"{CODES}/message-events-bars",
                    "code": "servicerequest-request",
                },
                "reason": {
                    "coding": [
                        {"system": f"{CODES}/message-reason-bars", "code": "update"}
                    ]
                },
            }
        },
        {
            "resource": {
                "resourceType": "ServiceRequest",
                "status": "revoked",
                "category": [
                    {
                        "coding": [
                            {
                                "system": f"{CODES}/message-category-servicerequest",
                                "code": "referral",
                            },
                            {
                                "system": f"{CODES}/usecases-categories-bars",
                                "code": "a1t1",
                            },
                        ]
                    }
                ],
            }
        },
    ],
}


def without(message: Any, entry: int, name: str) -> Any:
    changed = copy.deepcopy(message)
    del changed["entry"][entry]["resource"][name]
    return changed


def test_a_booking_gives_the_status_of_its_appointment() -> None:
    assert derive_use_context(MESSAGE) == "a1t1|booked|booking-request|new"


def test_a_referral_gives_its_category() -> None:
    found = derive_use_context(REFERRAL)
    assert found == "a1t1|referral|servicerequest-request|update"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(None, id="none"),
        pytest.param(b"{}", id="bytes"),
        pytest.param({"resourceType": "Appointment"}, id="no message"),
        pytest.param(without(REFERRAL, 0, "eventCoding"), id="no event"),
        pytest.param(without(REFERRAL, 0, "reason"), id="no reason"),
        pytest.param(without(REFERRAL, 1, "category"), id="no category"),
        pytest.param(without(MESSAGE, 1, "status"), id="no status"),
        pytest.param(without(MESSAGE, 1, "serviceCategory"), id="no use case"),
        pytest.param({**REFERRAL, "entry": REFERRAL["entry"][:1]}, id="no focus"),
        pytest.param({"resourceType": "Bundle", "entry": [7, None]}, id="nonsense"),
    ],
)
def test_a_missing_part_gives_none(body: Any) -> None:
    assert derive_use_context(body) is None


def test_a_code_that_is_no_text_is_passed_over() -> None:
    changed = copy.deepcopy(REFERRAL)
    codings = changed["entry"][1]["resource"]["category"][0]["coding"]
    codings[:0] = [{"system": codings[0]["system"], "code": 7}, "nonsense"]
    assert derive_use_context(changed) == derive_use_context(REFERRAL)
