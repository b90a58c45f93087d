"""Places in a decoded file: from character offsets to lines, columns and excerpts."""

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import Final

from pytest_bars.documents.hiding import hide
from pytest_bars.source import Fault, SourceMark, caret_excerpt

# What YAML 1.1 does not allow in a file (section 5.1: all but c-printable), and what
# turns the direction of text, so that a plan would read otherwise than it runs. Named,
# not turned round: the many characters that are allowed take 4 ms to compile.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
# Characters on either side of a fault that an excerpt may show at most.
_AROUND: Final = 100
_BREAK = re.compile(r"\r\n|\r|\n")


class SourceText:
    """A file's text with its path as shown to the user.

    text: without a byte order mark. Lines end as editors end them: at LF, CR or CRLF.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def line_starts(self) -> "array[int]":
        """Return the offset at which each line starts."""
        starts = array("I", [0])
        starts.extend(match.end() for match in _BREAK.finditer(self.text))
        return starts

    def mark(self, offset: int) -> SourceMark:
        """Return the place of the character at `offset`."""
        return mark_at(self.path, self.line_starts, offset)

    def _line_end(self, line: int) -> int:
        """Return the offset of a line's break; lines count from 1."""
        starts = self.line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        tail = self.text[max(starts[line - 1], end - 2) : end]
        return end - len(tail) + len(tail.rstrip("\r\n"))

    @cached_property
    def _shown(self) -> str:
        return hide(self.text)

    def fault(
        self, start: int, end: int, message: str, *, hint: str | None = None
    ) -> Fault:
        """Make a fault with carets below the characters from `start` up to `end`.

        What goes beyond its first line gets one caret, where it begins.
        """
        mark = self.mark(start)
        room = self._line_end(mark.line) - start
        width = max(1, end - start) if end - start <= room else 1
        before = min(mark.column - 1, _AROUND)
        line = self._shown[start - before : start + min(room, 2 * _AROUND)]
        excerpt = caret_excerpt(line, before + 1, width) if line.strip() else ""
        return Fault(mark, message, excerpt, hint)


def mark_at(path: str, line_starts: "array[int]", offset: int) -> SourceMark:
    """Return the place of the character at `offset`, given where lines start."""
    line = bisect_right(line_starts, offset)
    return SourceMark(path, line, offset - line_starts[line - 1] + 1)
