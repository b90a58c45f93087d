"""The hash chain: each line names the SHA-256 of the line before, newline included.

The hash is over the raw bytes as they stand in the file. Nobody has to write a record
again to check it, in whatever language.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from pytest_bars.evidence.records import SCHEMA, Record, canonical_text, utf8
from pytest_bars.jsontypes import Json, JsonObject

_KEYS = {"data", "mono_ns", "prev", "seq", "ts", "type", "v"}


class ChainBreak(ValueError):  # noqa: N818 - it is what happened
    """A line is not what the line before says it is. line: counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(slots=True)
class Chain:
    """Where a chain stands: what the next line must name, and its number."""

    head: str
    seq: int = 0

    def line(self, kind: str, data: Json, ts: str, mono_ns: int) -> bytes:
        """Return the next line; `advance` once it is written."""
        return utf8(
            f'{{"data":{canonical_text(data)},"mono_ns":{mono_ns},"prev":"{self.head}",'
            f'"seq":{self.seq + 1},"ts":"{ts}","type":{_quoted(kind)},"v":1}}\n'
        )

    def advance(self, line: bytes) -> None:
        """Move on past a line."""
        self.head = hashlib.sha256(line).hexdigest()
        self.seq += 1


@lru_cache(maxsize=256)
def _quoted(kind: str) -> str:
    return canonical_text(kind)


def genesis(*parts: str) -> str:
    """Return what a first line names: the hash of what the chain belongs to."""
    return hashlib.sha256("\n".join((SCHEMA, *parts)).encode()).hexdigest()


def raw_lines(content: bytes) -> list[bytes]:
    """Return the lines of a file with their newlines; the last may have none."""
    parts = content.split(b"\n")
    lines = [part + b"\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def read_line(line: bytes, number: int, process: str = "main") -> tuple[Record, str]:
    """Return the record of a raw line and what it names as the line before.

    Raises ChainBreak when it is no record.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ChainBreak(number, "it is not JSON") from error
    if not isinstance(value, dict) or value.keys() != _KEYS or value["v"] != 1:
        raise ChainBreak(number, f"it is not a record of {SCHEMA}")
    match value:
        case {
            "data": dict(data),
            "mono_ns": int(mono_ns),
            "prev": str(prev),
            "seq": int(seq),
            "ts": str(ts),
            "type": str(kind),
        }:
            return Record(
                seq, kind, cast("JsonObject", data), ts, mono_ns, process
            ), prev
        case _:
            raise ChainBreak(number, "a member of the record has the wrong type")


def walk(
    lines: Iterable[bytes], start: str, process: str = "main"
) -> Iterator[tuple[Record, str]]:
    """Yield each record of a chain, and the hash of its line.

    start: the genesis. Raises ChainBreak at the first line that does not hold; a line
    without a newline at its end is one.
    """
    chain = Chain(start)
    for number, line in enumerate(lines, start=1):
        if not line.endswith(b"\n"):
            raise ChainBreak(number, "it is torn: no newline ends it")
        record, prev = read_line(line, number, process)
        if record.seq != chain.seq + 1:
            wanted = chain.seq + 1
            raise ChainBreak(number, f"its seq is {record.seq}, expected {wanted}")
        if prev != chain.head:
            raise ChainBreak(number, "its prev is not the hash of the line before")
        chain.advance(line)
        yield record, chain.head
