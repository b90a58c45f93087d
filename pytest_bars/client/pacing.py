"""Keep within the requests a minute that a profile allows."""

from collections import deque
from collections.abc import Callable
from typing import Final

from pytest_bars.client.clock import Clock

_MINUTE_S: Final = 60.0


class Pacer:
    """Wait before a request that would be one too many for the last minute.

    limit: requests a minute of this process; None never waits.
    """

    def __init__(
        self, limit: int | None, clock: Clock, sleep: Callable[[float], None]
    ) -> None:
        self._limit = limit
        self._clock = clock
        self._sleep = sleep
        self._sent: deque[float] = deque(maxlen=limit)

    def wait(self) -> None:
        """Return when the next request may leave, and count it."""
        if self._limit is None:
            return
        now = self._clock.monotonic()
        if len(self._sent) == self._limit:
            left = self._sent[0] + _MINUTE_S - now
            if left > 0:
                self._sleep(left)
                now = self._clock.monotonic()
        self._sent.append(now)
