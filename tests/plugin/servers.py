"""Partners for the plugin's tests: real servers on a loopback port."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = "/booking-and-referral/FHIR/R4"


class Partner(BaseHTTPRequestHandler):
    """Answer every request with one body, after an optional wait."""

    protocol_version = "HTTP/1.1"
    body: bytes = b"{}"
    status: int = 200
    fields: tuple[tuple[str, str], ...] = ()
    arrived: threading.Event
    gate: threading.Event

    def do_GET(self) -> None:
        """Answer."""
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.arrived.set()
        self.gate.wait(30)
        self.send_response(self.status)
        for name, value in self.fields:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_GET  # noqa: N815 - http.server's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


@contextmanager
def partner(
    body: object,
    *,
    status: int = 200,
    fields: tuple[tuple[str, str], ...] = (),
    is_open: bool = True,
) -> Iterator[tuple[str, type[Partner]]]:
    """Serve one answer; yield the base URL, and the handler with its events."""

    class Handler(Partner):
        arrived = threading.Event()
        gate = threading.Event()

    Handler.body = json.dumps(body).encode()
    Handler.status = status
    Handler.fields = fields
    if is_open:
        Handler.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{ROOT}", Handler
    finally:
        Handler.gate.set()
        server.shutdown()
        server.server_close()
