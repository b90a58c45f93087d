import pytest

from tests.simulator.api import in_process, organisation, outcome, slot_query
from tests.simulator.messages import Resource, parts, referral

UNSUPPORTED = (400, "REC_BAD_REQUEST", "not-supported")
FLAGS = "https://fhir.nhs.uk/CodeSystem/flag-categories-bars"


def flagged(category: str) -> Resource:
    message = referral()
    flag: Resource = {
        "resourceType": "Flag",
        "status": "active",
        "category": [{"coding": [{"system": FLAGS, "code": category}]}],
        "code": {"text": "As told by a relative"},
        "subject": {"display": "The patient"},
    }
    message["entry"].append({"fullUrl": "urn:uuid:flag", "resource": flag})
    return message


@pytest.mark.parametrize("category", ["SG", "RA"])
def test_a_concern_or_a_need_is_refused_by_the_fault(category: str) -> None:
    response = in_process("flags-refused").post(flagged(category))
    assert outcome(response) == UNSUPPORTED


def test_a_flag_about_the_scene_is_taken_all_the_same() -> None:
    assert in_process("flags-refused").post(flagged("SS")).status_code == 200


def test_whoever_asks_first_is_shown_slots_again() -> None:
    api = in_process("slots-for-one-organisation")
    other = {"NHSD-End-User-Organisation": organisation("X98ZZ")}
    assert parts(api.slots().json(), "Slot")
    assert not parts(api.get("/Slot", slot_query(), headers=other).json(), "Slot")
    assert parts(api.slots().json(), "Slot")
