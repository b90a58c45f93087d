import shlex
import shutil
import subprocess

import pytest

from pytest_bars.client.curl import curl_line
from pytest_bars.exchange import Headers, Request
from tests.client.given import BOOK, client_to
from tests.client.servers import answering, reply, serving

NOWHERE = "http://127.0.0.1:9/R4"


def request(*headers: tuple[str, str], body: bytes | None = None) -> Request:
    return Request("POST", f"{NOWHERE}/Slot?a='b'", "/Slot", Headers(headers), body)


def test_the_line_reads_as_one_command() -> None:
    line = curl_line(request(("X-A", "it's"), body=b'{"a": "$HOME `ls`"}'))
    assert shlex.split(line) == [
        "curl",
        "--request",
        "POST",
        f"{NOWHERE}/Slot?a='b'",
        "--header",
        "X-A: it's",
        "--data-binary",
        '{"a": "$HOME `ls`"}',
    ]


def test_an_access_token_is_never_shown() -> None:
    line = curl_line(request(("authorization", "Bearer canary-token")))
    assert "canary-token" not in line
    assert "Authorization: Bearer [redacted]" in line


def test_headers_of_the_connection_are_left_to_curl() -> None:
    line = curl_line(client_to(NOWHERE).prepare(BOOK))
    assert "Host" not in line
    assert "Content-Length" not in line
    assert "X-Request-Id" in line


def test_an_empty_header_is_written_as_curl_wants_it() -> None:
    assert "'X-A;'" in curl_line(request(("X-A", "")))


def test_a_body_that_is_not_text_is_still_shown() -> None:
    assert "\N{REPLACEMENT CHARACTER}" in curl_line(request(body=b"\xff"))


def test_a_body_that_begins_like_a_file_name_stays_a_body() -> None:
    words = shlex.split(curl_line(request(body=b"@/etc/passwd")))
    assert words[-2:] == ["--data-raw", "@/etc/passwd"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_sends_the_same_request() -> None:
    with serving(answering(reply())) as server:
        with client_to(server.base_url) as client:
            line = curl_line(client.send(BOOK).request)
        command = [*shlex.split(line), "--silent", "--noproxy", "*"]
        subprocess.run(command, check=True, capture_output=True, timeout=20)
        first, second = server.received
    assert second.line == first.line
    assert second.body == first.body
    for name in ("X-Request-Id", "NHSD-Target-Identifier", "use-context", "Accept"):
        assert second.header(name) == first.header(name)
