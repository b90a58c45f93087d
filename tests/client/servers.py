"""Servers that answer well or badly, one byte sequence at a time."""

import contextlib
import itertools
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

END = b"\r\n\r\n"


@dataclass
class Received:
    """A request as it came over the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)


Answer: TypeAlias = "Callable[[socket.socket, Received], None]"


@dataclass
class Server:
    """A running server: where it is, and what it was sent."""

    origin: str
    received: list[Received] = field(default_factory=list)
    connections: int = 0

    @property
    def base_url(self) -> str:
        return f"{self.origin}/booking-and-referral/FHIR/R4"


def reply(
    status: int = 200, body: bytes = b"{}", *headers: str, length: int | None = None
) -> bytes:
    """Return the bytes of a response; length: what it says its length is."""
    lines = [
        f"HTTP/1.1 {status} Said",
        "Content-Type: application/fhir+json",
        f"Content-Length: {len(body) if length is None else length}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + END + body


def answering(content: bytes) -> Answer:
    """Answer every request with the same bytes."""
    return lambda connection, _: connection.sendall(content)


def then_closing(content: bytes) -> Answer:
    """Answer with the bytes, and end the connection."""

    def answer(connection: socket.socket, _: Received) -> None:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_RDWR)

    return answer


def dripping(content: bytes, pause_s: float = 0.05) -> Answer:
    """Answer one byte at a time, again and again until the client has enough."""

    def answer(connection: socket.socket, _: Received) -> None:
        endless = itertools.cycle(content)
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(bytes([next(endless)]))
                time.sleep(pause_s)

    return answer


def resetting(connection: socket.socket, _: Received) -> None:
    """Reset the connection instead of an answer."""
    at_once = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    connection.close()


def silent(connection: socket.socket, _: Received) -> None:
    """Never answer; end when the client does."""
    with contextlib.suppress(OSError):
        connection.recv(1)


@contextmanager
def serving(
    answer: Answer, tls: ssl.SSLContext | None = None, *, greeting: bytes = b""
) -> Iterator[Server]:
    """Run a server on a free loopback port; greeting: what it says unasked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()[:2]
        server = Server(f"{'https' if tls else 'http'}://{host}:{port}")
        opened: list[socket.socket] = []
        thread = threading.Thread(
            target=_accept,
            args=(listener, server, answer, tls, greeting, opened),
            daemon=True,
        )
        thread.start()
        try:
            yield server
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for connection in opened:
                connection.close()


def _accept(
    listener: socket.socket,
    server: Server,
    answer: Answer,
    tls: ssl.SSLContext | None,
    greeting: bytes,
    opened: list[socket.socket],
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        if tls is not None:
            try:
                connection = tls.wrap_socket(connection, server_side=True)
            except OSError:
                connection.close()
                continue
        opened.append(connection)
        connection.sendall(greeting)
        threading.Thread(
            target=_serve, args=(connection, server, answer), daemon=True
        ).start()


def _serve(connection: socket.socket, server: Server, answer: Answer) -> None:
    pending = b""
    with contextlib.suppress(OSError):
        while True:
            while END not in pending:
                content = connection.recv(65536)
                if not content:
                    return
                pending += content
            head, _, pending = pending.partition(END)
            received = _received(head.decode())
            length = int(received.header("Content-Length") or 0)
            while len(pending) < length:
                pending += connection.recv(65536)
            received.body, pending = pending[:length], pending[length:]
            server.received.append(received)
            answer(connection, received)


def _received(head: str) -> Received:
    line, *fields = head.split("\r\n")
    pairs = [field.partition(": ") for field in fields]
    return Received(line, [(name, value) for name, _, value in pairs], b"")
