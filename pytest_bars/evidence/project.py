"""`project.jsonl`: every run of a project, numbered, in one chain beside the runs.

A run that went badly and was thrown away leaves its number: that is what this is for.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.chain import Chain, ChainBreak, genesis, raw_lines, walk
from pytest_bars.evidence.clock import Clock, timestamp
from pytest_bars.evidence.durable import append_line, cannot_write, write_whole
from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import JsonObject

LEDGER: Final = "project.jsonl"
LOCK: Final = ".project.lock"
GENESIS: Final = genesis("project")
_LOCK_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger: its type, its data, and the hash of its raw bytes."""

    kind: str
    data: JsonObject
    hash: str


class ProjectLedger:
    """The project's history of runs. Change it under `locked` only."""

    def __init__(self, root: Path) -> None:
        self.path = root / LEDGER
        self._lock = FileLock(root / LOCK)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from the ledger meanwhile. Raises EvidenceError."""
        try:
            self._lock.acquire(timeout=_LOCK_SECONDS)
        except Timeout as error:
            raise EvidenceError(
                f"{self.path}: another run holds the project's lock for more than "
                f"{_LOCK_SECONDS} s. Wait for it, or end it."
            ) from error
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            yield
        finally:
            self._lock.release()

    def lines(self) -> tuple[LedgerLine, ...]:
        """Return what the ledger says; empty where there is none yet.

        Raises EvidenceError when it does not hold.
        """
        walked = self._walk(self._whole_lines())
        return tuple(
            LedgerLine(record.kind, record.data, head) for record, head in walked
        )

    def next_run_no(self) -> int:
        """Return the number of the next run: one more than were opened."""
        return 1 + sum(line.kind == "run.opened" for line in self.lines())

    def append(self, kind: str, data: JsonObject, clock: Clock) -> str:
        """Append a record, on disk before this returns, and return its hash."""
        self._set_torn_tail_aside()
        lines = self.lines()
        chain = Chain(lines[-1].hash if lines else GENESIS, len(lines))
        line = chain.line(kind, data, timestamp(clock.wall_ns()), clock.mono_ns())
        append_line(self.path, line)
        return hashlib.sha256(line).hexdigest()

    def _walk(self, lines: list[bytes]) -> Iterator[tuple[Record, str]]:
        try:
            yield from walk(lines, GENESIS)
        except ChainBreak as error:
            raise EvidenceError(
                f"{self.path}: {error}. The project's history does not hold; move the "
                "file away to begin a new one. Runs of the old one stay as they are."
            ) from error

    def _whole_lines(self) -> list[bytes]:
        return [line for line in raw_lines(self._content()) if line.endswith(b"\n")]

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            reason = error.strerror
            raise EvidenceError(f"{self.path} can not be read: {reason}.") from error

    def _set_torn_tail_aside(self) -> None:
        """Keep what a power cut left of a line, in a file of its own."""
        content = self._content()
        end = content.rfind(b"\n") + 1
        if content[end:]:
            torn = hashlib.sha256(content[end:]).hexdigest()[:16]
            aside = self.path.with_name(f"{LEDGER}.torn-{torn}")
            write_whole(aside, content[end:], durable=True)
            write_whole(self.path, content[:end], durable=True)
