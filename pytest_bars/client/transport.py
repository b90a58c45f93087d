"""Bytes over the wire: one request out, one response in, within one deadline.

Built on the transport interface of httpx. Its Client, the layer above, follows
redirects, keeps cookies, reads proxies from the environment and logs URLs, none of
which a conformance test may do.
"""

import logging
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import httpx

from pytest_bars.client.content import read_body
from pytest_bars.client.faults import LostError, diagnose
from pytest_bars.client.watchdog import Watchdog
from pytest_bars.environments.base_url import BaseUrl
from pytest_bars.exchange import FaultKind, Headers, Request, Response

MAX_BODY: Final = 16 * 1024 * 1024
_CONNECT_LIMIT_S: Final = 10.0
# One connection: requests go one after the other. It is given up before the usual
# five seconds of a server, so that we never race its closing.
_LIMITS: Final = httpx.Limits(max_connections=1, keepalive_expiry=2.0)
_BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class Transport:
    """Hold the connection to one host, kept open between requests.

    ssl_context: what to trust; None trusts the public authorities (certifi).
    """

    def __init__(self, base: BaseUrl, ssl_context: ssl.SSLContext | None) -> None:
        self._base = base
        self._url = httpx.URL(base.text)
        self._engine = httpx.HTTPTransport(
            verify=ssl_context or _trust(base), trust_env=False, limits=_LIMITS
        )
        self._watchdog = Watchdog()
        self._lock = threading.Lock()
        self._is_sent = False
        for name in ("httpx", "httpcore"):  # both would write URLs and headers
            logging.getLogger(name).setLevel(logging.WARNING)

    def exchange(self, request: Request, limit_s: float) -> Response:
        """Send the request and read its response to the end.

        Raises LostError when there is no response within the time.
        """
        with self._lock, self._deadline(limit_s), self._as_lost(limit_s):
            answer = self._engine.handle_request(self._outgoing(request, limit_s))
            try:
                return _read(request, answer)
            finally:
                answer.stream.close()  # type: ignore[union-attr]  # the engine is synchronous

    def close(self) -> None:
        """Close the connection."""
        self._engine.close()
        self._watchdog.close()

    def _outgoing(self, request: Request, limit_s: float) -> httpx.Request:
        """Say it in the engine's words; the host is ours, whatever the URL says."""
        target = request.url[len(self._base.origin) :].encode("ascii")
        timeout = dict.fromkeys(("read", "write", "pool"), limit_s)
        timeout["connect"] = min(limit_s, _CONNECT_LIMIT_S)
        return httpx.Request(
            request.method,
            self._url,
            headers=[*request.headers],
            content=request.body,
            extensions={"timeout": timeout, "trace": self._trace, "target": target},
        )

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Be told by the engine how far it got."""
        match event:
            case "http11.send_request_headers.started":
                self._is_sent = True
            case "connection.connect_tcp.complete" | "connection.start_tls.complete":
                stream = info["return_value"]
                self._watchdog.watch(stream.get_extra_info("socket"))

    @contextmanager
    def _deadline(self, limit_s: float) -> Iterator[None]:
        self._is_sent = False
        self._watchdog.arm(limit_s)
        try:
            yield
        finally:
            self._watchdog.disarm()

    @contextmanager
    def _as_lost(self, limit_s: float) -> Iterator[None]:
        """Turn the engine's errors into LostError; their texts may quote the server."""
        try:
            yield
        except LostError as lost:
            raise self._lost(lost.kind, str(lost)) from None
        except httpx.ConnectTimeout:
            raise self._lost(
                FaultKind.TIMEOUT, f"No connection to {self._base.authority} in time."
            ) from None
        except httpx.TransportError as error:
            if self._watchdog.is_expired or isinstance(error, httpx.TimeoutException):
                message = f"No whole answer within {limit_s:g} s."
                raise self._lost(FaultKind.TIMEOUT, message) from None
            kind, message = diagnose(error, self._base)
            raise self._lost(kind, message) from None

    def _lost(self, kind: FaultKind, message: str) -> LostError:
        return LostError(kind, message, is_sent=self._is_sent)


def _trust(base: BaseUrl) -> ssl.SSLContext:
    if base.scheme == "https":
        return httpx.create_ssl_context(trust_env=False)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # unused, and trusts nobody


def _read(request: Request, answer: httpx.Response) -> Response:
    """Read a response to its end."""
    status = answer.status_code
    headers = Headers(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in answer.headers.raw
    )
    chunks: Iterator[bytes] = iter(answer.stream)  # type: ignore[arg-type]  # as above
    body = read_body(chunks, headers.get("Content-Encoding"), MAX_BODY)
    if request.method == "HEAD" or status in _BODILESS:
        _distrust_surplus(headers, answer)
    return Response(status, headers, body)


def _distrust_surplus(headers: Headers, answer: httpx.Response) -> None:
    """Give up a connection on which a body may follow where none belongs.

    It would be read as the answer to the next request.
    """
    is_bare = headers.get("Transfer-Encoding") is None
    if is_bare and headers.get("Content-Length") in {None, "0"}:
        return
    connection = answer.extensions["network_stream"].get_extra_info("socket")
    socket.socket.shutdown(connection, socket.SHUT_RDWR)
