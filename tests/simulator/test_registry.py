from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.simulator.api import SYSTEM, Api, assert_valid, outcome
from tests.simulator.messages import Resource
from tests.simulator.resources import (
    NO_TARGET,
    ODS,
    api_of,
    created,
    endpoint,
    healthcare_service,
    organisation,
)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
TERMINOLOGY = "terminology.hl7.org/CodeSystem/"
KINDS: list[tuple[str, str, str, Callable[[], Resource]]] = [
    ("1.2.0", "/Organization", "/Organization/{}", organisation),
    ("1.3.0", "/Organization", "/Organization/{}", organisation),
    ("1.2.0", "/HealthcareService", "/HealthcareService/{}", healthcare_service),
    ("1.4.0", "/HealthcareService", "/HealthcareService/{}", healthcare_service),
    ("1.2.0", "/Endpoint", "/Endpoint/{}", endpoint),
    ("1.4.0", "/Endpoint", "/Endpoint/{}", endpoint),
    ("1.4.0", "/Endpoint/$template", "/Endpoint/{}/$template", endpoint),
]


def send(api: Api, method: str, path: str, body: Any = None) -> httpx.Response:
    return api.call(method, path, headers=NO_TARGET, body=body)


def total(api: Api, path: str, *query: tuple[str, str]) -> int:
    response = api.get(path, query, headers=NO_TARGET)
    assert_valid(response.json())
    count: int = response.json()["total"]
    return count


@pytest.mark.parametrize(("version", "all_path", "one_path", "make"), KINDS)
def test_a_resource_is_created_found_replaced_and_deleted(
    version: str, all_path: str, one_path: str, make: Callable[[], Resource]
) -> None:
    api = api_of(version)
    made = created(send(api, "POST", all_path, make()))
    assert_valid(made)
    assert total(api, all_path) == 1
    path = one_path.format(made["id"])
    response = send(api, "PUT", path, {**made, "extension": [example()]})
    assert response.status_code == 200
    assert response.json()["meta"]["versionId"] == "2"
    deleted = send(api, "DELETE", path)
    assert deleted.status_code == 200
    assert_valid(deleted.json())
    assert total(api, all_path) == 0


def example() -> Resource:
    return {"url": "https://other.example/x", "valueString": "x"}


def test_a_resource_is_read_by_its_id() -> None:
    api = api_of("1.2.0")
    made = created(send(api, "POST", "/Organization", organisation()))
    assert send(api, "GET", f"/Organization/{made['id']}").json() == made


def test_replacing_what_does_not_exist_makes_it() -> None:
    api = api_of("1.4.0")
    path = f"/Endpoint/{UNKNOWN}"
    response = send(api, "PUT", path, {**endpoint(), "id": UNKNOWN})
    assert response.status_code == 201
    assert response.headers["Location"].endswith(path)
    assert send(api, "GET", path).json()["id"] == UNKNOWN


def test_templates_and_endpoints_are_kept_apart() -> None:
    api = api_of("1.4.0")
    send(api, "POST", "/Endpoint/$template", endpoint())
    assert total(api, "/Endpoint") == 0
    assert total(api, "/Endpoint/$template") == 1


@pytest.mark.parametrize(
    ("path", "name", "token", "expected"),
    [
        ("/HealthcareService", "HealthcareService.identifier", f"{SYSTEM}|1", 1),
        ("/HealthcareService", "HealthcareService.identifier", f"{SYSTEM}|9", 0),
        ("/HealthcareService", "HealthcareService.providedBy", f"{ODS}|AA1", 2),
        ("/HealthcareService", "HealthcareService.providedBy", f"{ODS}|BB2", 0),
        ("/Endpoint", "Endpoint.identifier", f"{SYSTEM}|1", 1),
        ("/Endpoint", "Endpoint.identifier", "urn:x|1", 0),
    ],
)
def test_a_search_finds_what_has_the_value(
    path: str, name: str, token: str, expected: int
) -> None:
    api = api_of("1.4.0")
    for service in ("1", "2"):
        send(api, "POST", "/HealthcareService", healthcare_service(service, "AA1"))
        send(api, "POST", "/Endpoint", endpoint(service))
    assert total(api, path, (name, token)) == expected


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_templates_are_found_by_what_they_connect(scheme: str) -> None:
    api = api_of("1.4.0")
    for payload in ("bars", "none"):
        send(api, "POST", "/Endpoint/$template", endpoint(payload=payload))
    system = f"{scheme}://{TERMINOLOGY}"
    connection = ("ConnectionType", f"{system}endpoint-connection-type|hl7-fhir-msg")
    payload_type = ("PayloadType", f"{system}endpoint-payload-type|bars")
    assert total(api, "/Endpoint/$template", connection) == 2
    assert total(api, "/Endpoint/$template", connection, payload_type) == 1


def test_an_organisation_is_found_by_its_ods_code() -> None:
    api = api_of("1.3.0")
    send(api, "POST", "/Organization", organisation("AA1"))
    assert total(api, "/Organization", ("Organization.identifier", f"{ODS}|AA1")) == 1
    assert total(api, "/Organization", ("Organization.identifier", f"{ODS}|BB2")) == 0


def test_what_has_no_published_value_is_left_out() -> None:
    api = api_of("1.4.0")
    query = [("_has", "HealthcareService.Id"), ("Endpoint.identifier", f"{SYSTEM}|1")]
    response = api.get("/Endpoint", query, headers=NO_TARGET)
    url = response.json()["link"][0]["url"]
    assert "_has" not in url
    assert "Endpoint.identifier" in url


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/Endpoint", {**endpoint(), "status": "on a Tuesday"}, 400),
        ("POST", "/Endpoint", organisation(), 400),
        ("PUT", f"/Endpoint/{UNKNOWN}", endpoint(), 400),
        ("PUT", "/Endpoint/e1", {**endpoint(), "id": "e1"}, 400),
        ("GET", f"/Endpoint/{UNKNOWN}", None, 404),
        ("DELETE", f"/Endpoint/{UNKNOWN}", None, 404),
        ("DELETE", f"/Endpoint/{UNKNOWN}/$template", None, 404),
    ],
)
def test_what_cannot_be_is_refused(
    method: str, path: str, body: Resource | None, status: int
) -> None:
    assert outcome(send(api_of("1.4.0"), method, path, body))[0] == status


def test_a_value_without_system_is_refused() -> None:
    query = [("Endpoint.identifier", "1")]
    response = api_of("1.4.0").get("/Endpoint", query, headers=NO_TARGET)
    assert outcome(response) == (400, "REC_BAD_REQUEST", "value")
