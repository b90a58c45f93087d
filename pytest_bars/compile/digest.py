"""Digests that evidence is keyed by: `sha256:<hex>`."""

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from pytest_bars.jsontypes import Json

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
)


def digest_of(value: Json) -> str:
    """Return the digest of data: its JSON, keys sorted, without spaces, in UTF-8."""
    return digest_bytes(_CANONICAL.encode(value).encode("utf-8", "surrogatepass"))


def digest_bytes(content: bytes) -> str:
    """Return the digest of bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def digest_files(digests: Iterable[str]) -> str:
    """Return the digest over several files, from theirs, in order."""
    return digest_bytes("\n".join(digests).encode())
