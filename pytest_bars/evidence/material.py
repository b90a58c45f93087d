"""A bundle as read for verification, and how findings are put in words."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.clock import Clock
from pytest_bars.evidence.findings import Result, fail, incomplete
from pytest_bars.evidence.reader import Bundle, EventFile, Listing
from pytest_bars.evidence.records import Record
from pytest_bars.evidence.totals import Totals, text, total
from pytest_bars.jsontypes import JsonObject

UNSEALED: Final = "the run is not sealed"
_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Evidence:
    """A bundle as read, for the checks. events: one file a process, `main` first."""

    bundle: Bundle
    listing: Listing
    events: tuple[EventFile, ...]
    clock: Clock

    @cached_property
    def totals(self) -> Totals:
        """Return what the records come to."""
        return total(self.records())

    @cached_property
    def manifest(self) -> JsonObject:
        """Return the manifest; empty where there is none that can be read."""
        try:
            return self.bundle.manifest()[1] if self.is_sealed else {}
        except EvidenceError:
            return {}

    @property
    def is_sealed(self) -> bool:
        """Say whether there is a manifest."""
        return self.listing.is_sealed

    @property
    def run_id(self) -> str:
        """Return the run's name as its records have it."""
        return text(self.totals.run, "run_id")

    def records(self) -> Iterator[Record]:
        """Yield the records of all processes."""
        for file in self.events:
            yield from file.records


def missing(evidence: Evidence, reason: str) -> Result:
    """Return what it means that a file is not there: after a crash it may be so."""
    return (fail if evidence.is_sealed else incomplete)(reason)


def sha256_of(bundle: Bundle, name: str) -> str:
    """Return the SHA-256 of a file's bytes, read anew."""
    return hashlib.sha256(bundle.read(name)).hexdigest()


def counted(number: int, word: str) -> str:
    """Return a number with its word, such as "1 chain" or "3 chains"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def named(items: Sequence[str]) -> str:
    """Return the first few of a list, and how many more there are."""
    rest = len(items) - _MOST_NAMED
    more = f"; and {rest} more" if rest > 0 else ""
    return "; ".join(items[:_MOST_NAMED]) + more
