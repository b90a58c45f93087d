"""Probes of the faults that came with API 1.1.0 and later."""

from collections.abc import Callable

from tests.simulator.api import NHS_NUMBER, Api, outcome
from tests.simulator.resources import (
    NO_TARGET,
    appointment,
    created,
    healthcare_service,
    pointer,
    replacing,
    speaking,
)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
Probe = Callable[[Api], None]


def book(api: Api, **members: object) -> dict[str, object]:
    api = speaking(api, "1.1.0")
    body = appointment(api.free_slot(), **members)
    return created(api.call("POST", "/Appointment", body=body))


def read_status(api: Api, path: str) -> int:
    return speaking(api, "1.1.0").get(path).status_code


def change(api: Api, booking: dict[str, object], **members: object) -> int:
    body = {**booking, **members}
    path = f"/Appointment/{booking['id']}"
    return speaking(api, "1.1.0").call("PUT", path, body=body).status_code


def later_operation_is_unknown(api: Api) -> None:
    found = outcome(api.call("POST", "/Appointment", body={}))
    assert found == (405, "REC_METHOD_NOT_ALLOWED", "not-supported")


def later_operation_is_known(api: Api) -> None:
    book(api)


def creation_is_stored(api: Api) -> None:
    assert read_status(api, f"/Appointment/{book(api)['id']}") == 200


def change_is_stored(api: Api) -> None:
    booking = book(api)
    assert change(api, booking, comment="Ring the bell") == 200
    read = speaking(api, "1.1.0").get(f"/Appointment/{booking['id']}").json()
    assert read["comment"] == "Ring the bell"


def deletion_is_stored(api: Api) -> None:
    path = f"/Appointment/{book(api)['id']}"
    assert speaking(api, "1.1.0").call("DELETE", path).status_code == 200
    assert read_status(api, path) == 404


def what_has_ended_stays(api: Api) -> None:
    booking = book(api)
    assert change(api, booking, status="cancelled") == 200
    assert change(api, booking, meta={"versionId": "2"}, status="cancelled") == 409


def stale_change_is_refused(api: Api) -> None:
    booking = book(api)
    assert change(api, booking, comment="One") == 200
    assert change(api, booking, comment="Two") == 409


def replaced_is_checked(api: Api) -> None:
    api = speaking(api, "1.1.0")
    body = appointment(api.free_slot(), **replacing(UNKNOWN))
    assert api.call("POST", "/Appointment", body=body).status_code == 404


def search_by_name(api: Api) -> None:
    query = [("patient:name", "Dyball")]
    assert speaking(api, "1.1.0").get("/Appointment", query).status_code == 200


def catalogue_is_searched(api: Api) -> None:
    api = speaking(api, "1.2.0")
    path = "/HealthcareService"
    api.call("POST", path, headers=NO_TARGET, body=healthcare_service())
    query = [("HealthcareService.providedBy", "https://other.example|A1")]
    assert api.get(path, query, headers=NO_TARGET).json()["total"] == 0


def pointers_are_of_one_patient(api: Api) -> None:
    api = speaking(api, "1.1.0")
    path = "/DocumentReference"
    api.call("POST", path, headers=NO_TARGET, body=pointer())
    query = [("subject:identifier", f"{NHS_NUMBER}|9658499104")]
    assert api.get(path, query, headers=NO_TARGET).json()["total"] == 0


VERSION_PROBES: dict[str, tuple[Probe, ...]] = {
    "catalogue-filter-ignored": (catalogue_is_searched,),
    "change-ignored": (change_is_stored,),
    "create-not-stored": (creation_is_stored,),
    "delete-ignored": (deletion_is_stored,),
    "ended-change-accepted": (what_has_ended_stays,),
    "later-versions-unknown": (later_operation_is_known,),
    "pointers-of-everybody": (pointers_are_of_one_patient,),
    "replaced-unchecked": (replaced_is_checked,),
    "search-needs-nhs-number": (search_by_name,),
    "stale-change-accepted": (stale_change_is_refused,),
    "version-ignored": (later_operation_is_unknown,),
}
