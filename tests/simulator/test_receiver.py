import pytest

from tests.simulator.api import PROCESS, Api, assert_valid, encoded, outcome

UNKNOWN_ID = "/Appointment/00000000-0000-4000-8000-000000000000"
NOT_A_GUID = {
    "X-Request-Id": "4711",
    "X-Correlation-Id": "c1ab3fba-6bae-4ba4-b257-5a87c44d4a9",
}


@pytest.mark.parametrize("name", NOT_A_GUID)
@pytest.mark.parametrize(
    ("method", "path", "issue"),
    [("GET", "/Slot", "value"), ("POST", PROCESS, "invalid")],
    ids=["read", "message"],
)
def test_transaction_ids_must_be_guids(
    api: Api, name: str, method: str, path: str, issue: str
) -> None:
    response = api.call(method, path, headers={name: NOT_A_GUID[name]})
    assert outcome(response) == (400, "REC_BAD_REQUEST", issue)
    assert_valid(response.json())


@pytest.mark.parametrize(
    "name",
    [
        "NHSD-End-User-Organisation",
        "NHSD-Requesting-Software",
        "NHSD-Requesting-Practitioner",
    ],
)
def test_an_identity_header_must_be_json_in_base64(api: Api, name: str) -> None:
    response = api.get(UNKNOWN_ID, headers={name: "{}"})
    assert outcome(response) == (400, "REC_BAD_REQUEST", "value")
    assert name in response.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "organisation", [None, encoded({}), encoded({"identifier": "no list"})]
)
def test_identity_headers_may_be_absent_or_say_little(
    api: Api, organisation: str | None
) -> None:
    response = api.get(
        "/metadata", headers={"NHSD-End-User-Organisation": organisation}
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("*/*", 200),
        ("application/json", 200),
        ("application/fhir+xml, application/fhir+json; version=1.9.0", 200),
        ("application/fhir+json; version=banana", 200),
        ("application/fhir+xml", 406),
        ("application/fhir+json; version=2.0.0", 406),
    ],
)
def test_only_json_of_major_version_1_is_sent(
    api: Api, accept: str | None, status: int
) -> None:
    response = api.get("/metadata", headers={"Accept": accept})
    assert response.status_code == status
    if status == 406:
        assert outcome(response)[1:] == ("REC_NOT_ACCEPTABLE", "processing")


@pytest.mark.parametrize(
    "use_context", [None, "", "nonsense", "a1t1|booked|booking-request|new"]
)
def test_use_context_is_ignored(api: Api, use_context: str | None) -> None:
    response = api.get("/metadata", headers={"use-context": use_context})
    assert response.status_code == 200
