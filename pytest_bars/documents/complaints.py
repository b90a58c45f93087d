"""What may be wrong with the events of a file, gathered while it is built."""

from typing import Any, Final, NoReturn

from pytest_bars.documents.limits import Limits
from pytest_bars.documents.personal import NUMBER_HINT, NUMBER_MESSAGE
from pytest_bars.documents.text import SourceText
from pytest_bars.source import Fault

_MERGE_HINT: Final = "Write the keys out, or put what is shared into a flow."
_TAG_HINT: Final = (
    "Remove the tag: only texts, whole numbers, true, false, null, lists and maps are"
    " read."
)
_LIMIT_HINT: Final = "Split the file, or make it simpler."


class LimitReached(Exception):  # noqa: N818 - ends the building; its fault is gathered
    """The file goes beyond a limit; reading on is pointless."""


class Complaints:
    """Gather faults; each method names what is wrong with an event of the parser.

    Every method raises LimitReached once there are too many faults.
    """

    def __init__(self, source: SourceText, limits: Limits) -> None:
        self.faults: list[Fault] = []
        self._source = source
        self._limits = limits

    def tag(self, event: Any) -> None:
        """A node has a tag."""
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._add(event, f'the tag "{tag}" is not allowed', _TAG_HINT)

    def number(self, event: Any, why: str) -> None:
        """An unquoted number cannot be read as one."""
        self._add(event, why, f'Quote it: "{event.value}".')

    def control(self, event: Any, char: str) -> None:
        """An escape makes a character that may not stand in the file itself."""
        message = f"the escape makes U+{ord(char):04X}, which is not allowed"
        self._add(event, message, "Remove the escape.")

    def personal(self, event: Any) -> None:
        """A scalar, once unescaped and unfolded, holds an NHS number.

        No excerpt: it would show the parts.
        """
        mark = self._source.mark(event.start_mark.index)
        self.faults.append(Fault(mark, NUMBER_MESSAGE, hint=NUMBER_HINT))

    def merge(self, event: Any) -> None:
        """A merge key stands in a map."""
        self._add(event, "merge keys (<<) are not supported", _MERGE_HINT)

    def key(self, start: int, end: int, *, is_scalar: bool) -> None:
        """A key is a list, a map, an alias, null, a number, true or false."""
        written = self._source.text[start:end]
        hint = f'Quote it: "{written}".' if is_scalar and written else "Write a text."
        self._add_at(start, end, "a key must be text", hint)

    def duplicate(self, event: Any, first: int | None) -> None:
        """A key stands twice in a map; first: the offset of the first, if known."""
        line = "" if first is None else f" (line {self._source.mark(first).line})"
        self._add(
            event, f'the key "{event.value}" stands here twice', f"Keep one{line}."
        )

    def anchor(self, event: Any) -> None:
        """Two anchors have the same name."""
        message = f'the anchor "&{event.anchor}" is used twice'
        self._add(event, message, "Give each anchor a name of its own.")

    def alias(self, event: Any, *, is_inside: bool) -> None:
        """An alias names nothing before it, or what it stands in."""
        why = "stands inside what it names" if is_inside else "has no anchor before it"
        message = f'the alias "*{event.anchor}" {why}'
        self._add(event, message, "Quote the text if no alias is meant.")

    def document(self, event: Any) -> NoReturn:
        """A second document begins."""
        hint = "Put one document in a file: remove the line ---."
        self._add(event, "a second document begins here", hint)
        raise LimitReached

    def limit(self, event: Any, message: str) -> NoReturn:
        """The file goes beyond a limit."""
        self.stop(event.start_mark.index, event.end_mark.index, message)

    def stop(self, start: int, end: int, message: str) -> NoReturn:
        """The file goes beyond a limit, from one offset to another."""
        self.faults.append(self._source.fault(start, end, message, hint=_LIMIT_HINT))
        raise LimitReached

    def _add(self, event: Any, message: str, hint: str) -> None:
        self._add_at(event.start_mark.index, event.end_mark.index, message, hint)

    def _add_at(self, start: int, end: int, message: str, hint: str) -> None:
        self.faults.append(self._source.fault(start, end, message, hint=hint))
        if len(self.faults) >= self._limits.faults:
            most = self._limits.faults
            self.stop(start, end, f"more than {most} faults; the rest is not listed")
