"""A Receiver on a loopback port that answers what a test tells it to."""

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from pytest_bars.jsontypes import Json

ROOT = "/booking-and-referral/FHIR/R4"


@dataclass(frozen=True)
class Answer:
    """What to answer; `is_lost` closes the connection instead."""

    status: int = 200
    body: Json | bytes = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    is_lost: bool = False

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """Answers by method and path; the last of several answers is repeated."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.received: list[Received] = []
        self._answers: dict[tuple[str, str], list[Answer]] = {}

    def on(self, method: str, path: str, *answers: Answer) -> None:
        self._answers[method, path] = list(answers)

    def answer(self, received: Received) -> Answer:
        self.received.append(received)
        left = self._answers.get((received.method, received.path))
        if not left:
            return Answer(404, outcome("REC_NOT_FOUND", "not-found"))
        return left.pop(0) if len(left) > 1 else left[0]

    def paths(self, method: str) -> list[str]:
        return [each.path for each in self.received if each.method == method]


def outcome(
    code: str,
    issue: str,
    *,
    system: str = "https://fhir.nhs.uk/Codesystem/http-error-codes",
) -> Json:
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error",
                "code": issue,
                "details": {"coding": [{"system": system, "code": code}]},
                "diagnostics": f"told as {issue}",
            }
        ],
    }


def bundle(*resources: Json) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": each} for each in resources],
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    receiver: Receiver

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        received = Received(
            self.command,
            unquote(split.path).removeprefix(ROOT),
            tuple(parse_qsl(split.query, keep_blank_values=True)),
            dict(self.headers.items()),
            body,
        )
        answer = self.receiver.answer(received)
        time.sleep(answer.delay)
        if answer.is_lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        names = ("X-Request-Id", "X-Correlation-Id")
        echoed = {name: self.headers[name] for name in names if name in self.headers}
        media_type = {"Content-Type": "application/fhir+json"}
        headers = {**echoed, **media_type, **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client may leave early."""


@contextmanager
def serving() -> Iterator[Receiver]:
    """Serve on a free loopback port until the context ends."""
    receiver = Receiver("")
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    with _Server(("127.0.0.1", 0), handler) as server:
        receiver.base_url = f"http://127.0.0.1:{server.server_port}{ROOT}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
