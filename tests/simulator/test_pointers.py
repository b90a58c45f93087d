from typing import Any

import httpx
import pytest

from tests.simulator.api import NHS_NUMBER, Api, assert_valid, outcome
from tests.simulator.messages import ADULT, Resource, parts
from tests.simulator.resources import NO_TARGET, ODS, api_of, pointer

PATH = "/DocumentReference"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
SNOMED = "http://snomed.info/sct"


@pytest.fixture
def api() -> Api:
    return api_of("1.1.0")


def send(api: Api, method: str, path: str = PATH, body: Any = None) -> httpx.Response:
    return api.call(method, path, headers=NO_TARGET, body=body)


def make(api: Api, body: Resource) -> str:
    """Create a pointer and return its path."""
    response = send(api, "POST", body=body)
    assert response.status_code == 201, response.text
    return PATH + response.headers["Location"].rpartition(PATH)[2]


def search(api: Api, *query: tuple[str, str], patient: str = ADULT) -> httpx.Response:
    subject = ("subject:identifier", f"{NHS_NUMBER}|{patient}")
    return api.get(PATH, [subject, *query], headers=NO_TARGET)


def found(response: httpx.Response) -> list[Resource]:
    assert_valid(response.json())
    return parts(response.json(), "DocumentReference")


def test_a_pointer_is_created_and_read(api: Api) -> None:
    body = pointer()
    response = send(api, "POST", body=body)
    assert response.status_code == 201
    assert_valid(response.json())
    issue = response.json()["issue"][0]
    assert issue["details"]["coding"][0]["code"] == "RESOURCE_CREATED"
    (read,) = found(search(api))
    assert_valid(read)
    assert read["content"] == body["content"]


def test_a_pointer_is_found_by_patient_custodian_and_type(api: Api) -> None:
    make(api, pointer())
    make(api, pointer(custodian={"identifier": {"system": ODS, "value": "OTHER"}}))
    make(api, pointer(type={"coding": [{"system": SNOMED, "code": "3457005"}]}))
    assert len(found(search(api))) == 3
    assert len(found(search(api, ("custodian:identifier", f"{ODS}|X99ZZ")))) == 2
    assert len(found(search(api, ("type", f"{SNOMED}|3457005")))) == 1
    assert found(search(api, patient="9658499104")) == []


def test_twenty_pointers_are_a_page(api: Api) -> None:
    for _ in range(41):
        make(api, pointer())
    first = search(api)
    assert len(found(first)) == 20
    assert first.json()["total"] == 41
    links = {one["relation"]: one["url"] for one in first.json()["link"]}
    token = links["next"].rpartition("=")[2]
    second = search(api, ("next-page-token", token))
    assert len(found(second)) == 20
    links = {one["relation"]: one["url"] for one in second.json()["link"]}
    assert links["next"].count("next-page-token") == 1
    last = search(api, ("next-page-token", links["next"].rpartition("=")[2]))
    assert len(found(last)) == 1
    assert [one["relation"] for one in last.json()["link"]] == ["self"]


def test_a_pointer_is_replaced_and_removed(api: Api) -> None:
    path = make(api, pointer())
    changed = {**send(api, "GET", path).json(), "status": "superseded"}
    response = send(api, "PUT", path, changed)
    assert response.status_code == 200
    assert response.json()["issue"][0]["severity"] == "information"
    assert send(api, "GET", path).json()["status"] == "superseded"
    assert send(api, "GET", path).json()["meta"]["versionId"] == "2"
    assert send(api, "DELETE", path).status_code == 200
    assert send(api, "GET", path).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_pointer_is_not_found(api: Api, method: str) -> None:
    body = {**pointer(), "id": UNKNOWN}
    response = send(api, method, f"{PATH}/{UNKNOWN}", body)
    assert outcome(response) == (404, "REC_NOT_FOUND", "not-found")


@pytest.mark.parametrize(
    ("query", "issue"),
    [
        ([], "required"),
        ([("subject:identifier", ADULT)], "value"),
        ([("subject:identifier", f"{NHS_NUMBER}|{ADULT}"), ("type", "x")], "value"),
        (
            [
                ("subject:identifier", f"{NHS_NUMBER}|{ADULT}"),
                ("next-page-token", "second"),
            ],
            "value",
        ),
    ],
    ids=["no-subject", "no-system", "no-token", "no-page"],
)
def test_a_search_that_cannot_be_read_is_refused(
    api: Api, query: list[tuple[str, str]], issue: str
) -> None:
    response = api.get(PATH, query, headers=NO_TARGET)
    assert outcome(response) == (400, "REC_BAD_REQUEST", issue)


@pytest.mark.parametrize(
    ("members", "issue"),
    [
        ({"content": []}, "invalid"),
        ({"subject": {"display": "Somebody"}}, "invariant"),
        ({"subject": {"identifier": {"system": "urn:x", "value": "1"}}}, "invariant"),
    ],
    ids=["no-content", "no-number", "no-nhs-number"],
)
def test_a_pointer_to_nothing_or_of_nobody_is_refused(
    api: Api, members: Resource, issue: str
) -> None:
    response = send(api, "POST", body=pointer(**members))
    assert outcome(response) == (400, "REC_BAD_REQUEST", issue)


def bundle(*resources: Resource) -> Resource:
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def test_a_pointer_comes_in_a_bundle_from_1_2_0_on() -> None:
    assert make(api_of("1.2.0"), bundle(pointer()))
    refused = send(api_of("1.1.0"), "POST", body=bundle(pointer()))
    assert outcome(refused) == (400, "REC_BAD_REQUEST", "invalid")


@pytest.mark.parametrize("count", [0, 2])
def test_a_bundle_holds_one_pointer(count: int) -> None:
    body = bundle(*(pointer() for _ in range(count)))
    if not count:
        del body["entry"]
    response = send(api_of("1.2.0"), "POST", body=body)
    assert outcome(response) == (400, "REC_BAD_REQUEST", "invalid")


def test_a_bundle_without_its_resource_is_refused() -> None:
    body = {**bundle(), "entry": [{"fullUrl": "urn:uuid:" + UNKNOWN}]}
    response = send(api_of("1.2.0"), "POST", body=body)
    assert outcome(response)[0] == 400


def test_a_lenient_locator_keeps_no_new_pointer() -> None:
    faulty = api_of("1.1.0", "create-not-stored")
    make(faulty, pointer())
    assert found(search(faulty)) == []


def test_a_lenient_locator_ignores_changes_and_removals() -> None:
    api = api_of("1.1.0", "change-ignored", "delete-ignored")
    path = make(api, pointer())
    changed = {**send(api, "GET", path).json(), "status": "superseded"}
    assert send(api, "PUT", path, changed).status_code == 200
    assert send(api, "DELETE", path).status_code == 200
    assert send(api, "GET", path).json()["status"] == "current"
