import pytest

from pytest_bars.client.address import encode_target
from pytest_bars.errors import ProtocolError


@pytest.mark.parametrize(
    "path",
    [
        "/metadata",
        "/$process-message",
        "/Appointment/c3f6145e-1a26-4345-b3f2-dccbcba62049",
        "/Appointment/not-a-guid",
        "/ServiceRequest/a..b",
        "/Slot/",
    ],
)
def test_a_path_below_the_base_url_is_sent_as_it_is(path: str) -> None:
    assert encode_target(path, ()) == path


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("", id="empty"),
        pytest.param("metadata", id="no slash"),
        pytest.param("https://evil.example/x", id="absolute"),
        pytest.param("//evil.example/x", id="another host"),
        pytest.param("/a//b", id="empty segment"),
        pytest.param("/../../secrets", id="up"),
        pytest.param("/a/./b", id="here"),
        pytest.param("/a/..", id="up at end"),
        pytest.param("/%2e%2e/x", id="encoded"),
        pytest.param("/a?b=c", id="query"),
        pytest.param("/a#b", id="fragment"),
        pytest.param("/a\\b", id="backslash"),
        pytest.param("/a b", id="space"),
        pytest.param("/a\r\nX: y", id="CRLF"),
        pytest.param("/a\n", id="LF at end"),
        pytest.param("/a\x00", id="NUL"),
        pytest.param("/Zoë", id="not ASCII"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ProtocolError, match="cannot be sent"):
        encode_target(path, ())


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        pytest.param("ge2026-11-23T09:00:00Z", "ge2026-11-23T09:00:00Z", id="time"),
        pytest.param("+00:00", "%2B00:00", id="plus"),
        pytest.param("a|b", "a%7Cb", id="pipe"),
        pytest.param("busy,free", "busy,free", id="comma"),
        pytest.param("a b", "a%20b", id="space"),
        pytest.param("a&b=c;d#e?f%g", "a%26b%3Dc%3Bd%23e%3Ff%25g", id="reserved"),
        pytest.param("a\r\nb", "a%0D%0Ab", id="CRLF"),
    ],
)
def test_a_query_value_is_encoded_as_far_as_needed(value: str, encoded: str) -> None:
    assert encode_target("/Slot", (("n", value),)) == f"/Slot?n={encoded}"


def test_a_query_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(ProtocolError, match="not valid Unicode"):
        encode_target("/Slot", (("n", "\ud800"),))
