"""How much a file may hold, so that a hostile one costs a message and no more."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read.

    size: bytes. depth: lists and maps within one another. nodes: keys, texts, lists
    and maps. entries: of one list or map. expansion: nodes that aliases stand for,
    counted each time. faults: how many are listed before the rest is only announced.
    """

    size: int = 16 * 1024 * 1024
    depth: int = 60
    nodes: int = 2_000_000
    entries: int = 50_000
    expansion: int = 100_000
    faults: int = 200


LIMITS: Final = Limits()
