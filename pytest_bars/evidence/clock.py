"""The two clocks of evidence: what time it is, and how much has passed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NANOSECONDS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Tell wall time (ns since 1970, UTC) and monotonic time (ns), by functions."""

    wall_ns: Callable[[], int] = time.time_ns
    mono_ns: Callable[[], int] = time.monotonic_ns


SYSTEM: Final = Clock()


def timestamp(wall_ns: int) -> str:
    """Return wall time as `YYYY-MM-DDTHH:MM:SS.mmmZ`."""
    seconds, rest = divmod(wall_ns, NANOSECONDS)
    return f"{_second(seconds)}.{rest // 1_000_000:03d}Z"


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
