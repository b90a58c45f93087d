import base64

import pytest

from pytest_bars.fhir.validate import validate
from pytest_bars.protocol.proxy_errors import PROXY_ERRORS, ProxyErrorKey
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.proxy import Proxy, proxy_answer
from tests.simulator.api import (
    PROCESS,
    SYSTEM,
    Api,
    assert_valid,
    encoded,
    in_process,
    outcome,
    target,
)

UNKNOWN_ID = "/Appointment/00000000-0000-4000-8000-000000000000"

REFUSED = {
    "no-request-id": ({"X-Request-Id": None}, 400, "400InvalidHeaders"),
    "no-correlation-id": ({"X-Correlation-Id": None}, 400, "400InvalidHeaders"),
    "no-target": ({"NHSD-Target-Identifier": None}, 400, "400InvalidBase64Encoding"),
    "not-base64": (
        {"NHSD-Target-Identifier": "this-is-not-base-64"},
        400,
        "400InvalidBase64Encoding",
    ),
    "not-utf-8": (
        {"NHSD-Target-Identifier": base64.b64encode(b"\xff\xfe").decode()},
        400,
        "400InvalidBase64Encoding",
    ),
    "no-value": (
        {"NHSD-Target-Identifier": encoded({"system": SYSTEM})},
        400,
        "400InvalidTargetIdentifierValue",
    ),
    "empty-system": (
        {"NHSD-Target-Identifier": encoded({"system": "", "value": "2000072489"})},
        400,
        "400InvalidTargetIdentifierValue",
    ),
    "a-list": (
        {"NHSD-Target-Identifier": encoded([1])},
        400,
        "400InvalidTargetIdentifierValue",
    ),
    "unknown-value": (
        {"NHSD-Target-Identifier": target("invalid")},
        404,
        "404ProxyNotFound",
    ),
    "unknown-system": (
        {
            "NHSD-Target-Identifier": encoded(
                {"system": "https://example.org", "value": "2000072489"}
            )
        },
        500,
        "500ServerErrorException",
    ),
    "not-json": (
        {"NHSD-Target-Identifier": base64.b64encode(b"{").decode()},
        500,
        "500ServerErrorException",
    ),
    "null": (
        {"NHSD-Target-Identifier": encoded(None)},
        500,
        "500ServerErrorException",
    ),
}


@pytest.mark.parametrize(("headers", "status", "key"), REFUSED.values(), ids=REFUSED)
def test_a_call_that_breaks_a_header_rule_gets_the_live_proxys_error(
    api: Api, headers: dict[str, str | None], status: int, key: str
) -> None:
    response = api.get("/Slot", headers=headers)
    assert response.status_code == status
    assert response.json() == PROXY_ERRORS[ProxyErrorKey(key)].body
    assert response.headers["Content-Type"] == "application/json"


# The live proxy's own defects: issue types that FHIR does not have.
NOT_FHIR = {ProxyErrorKey.INVALID_BASE64, ProxyErrorKey.RATE_LIMITING}


@pytest.mark.parametrize("key", PROXY_ERRORS)
def test_errors_of_the_proxy_are_valid_but_for_two(key: ProxyErrorKey) -> None:
    body = proxy_answer(key).body
    assert isinstance(body, dict)
    found = [one.location for one in validate(body)]
    expected = ["OperationOutcome.issue[0].code"] if key in NOT_FHIR else []
    assert found == expected


def test_ids_are_looked_at_before_the_target(api: Api) -> None:
    headers = {"X-Request-Id": None, "NHSD-Target-Identifier": "this-is-not-base-64"}
    assert outcome(api.get("/Slot", headers=headers)) == (400, "BAD_REQUEST", "invalid")


def test_the_target_is_looked_at_before_the_path(api: Api) -> None:
    response = api.get("/Nothing", headers={"NHSD-Target-Identifier": None})
    assert outcome(response)[:2] == (400, "PROXY_BAD_REQUEST")


@pytest.mark.parametrize("path", ["/Slots", "/slot", "/metadata/", "/Appointment/a/b"])
def test_an_unknown_path_is_not_found(api: Api, path: str) -> None:
    response = api.get(path)
    assert outcome(response) == (404, "NOT_FOUND", "not-found")


def test_a_path_outside_the_base_path_is_not_found(api: Api) -> None:
    api.base_url = "http://simulator"
    assert api.get("/other").status_code == 404


def test_stray_characters_in_base64_are_skipped_as_the_live_proxy_does(
    api: Api,
) -> None:
    headers = {"NHSD-Target-Identifier": target().replace("J", "J-", 1)}
    assert api.get("/metadata", headers=headers).status_code == 200


def test_metadata_without_target_is_the_proxys_own_and_needs_no_header(
    api: Api,
) -> None:
    absent = dict.fromkeys(("NHSD-Target-Identifier", "X-Request-Id", "Accept"))
    response = api.get("/metadata", headers=absent)
    assert response.status_code == 200
    assert response.json()["title"] == "Embedded simulator: BaRS API proxy"
    assert "messaging" not in response.json()
    assert_valid(response.json())


def test_transaction_ids_come_back_from_proxy_and_receiver(api: Api) -> None:
    ids = {
        "X-Request-Id": "A0000000-0000-4000-8000-000000000001",
        "X-Correlation-Id": "a0000000-0000-4000-8000-000000000002",
    }
    for response in (
        api.get("/Nothing", headers=ids),
        api.get(UNKNOWN_ID, headers=ids),
        api.slots(),
    ):
        for name in ids:
            assert response.headers[name] == response.request.headers[name]


def test_what_was_not_sent_does_not_come_back(api: Api) -> None:
    response = api.get("/Slot", headers={"X-Request-Id": None})
    assert "X-Request-Id" not in response.headers


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, (406, "SEND_NOT_ACCEPTABLE", "processing")),
        (
            "application/fhir+json; version=1.0.9",
            (406, "SEND_NOT_ACCEPTABLE", "processing"),
        ),
        (
            "application/fhir+json; version=1.1.0",
            (400, "REC_BAD_REQUEST", "required"),
        ),
    ],
    ids=["no-accept", "too-old", "new-enough"],
)
def test_document_reference_needs_version_1_1_0(
    api: Api, accept: str | None, expected: tuple[int, str, str]
) -> None:
    absent = {"NHSD-Target-Identifier": None, "Accept": accept}
    assert outcome(api.get("/DocumentReference", headers=absent)) == expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (None, (401, "SEND_UNAUTHORIZED", "unknown")),
        ("Basic c2ltdWxhdG9y", (401, "SEND_UNAUTHORIZED", "unknown")),
        ("Bearer other", (401, "SEND_UNAUTHORIZED", "security")),
        ("Bearer simulator", (404, "REC_NOT_FOUND", "not-found")),
    ],
    ids=["none", "no-bearer", "wrong", "right"],
)
def test_a_token_is_asked_for_when_it_is_switched_on(
    token: str | None, expected: tuple[int, str, str]
) -> None:
    api = in_process(needs_token=True)
    assert outcome(api.get(UNKNOWN_ID, headers={"Authorization": token})) == expected


def test_no_token_is_asked_for_otherwise(api: Api) -> None:
    assert api.get("/metadata").status_code == 200


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, b"", "403ReceiverMtls"),
        (503, b"anything", "503ServiceUnavailable"),
        (504, b"", "408TimeoutError"),
        (500, b"", "500ServerErrorException"),
    ],
    ids=["403", "503", "504", "500"],
)
def test_the_proxy_replaces_answers_of_the_receiver(
    status: int, body: bytes, expected: str
) -> None:
    relayed = Proxy(ActiveFaults()).relay(Answer(status, body))
    assert relayed.body == PROXY_ERRORS[ProxyErrorKey(expected)].body
    assert relayed.status == int(expected[:3])


def test_the_proxy_passes_on_a_500_that_says_why() -> None:
    answer = Answer(500, {"issue": [{"code": "exception"}]}, "error")
    assert Proxy(ActiveFaults()).relay(answer) is answer


def test_a_body_over_16_mib_is_refused(api: Api) -> None:
    response = api.post(b" " * (16 * 1024 * 1024 + 1))
    assert outcome(response) == (413, "REC_BAD_REQUEST", "too-long")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_a_method_that_the_api_does_not_have_is_not_allowed(
    api: Api, method: str
) -> None:
    response = api.call(method, UNKNOWN_ID)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET"


def test_reading_process_message_is_not_allowed(api: Api) -> None:
    response = api.get(PROCESS)
    assert outcome(response) == (405, "REC_METHOD_NOT_ALLOWED", "not-supported")
    assert response.headers["Allow"] == "POST"
