"""A connection that the app behind it can reset."""

import asyncio
import os
import socket
import struct
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

RESET: Final = "reset"
"""Where in the state of a request's scope the coroutine function that resets is."""

# Closing then means a reset: what is not sent yet is thrown away (struct linger).
_AT_ONCE: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class ResettableConnection(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; `scope["state"][RESET]` resets the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Keep how this connection is reset, for the requests that come by it."""
        super().connection_made(transport)

        async def reset() -> None:
            """Close the connection at once."""
            connection: socket.socket = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            transport.abort()
            await asyncio.sleep(0)  # until uvicorn knows that nobody waits any more

        self.app_state = {**self.app_state, RESET: reset}
