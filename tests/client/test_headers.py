from dataclasses import replace

import pytest

from pytest_bars.client.draft import Draft
from pytest_bars.client.headers import build_headers, connection_headers
from pytest_bars.environments.profile import Practitioner
from pytest_bars.errors import ProtocolError
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.headers import decode_json_header
from tests.client.given import BOOK, LOCAL, READ_SLOTS

ALWAYS = [
    "Accept",
    "X-Request-Id",
    "X-Correlation-Id",
    "NHSD-End-User-Organisation",
    "NHSD-Requesting-Software",
]


def names(draft: Draft) -> list[str]:
    return [name for name, _ in build_headers(draft, LOCAL)]


@pytest.mark.parametrize(
    ("draft", "more"),
    [
        pytest.param(Draft("GET", "/metadata"), [], id="metadata"),
        pytest.param(READ_SLOTS, ["NHSD-Target-Identifier"], id="read"),
        pytest.param(
            BOOK,
            ["NHSD-Target-Identifier", "Content-Type", "use-context"],
            id="message",
        ),
        pytest.param(Draft("DELETE", "/Appointment/1"), [], id="no message"),
    ],
)
def test_each_kind_of_request_has_its_headers(draft: Draft, more: list[str]) -> None:
    assert sorted(names(draft)) == sorted([*ALWAYS, *more])


def test_accept_and_content_type_are_the_standards() -> None:
    headers = build_headers(BOOK, LOCAL)
    assert headers.get("Accept") == "application/fhir+json; version=1.0.0"
    assert headers.get("Content-Type") == "application/fhir+json"


@pytest.mark.parametrize(
    ("of_draft", "of_profile", "sent"),
    [
        (None, None, "1.0.0"),
        (None, "1.2.0", "1.2.0"),
        ("1.1.0", None, "1.1.0"),
        ("1.1.0", "1.2.0", "1.1.0"),
    ],
)
def test_the_version_of_the_request_wins_over_the_profiles(
    of_draft: str | None, of_profile: str | None, sent: str
) -> None:
    draft = replace(READ_SLOTS, api_version=of_draft)
    headers = build_headers(draft, replace(LOCAL, api_version=of_profile))
    assert headers.get("Accept") == f"application/fhir+json; version={sent}"


@pytest.mark.parametrize(
    ("path", "version", "content_type"),
    [
        ("/$process-message", "1.0.0", "application/fhir+json"),
        ("/$process-message", "1.3.0", "application/fhir+json;version=1.0.0"),
        ("/Appointment", "1.0.0", "application/fhir+json"),
        ("/Appointment", "1.1.0", "application/fhir+json;version=1.1.0"),
        ("/Slot", "1.1.0", "application/fhir+json"),
    ],
)
def test_the_content_type_is_the_versions_for_the_operation(
    path: str, version: str, content_type: str
) -> None:
    draft = Draft("POST", path, body={}, api_version=version)
    assert build_headers(draft, LOCAL).get("Content-Type") == content_type


def test_no_access_token_is_sent_without_one() -> None:
    assert "Authorization" not in names(BOOK)


@pytest.mark.parametrize(
    ("name", "decoded"),
    [
        (
            "NHSD-Target-Identifier",
            {"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "2000072489"},
        ),
        (
            "NHSD-End-User-Organisation",
            {
                "resourceType": "Organization",
                "identifier": [
                    {
                        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
                        "value": "X99ZZ",
                    }
                ],
                "name": "Harness Test Trust",
            },
        ),
        (
            "NHSD-Requesting-Software",
            {
                "resourceType": "Device",
                "identifier": [
                    {
                        "system": "https://pytest-bars.example/Id/device",
                        "value": "PYTEST-BARS",
                    }
                ],
                "deviceName": {"name": "pytest-bars", "type": "manufacturer-name"},
                "version": {"value": LOCAL.software.version},
            },
        ),
    ],
)
def test_identities_are_base64_json(name: str, decoded: Json) -> None:
    value = build_headers(READ_SLOTS, LOCAL).get(name)
    assert value is not None
    assert decode_json_header(value) == decoded


@pytest.mark.parametrize(
    ("practitioner", "codings"),
    [
        pytest.param(Practitioner("555"), None, id="id only"),
        pytest.param(
            Practitioner("555", "62247001"),
            [{"system": "http://snomed.info/sct", "code": "62247001"}],
            id="code",
        ),
        pytest.param(
            Practitioner("555", "62247001", "General practitioner"),
            [
                {
                    "system": "http://snomed.info/sct",
                    "code": "62247001",
                    "display": "General practitioner",
                }
            ],
            id="display",
        ),
    ],
)
def test_a_known_practitioner_is_sent(
    practitioner: Practitioner, codings: Json
) -> None:
    profile = replace(LOCAL, practitioner=practitioner)
    value = build_headers(READ_SLOTS, profile).get("NHSD-Requesting-Practitioner")
    assert value is not None
    role = decode_json_header(value)
    assert role["identifier"] == [
        {"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": "555"}
    ]
    assert role.get("code") == (None if codings is None else [{"coding": codings}])


def test_use_context_is_read_from_the_message() -> None:
    found = build_headers(BOOK, LOCAL).get("use-context")
    assert found == "a1t1|booked|booking-request|new"


def test_a_given_use_context_wins() -> None:
    headers = build_headers(replace(BOOK, use_context="a|b|c|d"), LOCAL)
    assert headers.get("use-context") == "a|b|c|d"


def test_headers_can_be_removed_replaced_and_added() -> None:
    changes = {"x-request-id": None, "ACCEPT": "text/plain", "X-Extra": "1"}
    headers = build_headers(replace(BOOK, headers=changes), LOCAL)
    assert headers.get("X-Request-Id") is None
    assert headers.get("Accept") == "text/plain"
    assert headers.get("X-Extra") == "1"
    assert len([name for name, _ in headers if name.lower() == "accept"]) == 1


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        pytest.param({"X-A": "1\r\nHost: evil"}, "value of the header X-A", id="CRLF"),
        pytest.param({"X-A": "1\n2"}, "value of the header X-A", id="LF"),
        pytest.param({"X-A": "a\x00b"}, "value of the header X-A", id="NUL"),
        pytest.param({"X-A": "Zoë"}, "value of the header X-A", id="not ASCII"),
        pytest.param({"X-A": " a"}, "value of the header X-A", id="leading space"),
        pytest.param({"X-A": "a "}, "value of the header X-A", id="trailing space"),
        pytest.param({"X A": "1"}, "'X A' is no header name", id="name with space"),
        pytest.param({"X:A": None}, "'X:A' is no header name", id="name with colon"),
        pytest.param({"": "1"}, "'' is no header name", id="no name"),
        pytest.param({"Host": "evil"}, "belongs to the connection", id="Host"),
        pytest.param(
            {"content-length": None}, "belongs to the connection", id="length"
        ),
        pytest.param(
            {"Transfer-Encoding": "chunked"}, "belongs to the connection", id="coding"
        ),
    ],
)
def test_what_cannot_be_a_header_is_refused(
    headers: dict[str, str | None], says: str
) -> None:
    with pytest.raises(ProtocolError, match=says):
        build_headers(replace(READ_SLOTS, headers=headers), LOCAL)


@pytest.mark.parametrize(
    "change",
    [
        {"request_id": "a\r\nb"},
        {"correlation_id": "a\nb"},
        {"use_context": "a\r\nb"},
    ],
    ids=["request id", "correlation id", "use-context"],
)
def test_ids_and_context_cannot_smuggle_a_header(change: dict[str, str]) -> None:
    with pytest.raises(ProtocolError, match="printable ASCII on one line"):
        build_headers(replace(BOOK, **change), LOCAL)  # type: ignore[arg-type]  # a table


def test_a_refused_value_is_not_quoted() -> None:
    with pytest.raises(ProtocolError) as caught:
        build_headers(replace(BOOK, headers={"X-A": "Zoë Dyball"}), LOCAL)
    assert "Dyball" not in str(caught.value)


def test_an_empty_header_can_be_sent() -> None:
    headers = build_headers(replace(BOOK, headers={"X-A": ""}), LOCAL)
    assert headers.get("X-A") == ""


@pytest.mark.parametrize(
    ("body", "method", "length"),
    [
        pytest.param(b"abc", "POST", "3", id="body"),
        pytest.param(b"", "POST", "0", id="empty body"),
        pytest.param(None, "POST", "0", id="write without"),
        pytest.param(None, "GET", None, id="read"),
    ],
)
def test_the_connection_headers_tell_the_length(
    body: bytes | None, method: str, length: str | None
) -> None:
    headers = connection_headers("host:1", body, method)
    assert headers.get("Content-Length") == length
    assert headers.get("Host") == "host:1"
