"""What a message begins with: event, reason, endpoints, response, version."""

import pytest

from pytest_bars.jsontypes import Json
from tests.checks.conformance.bodies import HEADER, booking, found, response, rules
from tests.fhir.samples import edited

PLACE = "Bundle.entry[0].resource"


@pytest.mark.parametrize(
    ("path", "value", "rule", "place"),
    [
        pytest.param(
            ("eventCoding", "system"),
            "https://fhir.nhs.uk/CodeSystem/message-event-servicerequest",
            "CF-MESSAGE-CODES",
            "eventCoding",
            id="event-of-another-system",
        ),
        pytest.param(
            ("reason", "coding", 0, "system"),
            "https://fhir.nhs.uk/CodeSystem/message-reason-servicerequest",
            "CF-MESSAGE-CODES",
            "reason",
            id="reason-of-another-system",
        ),
        pytest.param(
            ("source", "endpoint"),
            "https://sender.example",
            "CF-ENDPOINT",
            "source.endpoint",
            id="source-is-no-target",
        ),
        pytest.param(
            ("destination", 0, "endpoint"),
            "[ODSCode]:[DoSId]",
            "CF-ENDPOINT",
            "destination[0].endpoint",
            id="destination-is-no-target",
        ),
    ],
)
def test_a_wrong_header_is_found(
    path: tuple[str | int, ...], value: Json, rule: str, place: str
) -> None:
    body = edited(booking(), (*HEADER, *path), value)
    assert (rule, f"{PLACE}.{place}") in found(body)


def test_a_destination_names_its_organization() -> None:
    endpoint: Json = {"endpoint": "https://fhir.nhs.uk/Id/dos-service-id|1"}
    body = edited(booking(), (*HEADER, "destination"), [endpoint])
    assert found(body) == [("CF-ENDPOINT", f"{PLACE}.destination[0].receiver")]


def test_a_message_has_a_destination() -> None:
    body = edited(booking(), (*HEADER, "destination"), [])
    assert ("CF-ENDPOINT", f"{PLACE}.destination") in found(body)


def test_a_response_says_what_it_answers() -> None:
    body = edited(response("active", "in-progress"), (*HEADER, "response"), {})
    assert {
        ("CF-RESPONSE", f"{PLACE}.response.code"),
        ("CF-RESPONSE", f"{PLACE}.response.identifier"),
    } <= set(found(body))


def test_a_bundle_says_its_version() -> None:
    meta: Json = {"lastUpdated": "2026-11-23T08:30:00Z"}
    assert found({**booking(), "meta": meta}) == [
        ("CF-VERSION", "Bundle.meta.versionId")
    ]


def test_an_answer_needs_no_more_than_its_event() -> None:
    body = edited(booking(), (*HEADER, "destination"), [{"endpoint": "x"}])
    assert rules(body, is_answer=True) == set()
    bare = edited(body, (*HEADER, "eventCoding"), {"code": "booking-request"})
    assert "CF-MESSAGE-CODES" in rules(bare, is_answer=True)
