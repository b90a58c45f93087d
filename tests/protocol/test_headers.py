import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.errors import ProtocolError
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol import headers
from pytest_bars.protocol.headers import (
    TargetIdentifier,
    decode_json_header,
    decode_target_identifier,
    encode_json_header,
    encode_target_identifier,
)

SERVICE = TargetIdentifier("https://fhir.nhs.uk/Id/dos-service-id", "2000072489")
ENCODED = (
    "eyJzeXN0ZW0iOiJodHRwczovL2ZoaXIubmhzLnVrL0lkL2Rvcy1zZXJ2aWNlLWlkIiwi"
    "dmFsdWUiOiIyMDAwMDcyNDg5In0="
)


def encoded(content: bytes | str) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return base64.b64encode(raw).decode()


def test_a_target_is_encoded_as_compact_json_in_padded_base64() -> None:
    assert encode_target_identifier(SERVICE) == ENCODED
    assert decode_target_identifier(ENCODED) == SERVICE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"system":"s","value":"v"}', id="compact"),
        pytest.param('{"value": "v", "system": "s"}', id="other-order-and-spaces"),
        pytest.param('{"system":"s","value":"v"}\n', id="line-end-after-the-json"),
        pytest.param('{"system":"s","value":"v","more":1}', id="more-members"),
    ],
)
def test_a_target_is_read(text: str) -> None:
    assert decode_target_identifier(encoded(text)) == TargetIdentifier("s", "v")


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        pytest.param("", "found nothing", id="empty"),
        pytest.param("this-is-not-base-64", "standard alphabet", id="nhs-test-value"),
        pytest.param("eyJhIjoi_w==", "standard alphabet", id="base64url"),
        pytest.param(ENCODED.rstrip("="), "padded with =", id="no-padding"),
        pytest.param("a b=", "other characters", id="space"),
        pytest.param("=aaa", "other characters", id="padding-in-front"),
        pytest.param("eyJ\n", "other characters", id="line-break"),
        pytest.param("éééé", "other characters", id="not-ascii"),
        pytest.param(encoded(b"\xff\xfe"), "UTF-8", id="not-utf-8"),
        pytest.param(encoded("nonsense"), "expected JSON inside", id="not-json"),
        pytest.param(encoded("[" * 100_000), "expected JSON inside", id="too-deep"),
        pytest.param(encoded("[]"), "a JSON object", id="a-list"),
        pytest.param(encoded("null"), "a JSON object", id="null"),
        pytest.param(encoded('{"value":"v"}'), '"system"', id="no-system"),
        pytest.param(encoded('{"system":"s"}'), '"value"', id="no-value"),
        pytest.param(encoded('{"system":"","value":"v"}'), '"system"', id="empty"),
        pytest.param(encoded('{"system":"s","value":1}'), '"value"', id="number"),
    ],
)
def test_a_target_that_breaks_a_rule_is_refused_by_that_rule(
    header: str, rule: str
) -> None:
    with pytest.raises(ProtocolError, match="expected") as refused:
        decode_target_identifier(header)
    assert rule in str(refused.value)


def test_a_refusal_does_not_quote_what_may_be_a_name() -> None:
    with pytest.raises(ProtocolError) as refused:
        decode_json_header(encoded('"Adrian DYBALL"'))
    assert "DYBALL" not in str(refused.value)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_every_json_object_survives_the_header(value: JsonObject) -> None:
    header = encode_json_header(value)
    assert header.isascii()
    assert "\n" not in header
    assert decode_json_header(header) == value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ProtocolError):
        assert decode_json_header(text) == json.loads(base64.b64decode(text))


@pytest.mark.parametrize(
    ("accept", "version"),
    [
        pytest.param("application/fhir+json; version=1.0.0", "1.0.0", id="one"),
        pytest.param("a/b; version=1.2.0, c/d; version=1.10.0", "1.10.0", id="highest"),
        pytest.param('a/b; version="1.1.0"', "1.1.0", id="quoted"),
        pytest.param("a/b; version=9", "1.0.0", id="malformed-counts-as-none"),
        pytest.param("application/fhir+json", "1.0.0", id="none"),
    ],
)
def test_the_version_is_read_as_the_proxy_reads_it(accept: str, version: str) -> None:
    assert headers.accepted_version(accept) == version


def test_accept_names_the_version() -> None:
    assert headers.accept_header("1.1.0") == "application/fhir+json; version=1.1.0"
