"""How fast a Receiver must answer.

Source: BaRS guide, Core 1.2.2, Non-Functional-Requirements (2025-05-31), our ids
nfr-time-1 and nfr-time-2. The guide counts from receipt and leaves transport out, has
$process-message measured by itself, and calls the figures a guide for the average.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ResponseLimit:
    """A share of all requests must take less than so many milliseconds.

    requirement: its id. percent: of the requests, 100 for every one of them.
    """

    requirement: str
    percent: int
    below_ms: int


RESPONSE_LIMITS: Final = (
    ResponseLimit("nfr-time-1", 90, 2100),
    ResponseLimit("nfr-time-2", 100, 5000),
)
"""The limits a machine can measure."""
