import pytest

from tests.simulator.api import Api, assert_valid, in_process, outcome
from tests.simulator.messages import ADULT, booking, part, referral
from tests.simulator.resources import NO_TARGET, api_of, speaking

SEARCHES = ["/Appointment", "/ServiceRequest"]


@pytest.mark.parametrize(
    ("version", "method", "path", "expected"),
    [
        ("1.0.0", "POST", "/Appointment", (405, "REC_METHOD_NOT_ALLOWED")),
        ("1.0.0", "PATCH", "/ServiceRequest/r1", (405, "REC_METHOD_NOT_ALLOWED")),
        ("1.0.0", "GET", "/DocumentReference", (406, "SEND_NOT_ACCEPTABLE")),
        ("1.1.0", "GET", "/HealthcareService", (404, "NOT_FOUND")),
        ("1.1.0", "GET", "/Endpoint", (404, "NOT_FOUND")),
        ("1.3.0", "GET", "/Endpoint/$template", (404, "NOT_FOUND")),
        ("1.4.0", "GET", "/Organization", (404, "NOT_FOUND")),
        ("1.4.0", "PATCH", "/Slot", (405, "REC_METHOD_NOT_ALLOWED")),
        ("1.9.0", "GET", "/Organization", (404, "NOT_FOUND")),
    ],
)
def test_what_a_version_lacks_is_unknown_in_it(
    api: Api, version: str, method: str, path: str, expected: tuple[int, str]
) -> None:
    response = speaking(api, version).call(method, path)
    assert outcome(response)[:2] == expected


def test_a_method_the_version_lacks_is_told_those_it_has(api: Api) -> None:
    response = api.call("PUT", "/Appointment/b1")
    assert response.headers["Allow"] == "GET"


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_a_method_no_national_path_has_is_405(api: Api, method: str) -> None:
    path = "/Endpoint/00000000-0000-4000-8000-000000000000"
    response = speaking(api, "1.4.0").call(method, path, headers=NO_TARGET)
    assert outcome(response)[:2] == (405, "REC_METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "DELETE, GET, PUT"


def test_what_is_national_is_answered_in_json_only(api: Api) -> None:
    wanted = {**NO_TARGET, "Accept": "application/fhir+xml; version=1.2.0"}
    assert outcome(api.get("/Endpoint", headers=wanted))[0] == 406


@pytest.mark.parametrize("path", SEARCHES)
def test_1_0_0_takes_no_alternative_to_the_nhs_number(api: Api, path: str) -> None:
    response = api.get(path, [("patient:name", "Dyball")])
    assert outcome(response) == (400, "REC_BAD_REQUEST", "required")


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0", "1.3.0", "1.4.0"])
@pytest.mark.parametrize("path", SEARCHES)
def test_later_versions_need_some_patient(path: str, version: str) -> None:
    response = api_of(version).get(path)
    assert outcome(response) == (400, "REC_BAD_REQUEST", "required")
    assert "patient:birthdate" in response.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "query",
    [
        {"patient:name": "Adrian Dyball"},
        {"patient:name": "dyb\n"},
        {"patient:birthdate": "1932-10-29"},
        {"patient:birthdate": "eq29/10/1932"},
        {"patient:address-postalcode": "dn174lr"},
        {"patient:name": "Dyball", "patient:birthdate": "eq1932-10-29"},
    ],
    ids=["name", "part", "date", "as-published", "postcode", "both"],
)
def test_a_patient_is_found_by_who_it_is(api: Api, query: dict[str, str]) -> None:
    for message in (booking(api.free_slot()), referral()):
        part(message, "Patient").update(
            birthDate="1932-10-29", address=[{"postalCode": "DN17 4LR"}]
        )
        assert api.post(message).status_code == 200
    later = speaking(api, "1.1.0")
    for path in SEARCHES:
        found = later.get(path, query.items()).json()
        assert found["total"] == 1
        assert_valid(found)


@pytest.mark.parametrize(
    "query",
    [
        {"patient:name": "Adrian Fowler"},
        {"patient:birthdate": "1932-10-30"},
        {"patient:address-postalcode": "DN17 1HJ"},
        {"patient:name": "Dyball", "patient:birthdate": "1921-06-07"},
    ],
    ids=["name", "date", "postcode", "one-of-both"],
)
def test_another_patient_is_not_found(api: Api, query: dict[str, str]) -> None:
    api.book()
    later = speaking(api, "1.1.0")
    assert later.get("/Appointment", query.items()).json()["total"] == 0


def test_a_birth_date_that_is_none_is_refused() -> None:
    response = api_of("1.1.0").get("/Appointment", [("patient:birthdate", "Tuesday")])
    assert outcome(response) == (400, "REC_BAD_REQUEST", "value")


def test_a_refused_search_names_the_fault_even_where_none_is_needed() -> None:
    api = speaking(in_process("search-needs-no-patient"), "1.1.0")
    response = api.get("/Appointment", [("patient:birthdate", "Tuesday")])
    assert outcome(response) == (400, "REC_BAD_REQUEST", "value")


def test_the_nhs_number_is_enough_in_every_version(api: Api) -> None:
    api.book()
    for version in ("1.0.0", "1.1.0", "1.4.0"):
        found = speaking(api, version).search("Appointment", ADULT).json()
        assert found["total"] == 1


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0.0", ["read", "search-type"]),
        ("1.1.0", ["create", "delete", "patch", "read", "search-type", "update"]),
    ],
)
def test_the_statement_says_what_the_version_has(
    api: Api, version: str, expected: list[str]
) -> None:
    statement = speaking(api, version).get("/metadata").json()
    assert_valid(statement)
    (booking,) = (
        one for one in statement["rest"][0]["resource"] if one["type"] == "Appointment"
    )
    assert [one["code"] for one in booking["interaction"]] == expected


def test_messages_work_in_every_version() -> None:
    for version in ("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"):
        assert api_of(version).book()["status"] == "booked"


def test_a_self_link_has_the_parameters_of_the_version(api: Api) -> None:
    query = [("patient:identifier", f"urn:x|{ADULT}"), ("patient:name", "Dyball")]
    links = {
        version: speaking(api, version).get("/Appointment", query).json()["link"]
        for version in ("1.0.0", "1.1.0")
    }
    assert "name" not in links["1.0.0"][0]["url"]
    assert "name" in links["1.1.0"][0]["url"]


def test_no_accept_is_answered_by_1_0_0(api: Api) -> None:
    absent: dict[str, str | None] = {"Accept": None}
    assert api.call("POST", "/Appointment", headers=absent).status_code == 405
