import gzip

import pytest

from pytest_bars.client.content import encode_body, read_body
from pytest_bars.client.faults import LostError
from pytest_bars.errors import ProtocolError
from pytest_bars.jsontypes import Json


@pytest.mark.parametrize(
    ("body", "content"),
    [
        pytest.param(None, None, id="none"),
        pytest.param(b"\xff exact", b"\xff exact", id="bytes"),
        pytest.param({"a": [1, "ë", None]}, '{"a":[1,"ë",null]}'.encode(), id="JSON"),
        pytest.param("text", b'"text"', id="JSON text"),
        pytest.param({}, b"{}", id="empty object"),
    ],
)
def test_a_body_becomes_exact_bytes(body: Json | bytes, content: bytes | None) -> None:
    assert encode_body(body) == content


@pytest.mark.parametrize(
    "body", [{"a": float("nan")}, {"a": "\ud800"}, {"a": object()}]
)
def test_a_body_that_is_no_json_is_refused(body: Json) -> None:
    with pytest.raises(ProtocolError, match="cannot be sent as JSON"):
        encode_body(body)


def test_decoding_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    parts = [bomb[start : start + 100] for start in range(0, len(bomb), 100)]
    chunks = iter(parts)
    with pytest.raises(LostError, match="larger than 1,000 bytes"):
        read_body(chunks, "gzip", 1000)
    assert len([*chunks]) == len(parts) - 1


def test_a_body_may_be_as_large_as_the_limit() -> None:
    assert read_body([b"12345"], None, 5) == b"12345"
    assert read_body([gzip.compress(b"12345")], " GZIP ", 5) == b"12345"
