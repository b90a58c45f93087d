"""A deadline for a whole request.

The timeouts of the engine count anew at each read, so a server that drips one byte a
second would never be given up. One thread per client sleeps until the deadline, and
hardly ever wakes: a later deadline does not disturb it.
"""

import contextlib
import math
import socket
import threading
import time


class Watchdog:
    """Shut a connection down when the time of its request is up.

    is_expired: it did so during the request last armed for.
    """

    def __init__(self) -> None:
        self.is_expired = False
        self._condition = threading.Condition()
        self._deadline = math.inf
        self._wakes_at = math.inf
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def arm(self, limit_s: float) -> None:
        """Begin a request that has so many seconds."""
        with self._condition:
            self.is_expired = False
            self._deadline = time.monotonic() + limit_s
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="bars-client-deadline", daemon=True
                )
                self._thread.start()
            elif self._deadline < self._wakes_at:
                self._condition.notify()

    def disarm(self) -> None:
        """End the request."""
        with self._condition:
            self._deadline = math.inf

    def watch(self, connection: socket.socket) -> None:
        """Name the connection that requests go over from now on."""
        with self._condition:
            self._socket = connection
            if self.is_expired:
                self._shut()

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._is_closed = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        with self._condition:
            while not self._is_closed:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    self.is_expired = True
                    self._deadline = math.inf
                    self._shut()
                    continue
                self._wakes_at = self._deadline
                self._condition.wait(None if left == math.inf else left)

    def _shut(self) -> None:
        """Shut the connection down; a read that waits on it then ends.

        The method of the plain socket is called, as that of a TLS socket is not made
        for another thread.
        """
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
