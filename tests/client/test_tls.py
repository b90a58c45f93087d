import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme

from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import SystemClock
from pytest_bars.exchange import FaultKind
from tests.client.given import BOOK, LOCAL, Allowing, MemoryJournal
from tests.client.servers import answering, dripping, reply, serving, silent


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secured(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def client_to(
    base_url: str, trust: ssl.SSLContext | None, *, timeout_s: float = 20
) -> BarsClient:
    profile = replace(LOCAL, timeout=timedelta(seconds=timeout_s))
    return BarsClient(
        profile,
        base_url,
        MemoryJournal(),
        Allowing(),
        SystemClock(),
        ssl_context=trust,
    )


def test_a_trusted_server_is_spoken_to(
    secured: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    with (
        serving(answering(reply()), secured) as server,
        client_to(server.base_url, trusting) as client,
    ):
        exchanges = [client.send(BOOK) for _ in range(2)]
    assert [exchange.fault for exchange in exchanges] == [None, None]


def test_an_untrusted_server_gets_no_request(secured: ssl.SSLContext) -> None:
    with (
        serving(answering(reply()), secured) as server,
        client_to(server.base_url, None) as client,
    ):
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.TLS
    assert "is not trusted" in fault.message
    assert not fault.is_unknown
    assert server.received == []


def test_a_server_without_tls_gets_no_request(trusting: ssl.SSLContext) -> None:
    with (
        serving(silent, greeting=b"220 mail ready\r\n") as server,
        client_to(server.base_url.replace("http:", "https:"), trusting) as client,
    ):
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.TLS
    assert not fault.is_unknown


def test_a_dripping_secure_server_times_out(
    secured: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    with (
        serving(dripping(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 999), secured) as server,
        client_to(server.base_url, trusting, timeout_s=0.5) as client,
    ):
        fault = client.send(BOOK).fault
    assert fault is not None
    assert fault.kind is FaultKind.TIMEOUT
    assert fault.is_unknown
