from typing import Any

import pytest

from pytest_bars.protocol.message_definitions import DEFINITIONS as DEFINED
from pytest_bars.protocol.use_cases import USE_CASES as KNOWN_USE_CASES
from pytest_bars.simulator.catalogue import SERVICES
from tests.simulator.api import SYSTEM, Api, assert_valid, outcome, target
from tests.simulator.messages import SERVICE, parts

USE_CASES = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"
DEFINITIONS = "https://fhir.nhs.uk/MessageDefinition/"
REFERRAL_ONLY = "2000076289"


def definitions(api: Api, *contexts: str) -> list[dict[str, Any]]:
    response = api.get("/MessageDefinition", [("context", c) for c in contexts])
    assert response.status_code == 200
    assert_valid(response.json())
    return parts(response.json(), "MessageDefinition")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_valid_statements(api: Api, service: str) -> None:
    headers = {"NHSD-Target-Identifier": target(service)}
    statement = api.get("/metadata", headers=headers)
    assert_valid(statement.json())
    supported = statement.json()["messaging"][0]["supportedMessage"]
    found = definitions(api, f"{SYSTEM}|{service}")
    assert [one["url"] for one in found] == [one["definition"] for one in supported]


def test_a_statement_lists_what_bookings_need(api: Api) -> None:
    statement = api.get("/metadata").json()
    rest = statement["rest"][0]
    messages = statement["messaging"][0]["supportedMessage"]
    assert statement["version"].startswith("1.")
    assert statement["fhirVersion"] == "4.0.1"
    assert rest["mode"] == "server"
    assert "Slot" in {resource["type"] for resource in rest["resource"]}
    assert rest["operation"][0]["name"] == "process-message"
    assert {
        "mode": "receiver",
        "definition": f"{DEFINITIONS}bars-message-booking-request",
    } in messages


def test_a_service_for_referrals_only_has_no_slots(api: Api) -> None:
    headers = {"NHSD-Target-Identifier": target(REFERRAL_ONLY)}
    statement = api.get("/metadata", headers=headers).json()
    types = {resource["type"] for resource in statement["rest"][0]["resource"]}
    assert "Slot" not in types


def test_definitions_name_the_service_and_its_use_cases(api: Api) -> None:
    first = definitions(api, f"{SYSTEM}|{SERVICE}")[0]
    codings = [
        context["valueCodeableConcept"]["coding"][0] for context in first["useContext"]
    ]
    assert codings[0]["code"] == SERVICE
    assert {"system": USE_CASES, "code": "a1t1", "display": "111 - ED"} in codings
    assert {"a1", "a2"} == {coding["code"][:2] for coding in codings[1:]}


@pytest.mark.parametrize(
    ("use_case", "names"),
    [
        (
            "a1t1",
            {
                "booking-request",
                "booking-request-cancelled",
                "servicerequest-request-referral",
                "servicerequest-request-cancelled",
                "servicerequest-response-referral",
            },
        ),
        (
            "a3t1",
            {"servicerequest-request-referral", "servicerequest-request-cancelled"},
        ),
        (
            "a4t2",
            {
                "servicerequest-request-validation",
                "servicerequest-request-cancelled",
                "servicerequest-response-validation-interim",
                "servicerequest-response-validation-full",
            },
        ),
        (
            "a5t3",
            {"servicerequest-request-referral", "servicerequest-request-cancelled"},
        ),
        (
            "a6t1",
            {
                "servicerequest-request-referral",
                "servicerequest-request-cancelled",
                "servicerequest-response-referral-short",
            },
        ),
    ],
)
def test_a_use_case_has_the_definitions_of_its_application(
    api: Api, use_case: str, names: set[str]
) -> None:
    found = definitions(api, f"{SYSTEM}|{SERVICE}", f"{USE_CASES}|{use_case}")
    prefix = f"{DEFINITIONS}bars-message-"
    assert {one["url"].removeprefix(prefix) for one in found} == names


def test_the_default_service_takes_every_message_of_every_application(
    api: Api,
) -> None:
    found = definitions(api, f"{SYSTEM}|{SERVICE}")
    codes = {
        context["valueCodeableConcept"]["coding"][0]["code"]
        for one in found
        for context in one["useContext"]
    }
    assert {one["url"] for one in found} == DEFINED.keys()
    assert codes == {SERVICE, *KNOWN_USE_CASES}


def test_the_default_services_statement_lists_the_same_messages(api: Api) -> None:
    statement = api.get("/metadata").json()
    supported = statement["messaging"][0]["supportedMessage"]
    assert {one["definition"] for one in supported} == DEFINED.keys()
    assert {one["mode"] for one in supported} == {"receiver"}


@pytest.mark.parametrize(
    "contexts",
    [
        (f"{SYSTEM}|{SERVICE}", f"{USE_CASES}|a1t1"),
        (f"{SYSTEM}|{SERVICE}&context={USE_CASES}|a1t1",),
    ],
    ids=["two-parameters", "one-parameter"],
)
def test_definitions_can_be_asked_for_by_use_case(
    api: Api, contexts: tuple[str, ...]
) -> None:
    assert len(definitions(api, *contexts)) == 5


def test_a_service_may_have_definitions_that_are_deliberately_wrong(api: Api) -> None:
    for one in definitions(api, f"{SYSTEM}|2000071898"):
        assert "Invoice" in {focus["code"] for focus in one["focus"]}


REFUSED = {
    "absent": ([], (400, "REC_BAD_REQUEST", "required")),
    "no-token": (["2000072489"], (400, "REC_BAD_REQUEST", "value")),
    "no-code": ([f"{SYSTEM}|"], (400, "REC_BAD_REQUEST", "value")),
    "no-service": ([f"{USE_CASES}|a1t1"], (400, "REC_BAD_REQUEST", "value")),
    "unknown": ([f"{SYSTEM}|1"], (404, "REC_NOT_FOUND", "not-found")),
    "not-offered": (
        [f"{SYSTEM}|{REFERRAL_ONLY}", f"{USE_CASES}|a4t1"],
        (404, "REC_NOT_FOUND", "not-found"),
    ),
    "scripted-401": ([f"{SYSTEM}|FAIL0401"], (401, "REC_UNAUTHORIZED", "security")),
    "scripted-404": ([f"{SYSTEM}|FAIL0404"], (404, "REC_NOT_FOUND", "not-found")),
}


@pytest.mark.parametrize(("contexts", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_context_that_does_not_hold_is_refused(
    api: Api, contexts: list[str], expected: tuple[int, str, str]
) -> None:
    response = api.get("/MessageDefinition", [("context", c) for c in contexts])
    assert outcome(response) == expected
    assert_valid(response.json())
