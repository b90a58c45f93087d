"""Every shipped template is taken by the simulator, after what it follows."""

from typing import Final

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.template import render
from tests.payloads.given import PATIENT, PROFILE, values
from tests.payloads.shipped import NAMES, template
from tests.simulator.api import SYSTEM, Api, assert_valid
from tests.simulator.messages import SERVICE, new_id, part

UNSCRIPTED: Final[JsonObject] = {**PATIENT, "nhs_number": "9658499104"}
REFER: Final = "servicerequest-request-referral"
VALIDATE: Final = "servicerequest-request-validation"
RESPOND: Final = "servicerequest-response"
BOOKINGS: Final = {
    "booking-request-new": "booking-request-cancel",
    "booking-request-new-gp": "booking-request-cancel-gp",
}
ALONE: Final = tuple(
    name
    for name in sorted(NAMES)
    if name.startswith((f"{REFER}-new", f"{VALIDATE}-new"))
)
# A template that follows another, and the status of the request after it.
FOLLOWING: Final = {
    f"{REFER}-cancel": (f"{REFER}-new", "revoked"),
    f"{REFER}-update": (f"{REFER}-new-cas", "active"),
    f"{VALIDATE}-cancel": (f"{VALIDATE}-new", "revoked"),
    f"{VALIDATE}-update": (f"{VALIDATE}-new", "active"),
    f"{RESPOND}-referral-safeguarding": (f"{REFER}-new", "revoked"),
    f"{RESPOND}-referral-status": (f"{REFER}-new-out-of-area", "active"),
    f"{RESPOND}-referral-rejected": (f"{REFER}-new-mutual-aid", "revoked"),
    f"{RESPOND}-validation-interim": (f"{VALIDATE}-new", "active"),
    f"{RESPOND}-validation-rejected": (f"{VALIDATE}-new", "revoked"),
    f"{RESPOND}-validation-full": (f"{VALIDATE}-new", "completed"),
    f"{RESPOND}-validation-full-falls": (f"{VALIDATE}-new", "completed"),
    f"{RESPOND}-validation-full-upgrade": (f"{VALIDATE}-new", "completed"),
}


def filled(name: str, **given: Json) -> JsonObject:
    """Return a shipped template filled in for the default service."""
    shipped = template(name)
    arguments = {"patient": UNSCRIPTED, **given}
    taken = {key: value for key, value in arguments.items() if key in shipped.params}
    names: JsonObject = {
        "profile": PROFILE,
        "to": {"system": SYSTEM, "value": SERVICE},
    }
    body = render(shipped, taken, values(identity=new_id()), names)
    assert isinstance(body, dict)
    return body


def test_every_shipped_template_is_in_a_table() -> None:
    booked = BOOKINGS.keys() | set(BOOKINGS.values())
    assert {*ALONE, *FOLLOWING, *booked} == set(NAMES)


@pytest.mark.parametrize("name", ALONE)
def test_a_request_is_taken(api: Api, name: str) -> None:
    response = api.post(filled(name))
    assert response.status_code == 200, response.text
    assert_valid(response.json())
    made = part(response.json(), "ServiceRequest")
    assert_valid(api.read(made["id"]))


@pytest.mark.parametrize(("new", "cancel"), BOOKINGS.items())
def test_a_booking_is_taken_and_cancelled(api: Api, new: str, cancel: str) -> None:
    booked = api.post(filled(new, slot=api.free_slot()))
    assert booked.status_code == 200, booked.text
    assert_valid(booked.json())
    appointment = part(booked.json(), "Appointment")
    ended = api.post(filled(cancel, booking=appointment))
    assert ended.status_code == 200, ended.text
    assert part(ended.json(), "Appointment")["status"] == "cancelled"


@pytest.mark.parametrize(
    ("name", "first", "status"),
    [(name, first, status) for name, (first, status) in FOLLOWING.items()],
    ids=FOLLOWING,
)
def test_what_follows_a_request_is_taken(
    api: Api, name: str, first: str, status: str
) -> None:
    request = filled(first)
    made = api.request(request)
    is_response = name.startswith(RESPOND)
    kept: Json = made["id"] if is_response else made
    response = api.post(
        filled(name, request=request["id"], referral=kept, validation=kept)
    )
    assert response.status_code == 200, response.text
    assert_valid(response.json())
    read = api.read(made["id"])
    assert_valid(read)
    assert (read["status"], read["meta"]["versionId"]) == (status, "2")
