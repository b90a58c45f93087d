"""Text of a partner or an author, made safe for a terminal.

What came from elsewhere may hold terminal sequences, line breaks that forge a line of
our own, or marks that turn the direction of writing round. Evidence keeps it as it
came; what is shown is made plain here.
"""

import re
from typing import Final

LONGEST: Final = 2000
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # line ends, directions of writing
    "\ud800-\udfff]"  # halves of surrogate pairs, which cannot be encoded
)


def printable(text: str) -> str:
    """Replace what would steer a terminal by its escape, such as a backslash and x1b.

    Tabs and line feeds stay. Idempotent.
    """
    return _UNSAFE.sub(_escape, text.replace("\r\n", "\n"))


def on_one_line(text: str, longest: int = LONGEST) -> str:
    """Return text on one line, printable, and cut where it is longer than `longest`."""
    if len(text) > longest:
        cut = f"{text[:longest]} [cut: {len(text):,} characters]"
        return on_one_line(cut, len(cut))
    return " ".join(printable(text).split())


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte
