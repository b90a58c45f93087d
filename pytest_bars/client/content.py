"""Bodies: a request's as exact bytes, a response's decoded and never too large."""

import json
import zlib
from collections.abc import Iterable
from typing import Final

from pytest_bars.client.faults import LostError
from pytest_bars.errors import ProtocolError
from pytest_bars.exchange import FaultKind
from pytest_bars.jsontypes import Json

ACCEPTED_CODING: Final = "gzip"
_GZIP: Final = zlib.MAX_WBITS | 16
_AS_IS: Final = frozenset({"", "identity"})


def encode_body(body: Json | bytes) -> bytes | None:
    """Return the bytes to send: JSON compact in UTF-8, bytes as they are.

    Raises ProtocolError when it is not JSON.
    """
    if body is None or isinstance(body, bytes):
        return body
    try:
        text = json.dumps(
            body, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return text.encode()
    except (TypeError, ValueError, RecursionError):
        raise ProtocolError(
            "The body cannot be sent as JSON: it holds a value JSON does not have."
        ) from None


def read_body(chunks: Iterable[bytes], coding: str | None, limit: int) -> bytes:
    """Join the chunks, decoded; `limit` bounds the decoded bytes.

    coding: the Content-Encoding, or None.

    Raises LostError for a body that is too large, broken or coded unasked.
    """
    named = (coding or "").strip().lower()
    if named in _AS_IS:
        return _join(chunks, limit)
    if named != ACCEPTED_CODING:
        raise LostError(
            FaultKind.PROTOCOL,
            "The answer has a Content-Encoding that was not asked for; only gzip is.",
        )
    return _unzip(chunks, limit)


def _join(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _unzip(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    engine = zlib.decompressobj(_GZIP)
    is_empty = True
    for chunk in chunks:
        is_empty = False
        try:
            body += engine.decompress(chunk, limit - len(body) + 1)
        except zlib.error:
            raise _not_gzip() from None
        if len(body) > limit:
            raise _too_large(limit)
    if not is_empty and (not engine.eof or engine.unused_data):
        raise _not_gzip()
    return bytes(body)


def _too_large(limit: int) -> LostError:
    return LostError(
        FaultKind.PROTOCOL, f"The answer is larger than {limit:,} bytes; reading ended."
    )


def _not_gzip() -> LostError:
    return LostError(
        FaultKind.PROTOCOL, "The answer says Content-Encoding: gzip, and is not gzip."
    )
