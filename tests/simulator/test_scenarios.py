"""What the list says of the simulator is what the simulator does."""

import pytest

from pytest_bars.protocol.sentinels import (
    BOOKED_ID,
    REFERRED_ID,
    VALIDATED_ID,
    Sentinel,
    sentinels,
)
from pytest_bars.simulator.scenarios import scripted_scenarios
from tests.simulator.api import SYSTEM, Api, assert_valid, slot_query, target
from tests.simulator.messages import (
    ADULT,
    SERVICE,
    Resource,
    booking,
    cancel_booking,
    cancel_referral,
    parts,
    referral,
)
from tests.simulator.requests import (
    cancelled,
    referral_of,
    updated,
    validation,
)

ANSWERS = {one.id: one.answer for one in scripted_scenarios()}
OF_ONE_SERVICE = {"tkw-ref-05": "a5t1", "tkw-ref-08": "a6t1"}


def number(sentinel: Sentinel) -> str | None:
    """Return the NHS number that a message of the scenario has."""
    return None if sentinel.value == "absent" else sentinel.value


def message(api: Api, sentinel: Sentinel) -> Resource:
    changes = {
        "tkw-book-03": cancel_booking(BOOKED_ID),
        "tkw-ref-03": cancel_referral(REFERRED_ID),
        "tkw-val-05": updated(validation(), VALIDATED_ID),
        "tkw-val-06": cancelled(validation(), VALIDATED_ID),
    }
    if sentinel.id in changes:
        return changes[sentinel.id]
    if sentinel.id in OF_ONE_SERVICE:
        assert sentinel.target is not None
        return referral_of(OF_ONE_SERVICE[sentinel.id], service=sentinel.target)
    if sentinel.table == "Booking":
        return booking(api.free_slot(), nhs_number=number(sentinel))
    if sentinel.table == "Referral":
        return referral(nhs_number=number(sentinel))
    return validation(nhs_number=number(sentinel))


def query(sentinel: Sentinel) -> list[tuple[str, str]]:
    if sentinel.path == "/Slot":
        return slot_query(**{str(sentinel.key): sentinel.value})
    if sentinel.path == "/Appointment":
        return [("patient:identifier", f"https://fhir.nhs.uk/Id/nhs-number|{ADULT}")]
    if sentinel.path == "/MessageDefinition":
        return [("context", f"{SYSTEM}|{sentinel.value}")]
    return []


@pytest.mark.parametrize("sentinel", sentinels(), ids=lambda one: one.id)
def test_a_scripted_answer_is_what_the_list_says(api: Api, sentinel: Sentinel) -> None:
    headers = {"NHSD-Target-Identifier": target(sentinel.target or SERVICE)}
    if sentinel.method == "POST":
        response = api.post(message(api, sentinel), headers=headers)
    else:
        response = api.get(sentinel.path, query(sentinel), headers=headers)
    status, _, returned = ANSWERS[sentinel.id].partition(" with id ")
    assert_valid(response.json())
    assert response.status_code == int(status)
    if returned:
        held = [response.json(), *parts(response.json(), "ServiceRequest")]
        assert returned in [one["id"] for one in held]
