"""Faults that provoke one published error each."""

import pytest

from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.simulator.provoked import PROVOKED
from pytest_bars.simulator.searches import WIDEST_RANGE
from tests.simulator.api import Api, instant, outcome, slot_query
from tests.simulator.messages import referral

# What the proxy makes of the Receiver's own status.
RELAYED = {504: 408}


@pytest.mark.parametrize("name", PROVOKED)
def test_the_error_is_answered_as_it_is_published(api: Api, name: str) -> None:
    provoked = PROVOKED[name]
    asking = {SIMULATOR_FAULT: name}
    if provoked.path == "/$process-message":
        response = api.post(referral(), headers=asking)
    else:
        response = api.get("/Slot", slot_query(), headers=asking)
    reason = provoked.reason
    status = RELAYED.get(reason.status, reason.status)
    assert outcome(response) == (status, reason.code, reason.issue)


@pytest.mark.parametrize("name", [n for n, one in PROVOKED.items() if one.path])
def test_an_error_about_one_operation_leaves_the_others_alone(
    api: Api, name: str
) -> None:
    assert api.get("/metadata", headers={SIMULATOR_FAULT: name}).status_code == 200


@pytest.mark.parametrize("name", [n for n, one in PROVOKED.items() if one.by_proxy])
def test_the_proxy_sends_its_errors_as_plain_json(api: Api, name: str) -> None:
    response = api.get("/metadata", headers={SIMULATOR_FAULT: name})
    assert response.headers["Content-Type"] == "application/json"


def test_a_storage_failure_is_told_in_the_words_of_the_proxy(api: Api) -> None:
    asking = {SIMULATOR_FAULT: "receiver-storage-fails"}
    body = api.get("/metadata", headers=asking).json()
    assert body["issue"][0]["diagnostics"] == "internal data storage issue."


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/Slot", [], "required"),
        ("/Slot", slot_query(status="maybe"), "value"),
        ("/MessageDefinition", [], "required"),
        ("/Appointment", [], "required"),
        ("/Appointment", [("patient:identifier", "9658499007")], "value"),
        ("/ServiceRequest", [], "required"),
    ],
)
def test_the_api_can_check_parameters_as_the_guide_says(
    api: Api, path: str, query: list[tuple[str, str]], expected: str
) -> None:
    asking = {SIMULATOR_FAULT: "api-checks-parameters"}
    refused = api.get(path, query, headers=asking)
    assert outcome(refused) == (400, "SEND_BAD_REQUEST", expected)


@pytest.mark.parametrize("path", ["/metadata", "/Slot"])
def test_the_api_leaves_the_rest_to_the_receiver(api: Api, path: str) -> None:
    asking = {SIMULATOR_FAULT: "api-checks-parameters"}
    wide = WIDEST_RANGE.days + 1
    query = slot_query(start=[f"ge{instant()}", f"le{instant(wide)}"])
    expected = {"/metadata": 200, "/Slot": 422}[path]
    assert api.get(path, query, headers=asking).status_code == expected


@pytest.mark.parametrize("name", ["X-Request-Id", "X-Correlation-Id"])
def test_the_receiver_refuses_what_the_proxy_lets_through(api: Api, name: str) -> None:
    without = {SIMULATOR_FAULT: "ids-reach-receiver", name: None}
    read = api.get("/Slot", slot_query(), headers=without)
    sent = api.post(referral(), headers=without)
    assert outcome(read) == (400, "REC_BAD_REQUEST", "invalid")
    assert outcome(sent) == (400, "REC_BAD_REQUEST", "required")


@pytest.mark.parametrize(
    ("authorization", "issue"),
    [
        ("Bearer not-a-token", "security"),
        ("Bearer expired-token", "security"),
        ("none", "unknown"),
    ],
)
def test_some_tokens_are_refused_where_none_is_needed(
    api: Api, authorization: str, issue: str
) -> None:
    response = api.get("/Slot", slot_query(), headers={"Authorization": authorization})
    assert outcome(response) == (401, "SEND_UNAUTHORIZED", issue)


def test_any_other_token_is_taken_where_none_is_needed(api: Api) -> None:
    token = {"Authorization": "Bearer of-somebody-else"}
    assert api.get("/Slot", slot_query(), headers=token).status_code == 200
