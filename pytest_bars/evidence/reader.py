"""A bundle read with suspicion: it may come from anyone, and be made to hurt.

Nothing outside the folder is opened, no link followed, no file read beyond a limit.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.chain import Chain, ChainBreak, raw_lines, read_line
from pytest_bars.evidence.durable import TEMPORARY
from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import JsonObject
from pytest_bars.printable import on_one_line

SUFFIX: Final = ".bars"
MANIFEST: Final = "manifest.json"
EVENTS: Final = "events"
OBJECTS: Final = "objects/sha256"
PLAN: Final = "plan"
LARGEST_FILE: Final = 512 * 1024 * 1024
MOST_FILES: Final = 1_000_000
_NAMES: Final = {
    EVENTS: re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\.jsonl"),
    OBJECTS: re.compile(r"[0-9a-f]{64}"),
    PLAN: re.compile(r"[0-9a-f]{64}"),
}
# What else a bundle may hold; it is derived, or stands beside the sealed part.
_BESIDE: Final = frozenset({"attestations.intoto.jsonl", "reports", "witness"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the bundle. path: within it, with forward slashes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a bundle. odd: what may not be there, and why, in plain words."""

    files: tuple[Entry, ...]
    odd: tuple[str, ...]
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class EventFile:
    """The records of one process, as far as they can be read.

    first_prev: what the first line names; empty without lines. lines, head: of whole
    lines. torn: bytes after the last newline. fault: why reading ended, or empty.
    """

    process: str
    records: tuple[Record, ...]
    first_prev: str
    lines: int
    head: str
    torn: int
    fault: str
    sha256: str
    size: int


class Bundle:
    """The folder of a run, for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def is_one(self) -> bool:
        """Say whether the path looks like the evidence of a run."""
        has_events = (self.path / EVENTS).is_dir()
        return self.path.is_dir() and (self.path.suffix == SUFFIX or has_events)

    def listing(self) -> Listing:
        """Return what files there are. Raises EvidenceError where it cannot be seen."""
        files: list[Entry] = []
        odd: list[str] = []
        try:
            for folder, pattern in _NAMES.items():
                for entry in self._entries(folder, odd):
                    name = f"{folder}/{entry.name}"
                    if _is_left_over(entry.name):
                        continue
                    if reason := _reason_against(entry, pattern):
                        odd.append(f"{on_one_line(name, 120)} {reason}")
                    else:
                        size = entry.stat(follow_symlinks=False).st_size
                        files.append(Entry(name, size))
            is_sealed = self._top(odd)
        except OSError as error:
            raise EvidenceError(
                f"{self.path} can not be read: {error.strerror}."
            ) from error
        return Listing(
            tuple(sorted(files, key=lambda f: f.path)), tuple(odd), is_sealed
        )

    def read(self, name: str) -> bytes:
        """Return the bytes of a file of the bundle. Raises EvidenceError."""
        path = self.path / name
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe must not hold us up
        try:
            with os.fdopen(os.open(path, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise EvidenceError(f"{path}: this is no regular file.")
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise EvidenceError(f"{path} can not be read: {error.strerror}.") from error
        if len(content) > LARGEST_FILE:
            raise EvidenceError(f"{path}: larger than {LARGEST_FILE} bytes.")
        return content

    def processes(self) -> tuple[str, ...]:
        """Return the names of the processes that wrote records, `main` first."""
        files = [entry.path for entry in self.listing().files]
        names = [Path(name).stem for name in files if name.startswith(f"{EVENTS}/")]
        return tuple(sorted(names, key=lambda name: (name != "main", name)))

    def events(self, process: str, kinds: frozenset[str] | None = None) -> EventFile:
        """Return the records of a process, up to the first line that does not hold.

        kinds: the record types wanted, or None for all; others are only counted.
        """
        content = self.read(f"{EVENTS}/{process}.jsonl")
        return read_events(content, process, kinds)

    def manifest(self) -> tuple[bytes, JsonObject]:
        """Return the manifest, raw and read. Raises EvidenceError."""
        content = self.read(MANIFEST)
        try:
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise EvidenceError(f"{self.path / MANIFEST} is not JSON.") from error
        if not isinstance(value, dict):
            raise EvidenceError(f"{self.path / MANIFEST} is no JSON object.")
        return content, cast("JsonObject", value)

    def _entries(self, folder: str, odd: list[str]) -> Iterator["os.DirEntry[str]"]:
        path = self.path / folder
        if any(part.is_symlink() for part in (path, path.parent)):
            odd.append(f"{folder} is a link")
            return
        if not path.is_dir():
            return
        with os.scandir(path) as entries:
            for number, entry in enumerate(entries):
                if number >= MOST_FILES:
                    odd.append(f"{folder} holds more than {MOST_FILES} files")
                    return
                yield entry

    def _top(self, odd: list[str]) -> bool:
        """Look at the bundle's own folder; return whether a manifest is there."""
        is_sealed = False
        known = {EVENTS, PLAN, "objects", MANIFEST} | _BESIDE
        with os.scandir(self.path) as entries:
            for entry in entries:
                is_manifest = entry.name == MANIFEST
                is_sealed = is_sealed or is_manifest
                if is_manifest and not entry.is_file(follow_symlinks=False):
                    odd.append(f"{MANIFEST} is no regular file")
                elif entry.name not in known and not _is_left_over(entry.name):
                    odd.append(f"{on_one_line(entry.name, 120)} does not belong there")
        return is_sealed


def read_events(
    content: bytes, process: str, kinds: frozenset[str] | None = None
) -> EventFile:
    """Return the records of an event file's bytes, as far as they can be read."""
    lines = raw_lines(content)
    torn = len(lines.pop()) if lines and not lines[-1].endswith(b"\n") else 0
    tails = None if kinds is None else tuple(map(_tail, sorted(kinds)))
    records: list[Record] = []
    first_prev, fault = "", ""
    chain = Chain("")
    for number, line in enumerate(lines, start=1):
        is_wanted = tails is None or number == 1 or line.endswith(tails)
        if is_wanted:
            try:
                record, prev = read_line(line, number, process)
                _follow(chain, record, prev, number)
            except ChainBreak as error:
                fault = str(error)
                break
            first_prev = first_prev or prev
            records.append(record)
        chain.advance(line)
    sha256 = hashlib.sha256(content).hexdigest()
    return EventFile(
        process=process,
        records=tuple(records),
        first_prev=first_prev,
        lines=chain.seq,
        head=chain.head,
        torn=torn,
        fault=fault,
        sha256=sha256,
        size=len(content),
    )


def _follow(chain: Chain, record: Record, prev: str, number: int) -> None:
    """Check that a record is the next one; the first may name what it will."""
    if record.seq != chain.seq + 1:
        raise ChainBreak(number, f"its seq is {record.seq}, expected {chain.seq + 1}")
    if chain.head and prev != chain.head:
        raise ChainBreak(number, "its prev is not the hash of the line before")


def _is_left_over(name: str) -> bool:
    """Say whether a file is what a killed process had not moved to its place."""
    return name.startswith(TEMPORARY)


def _tail(kind: str) -> bytes:
    return f'"type":"{kind}","v":1}}\n'.encode()


def _reason_against(entry: "os.DirEntry[str]", pattern: re.Pattern[str]) -> str:
    if entry.is_symlink():
        return "is a link"
    if not entry.is_file(follow_symlinks=False):
        return "is no regular file"
    if pattern.fullmatch(entry.name) is None:
        return "has a name that no evidence file has"
    if entry.stat(follow_symlinks=False).st_size > LARGEST_FILE:
        return f"is larger than {LARGEST_FILE} bytes"
    return ""
