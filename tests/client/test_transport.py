import contextlib
import gzip
import socket
import sys
import time
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest

from pytest_bars.client.transport import MAX_BODY
from pytest_bars.exchange import Exchange, FaultKind
from tests.client.given import (
    BOOK,
    LOCAL,
    READ_SLOTS,
    client_to,
)
from tests.client.servers import (
    END,
    Answer,
    answering,
    dripping,
    reply,
    resetting,
    serving,
    silent,
    then_closing,
)

ZIPPED = gzip.compress(b'{"resourceType":"Bundle"}')
BOMB = gzip.compress(bytes(MAX_BODY + 1))
GZIP = "Content-Encoding: gzip"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked" + END + b"2\r\n{}\r\n0" + END


def read(answer: Answer, *, timeout_s: float = 5) -> Exchange:
    with (
        serving(answer) as server,
        client_to(server.base_url, timeout_s=timeout_s) as client,
    ):
        return client.send(READ_SLOTS)


@pytest.mark.parametrize(
    ("content", "status", "body"),
    [
        pytest.param(reply(200, b"{}"), 200, b"{}", id="plain"),
        pytest.param(reply(204, b""), 204, b"", id="no content"),
        pytest.param(reply(404, b"no"), 404, b"no", id="error"),
        pytest.param(CHUNKED, 200, b"{}", id="chunked"),
        pytest.param(
            reply(200, ZIPPED, GZIP), 200, b'{"resourceType":"Bundle"}', id="gzip"
        ),
        pytest.param(reply(200, b"", GZIP), 200, b"", id="empty gzip"),
        pytest.param(
            reply(200, b"{}", "Content-Encoding: identity"), 200, b"{}", id="identity"
        ),
        pytest.param(
            reply(302, b"", "Location: http://127.0.0.1:9/"), 302, b"", id="redirect"
        ),
        pytest.param(
            b"HTTP/1.1 100 Continue" + END + reply(201, b"{}"), 201, b"{}", id="100"
        ),
    ],
)
def test_an_answer_is_read_to_its_end(content: bytes, status: int, body: bytes) -> None:
    response = read(answering(content)).response
    assert response is not None
    assert (response.status, response.body) == (status, body)


def test_an_answer_ended_by_closing_is_read_to_its_end() -> None:
    response = read(then_closing(b"HTTP/1.1 200 OK" + END + b"{}")).response
    assert response is not None
    assert response.body == b"{}"


def test_headers_are_kept_as_they_came_and_in_order() -> None:
    response = read(answering(reply(200, b"{}", "X-One: 1", "x-ONE: 2"))).response
    assert response is not None
    assert [*response.headers] == [
        ("Content-Type", "application/fhir+json"),
        ("Content-Length", "2"),
        ("X-One", "1"),
        ("x-ONE", "2"),
    ]


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        pytest.param(resetting, FaultKind.TCP, "failed", id="reset"),
        pytest.param(
            then_closing(b""), FaultKind.TCP, "without an answer", id="closed"
        ),
        pytest.param(
            then_closing(reply(length=9)), FaultKind.PROTOCOL, "broke off", id="short"
        ),
        pytest.param(
            then_closing(CHUNKED[:-6]), FaultKind.PROTOCOL, "broke off", id="cut chunk"
        ),
        pytest.param(
            answering(b"SMTP ready\r\n\r\n"),
            FaultKind.PROTOCOL,
            "HTTP/1.1",
            id="no HTTP",
        ),
        pytest.param(
            answering(reply(200, b"{}", "Content-Length: 7")),
            FaultKind.PROTOCOL,
            "HTTP/1.1",
            id="two lengths",
        ),
        pytest.param(
            answering(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000),
            FaultKind.PROTOCOL,
            "HTTP/1.1",
            id="endless header",
        ),
        pytest.param(
            answering(reply(200, bytes(MAX_BODY + 1))),
            FaultKind.PROTOCOL,
            "larger than 16,777,216 bytes",
            id="too large",
        ),
        pytest.param(
            answering(reply(200, BOMB, GZIP)),
            FaultKind.PROTOCOL,
            "larger than 16,777,216 bytes",
            id="gzip bomb",
        ),
        pytest.param(
            answering(reply(200, b"{}", GZIP)),
            FaultKind.PROTOCOL,
            "not gzip",
            id="gzip?",
        ),
        pytest.param(
            answering(reply(200, ZIPPED[:-9], GZIP)),
            FaultKind.PROTOCOL,
            "not gzip",
            id="half gzip",
        ),
        pytest.param(
            answering(reply(200, ZIPPED + b"more", GZIP)),
            FaultKind.PROTOCOL,
            "not gzip",
            id="gzip and more",
        ),
        pytest.param(
            answering(reply(200, zlib.compress(b"{}"), "Content-Encoding: deflate")),
            FaultKind.PROTOCOL,
            "only gzip is",
            id="deflate",
        ),
        pytest.param(
            answering(reply(200, ZIPPED, "Content-Encoding: gzip, gzip")),
            FaultKind.PROTOCOL,
            "only gzip is",
            id="gzip twice",
        ),
        pytest.param(
            answering(
                b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade" + END
            ),
            FaultKind.PROTOCOL,
            "",
            id="101",
        ),
    ],
)
def test_a_broken_answer_is_a_fault(answer: Answer, kind: FaultKind, said: str) -> None:
    exchange = read(answer)
    assert exchange.response is None
    assert exchange.fault is not None
    assert exchange.fault.kind is kind
    assert said in exchange.fault.message
    assert not exchange.fault.is_unknown


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(silent, id="no answer"),
        pytest.param(
            dripping(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 999), id="header drips"
        ),
        pytest.param(dripping(reply(200, b"x" * 999)), id="all drips"),
        pytest.param(
            dripping(b"HTTP/1.1 100 Continue\r\n\r\n", 0.001), id="drips 100s"
        ),
    ],
)
def test_the_timeout_is_a_total_one(answer: Answer) -> None:
    exchange = read(answer, timeout_s=0.3)
    assert exchange.fault is not None
    assert exchange.fault.kind is FaultKind.TIMEOUT
    assert exchange.fault.message == "No whole answer within 0.3 s."


def test_a_draft_may_have_a_timeout_of_its_own() -> None:
    with serving(silent) as server, client_to(server.base_url) as client:
        draft = replace(READ_SLOTS, timeout=timedelta(milliseconds=200))
        fault = client.send(draft).fault
    assert fault is not None
    assert fault.message == "No whole answer within 0.2 s."


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(silent, id="no answer"),
        pytest.param(resetting, id="reset"),
        pytest.param(answering(b"nonsense" + END), id="no HTTP"),
        pytest.param(answering(reply(200, ZIPPED[:-9], GZIP)), id="half gzip"),
    ],
)
def test_a_write_without_an_answer_is_unknown(answer: Answer) -> None:
    with (
        serving(answer) as server,
        client_to(server.base_url, timeout_s=0.3) as client,
    ):
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.is_unknown


def test_a_refused_connection_is_known_not_to_have_arrived() -> None:
    with serving(silent) as server:
        base_url = server.base_url
    with client_to(base_url) as client:
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.TCP
    assert not fault.is_unknown


@pytest.mark.skipif(sys.platform != "linux", reason="queues differ by system")
def test_a_connection_that_is_not_accepted_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        place = server.getsockname()
        with contextlib.ExitStack() as queue:
            for _ in range(2):
                waiting = queue.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(place)
            base_url = f"http://127.0.0.1:{place[1]}/R4"
            with client_to(base_url, timeout_s=0.3) as client:
                fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.TIMEOUT
    assert fault.message == f"No connection to 127.0.0.1:{place[1]} in time."
    assert not fault.is_unknown


def test_an_unknown_host_is_a_dns_fault() -> None:
    profile = replace(LOCAL, base_url="https://nowhere.invalid/R4")
    with client_to("https://nowhere.invalid/R4", profile=profile) as client:
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.DNS
    assert fault.message == "The host name nowhere.invalid was not found."
    assert not fault.is_unknown


def test_one_connection_serves_many_requests() -> None:
    with serving(answering(reply())) as server, client_to(server.base_url) as client:
        for _ in range(3):
            assert client.send(READ_SLOTS).response is not None
        assert server.connections == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(reply(200, b"{}", "Connection: close"), id="announced"),
        pytest.param(reply(), id="unannounced"),
    ],
)
def test_a_connection_the_server_closed_is_opened_again(content: bytes) -> None:
    with (
        serving(then_closing(content)) as server,
        client_to(server.base_url) as client,
    ):
        for _ in range(3):
            assert client.send(BOOK).response is not None
            time.sleep(0.2)  # the end of the connection is on its way
        assert server.connections == 3


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(reply(204, b'{"surplus":1}'), id="204"),
        pytest.param(
            b"HTTP/1.1 304 Not\r\nTransfer-Encoding: chunked"
            + END
            + b"2\r\n{}\r\n0"
            + END,
            id="304",
        ),
    ],
)
def test_a_body_where_none_belongs_is_not_read_as_the_next_answer(
    content: bytes,
) -> None:
    with serving(answering(content)) as server, client_to(server.base_url) as client:
        first, second = client.send(READ_SLOTS), client.send(READ_SLOTS)
    assert first.response is not None
    assert second.response == first.response


def test_the_answer_to_head_has_no_body() -> None:
    with (
        serving(answering(reply(200, b"", length=5))) as server,
        client_to(server.base_url) as client,
    ):
        response = client.send(replace(READ_SLOTS, method="HEAD")).response
    assert response is not None
    assert response.body == b""


def test_a_cookie_is_not_sent_back() -> None:
    with (
        serving(answering(reply(200, b"", "Set-Cookie: a=b"))) as server,
        client_to(server.base_url) as client,
    ):
        client.send(READ_SLOTS)
        client.send(READ_SLOTS)
    assert server.received[1].header("Cookie") is None


def test_proxies_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert read(answering(reply())).response is not None


def test_no_url_or_header_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        read(answering(reply(200, b"", "X-Canary: 9658499007")))
    assert caplog.text == ""
