"""Serve the simulator on a loopback port until it is told to end."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from pytest_bars.errors import BarsError
from pytest_bars.simulator.calls import BASE_PATH
from pytest_bars.simulator.connections import ResettableConnection

HOST: Final = "127.0.0.1"
_LAST_PORT: Final = 65535
_GRACE_S: Final = 1
_KEEP_ALIVE_S: Final = 120
_STDIN: Final = 0
_CHUNK: Final = 4096

Announce = Callable[[str], None]


class _Server(uvicorn.Server):
    """A uvicorn server that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept connections, then say so."""
        await super().startup(sockets)
        self._announce()


def serve(
    simulator: ASGIApp, port: int, announce: Announce, *, ends_with_stdin: bool
) -> None:
    """Serve until Ctrl-C, termination or, if asked for, the end of standard input.

    port: 0 takes a free one. announce: called once with the base URL, when
        connections are accepted.

    Raises BarsError when the port cannot be had.
    """
    with _listen(port) as listener:
        base_url = f"http://{HOST}:{listener.getsockname()[1]}{BASE_PATH}"
        server = _Server(_config(simulator), lambda: announce(base_url))
        if ends_with_stdin:
            threading.Thread(target=_end_with_stdin, args=[server], daemon=True).start()
        # uvicorn raises it once more when everything is closed
        with contextlib.suppress(KeyboardInterrupt):
            server.run([listener])


def _listen(port: int) -> socket.socket:
    """Listen on a port of this machine.

    The protocol is named, as asyncio switches Nagle's algorithm off only where it is:
    with it every answer would come 40 ms late.
    """
    if not 0 <= port <= _LAST_PORT:
        raise BarsError(f"expected a port from 0 to {_LAST_PORT}, found {port}.")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # Where it is not POSIX it would let two processes share a port.
    is_reused = int(os.name == "posix")
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, is_reused)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise BarsError(
            f"Port {port} on {HOST} cannot be had: {error}. "
            "Choose another, or 0 for a free one."
        ) from error
    return listener


def _config(simulator: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        simulator,
        http=ResettableConnection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        access_log=False,
        log_level="critical",
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )


def _end_with_stdin(server: uvicorn.Server) -> None:
    """End the server when standard input does.

    The descriptor is read without Python's buffer, whose lock a thread that still
    waits would hold while the interpreter ends.
    """
    with contextlib.suppress(OSError):  # closed from the start: the same as its end
        while os.read(_STDIN, _CHUNK):
            pass
    server.should_exit = True
