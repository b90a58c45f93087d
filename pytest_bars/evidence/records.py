"""Records of evidence and their canonical bytes.

A record is one line of `events/<process>.jsonl`:

    {"data":{...},"mono_ns":1,"prev":"<hex>","seq":1,"ts":"...Z","type":"...","v":1}

Keys are sorted, nothing is spaced, text is UTF-8 and not escaped beyond need, and
numbers are integers: whoever reads evidence in another language gets the same value.
"""

import json
from dataclasses import dataclass
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject

SCHEMA: Final = "bars-evidence/1"
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


@dataclass(frozen=True, slots=True)
class Record:
    """One redacted record, as written.

    seq: from 1 within its process. kind: the record type, such as `test.started`.
    ts: UTC with milliseconds and `Z`. mono_ns: a clock that never goes back.
    """

    seq: int
    kind: str
    data: JsonObject
    ts: str
    mono_ns: int
    process: str = "main"


def canonical_text(value: Json) -> str:
    """Return the one JSON text of a value; it may hold lone surrogates yet."""
    return _encode(value)


def utf8(text: str) -> bytes:
    """Return text as UTF-8; lone surrogates become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        mended = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return mended.encode()


def canonical(value: Json) -> bytes:
    """Return the one UTF-8 JSON encoding of a value."""
    return utf8(canonical_text(value))
