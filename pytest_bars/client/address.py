"""The exact path and query of a request."""

import re
from typing import Final
from urllib.parse import quote

from pytest_bars.errors import ProtocolError

# What RFC 3986, section 3.3 allows in a path, without percent-encoding.
_PATH: Final = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
# Legal in a query (RFC 3986, section 3.4) and easier to read unencoded; a plus sign
# is not among them, as servers read it as a space.
_READABLE: Final = ":/,$*@"


def encode_target(path: str, query: tuple[tuple[str, str], ...]) -> str:
    """Return path and query as they stand in the request line.

    path: below the base URL. query: decoded pairs, kept in order, a repeated name
    repeated.

    Raises ProtocolError when path or query cannot be sent.
    """
    _refuse_path(path)
    if not query:
        return path
    try:
        pairs = [
            f"{quote(name, safe=_READABLE)}={quote(value, safe=_READABLE)}"
            for name, value in query
        ]
    except UnicodeEncodeError:
        raise ProtocolError("A query parameter is not valid Unicode.") from None
    return f"{path}?{'&'.join(pairs)}"


def _refuse_path(path: str) -> None:
    """Raise ProtocolError for a path that could lead elsewhere, or nowhere."""
    if _PATH.fullmatch(path) is None or "//" in path:
        raise ProtocolError(
            f"The path {path!r} cannot be sent; expected one below the base URL, such "
            "as /Appointment/123: no other host, no query or fragment, no empty "
            "segment, printable ASCII only."
        )
    if any(segment in {".", ".."} for segment in path.split("/")):
        raise ProtocolError(
            f"The path {path!r} cannot be sent; the segments . and .. lead elsewhere."
        )
