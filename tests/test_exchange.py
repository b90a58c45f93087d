"""Requests, responses and headers are plain values."""

import pytest

from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import (
    NO_EFFECT,
    READ,
    Effect,
    EffectKind,
    Headers,
    Request,
    Response,
)


def test_header_names_are_read_without_regard_to_case() -> None:
    headers = Headers([("X-Request-Id", "1"), ("x-request-id", "2")])
    assert headers.get("X-REQUEST-ID") == "1"
    assert headers.get("Accept") is None


def test_setting_a_header_replaces_every_spelling_and_none_removes() -> None:
    headers = Headers([("X-Request-Id", "1"), ("Accept", "a")])
    changed = headers.with_fields({"x-request-id": "2", "ACCEPT": None})
    assert list(changed) == [("x-request-id", "2")]
    assert len(headers) == 2


def test_headers_compare_by_content_and_hide_values() -> None:
    headers = Headers([("Authorization", "secret")])
    assert headers == Headers([("Authorization", "secret")])
    assert headers != [("Authorization", "secret")]
    assert hash(headers) == hash(Headers([("Authorization", "secret")]))
    assert repr(headers) == "Headers(['Authorization'])"


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        pytest.param(READ, False, id="read"),
        pytest.param(NO_EFFECT, False, id="none"),
        pytest.param(Effect(EffectKind.CREATE, "Appointment"), True, id="create"),
        pytest.param(Effect(EffectKind.CANCEL, "Appointment"), True, id="cancel"),
    ],
)
def test_only_writes_change_records(effect: Effect, *, expected: bool) -> None:
    assert effect.is_write is expected


def test_a_json_body_is_read() -> None:
    assert Response(200, Headers(), b'{"a": [1]}').json == {"a": [1]}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param(b"", "Expecting value", id="empty"),
        pytest.param(b"{\n<", "at line 2, column 1", id="html"),
        pytest.param(b"[\xff]", "byte 2 is not UTF-8", id="bytes"),
        pytest.param('{"a": 1}'.encode("utf-16"), "byte 1 is not UTF-8", id="utf-16"),
        pytest.param(b'{"a": 1, "b": 1, "a": 1}', '"a" stands twice', id="twice"),
        pytest.param(b"[NaN]", "NaN is no JSON number", id="nan"),
        pytest.param(b"[-Infinity]", "-Infinity is no JSON number", id="infinity"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="deep"),
        pytest.param(b"9" * 5_000, "a number has too many digits", id="digits"),
    ],
)
def test_what_is_not_json_is_said_plainly(body: bytes, told: str) -> None:
    with pytest.raises(ExchangeError, match=f"The response body is not JSON: .*{told}"):
        _ = Response(200, Headers(), body).json


def test_a_byte_order_mark_is_passed_over() -> None:
    assert Response(200, Headers(), b"\xef\xbb\xbf[1]").json == [1]


def test_nothing_personal_is_in_the_repr_of_an_exchange() -> None:
    url = "https://host/Appointment?patient:identifier=9658499007"
    request = Request("GET", url, "/Appointment/9658499007", Headers(), b"9658499007")
    response = Response(200, Headers(), b"9658499007")
    assert "9658499007" not in f"{request!r} {response!r}"
