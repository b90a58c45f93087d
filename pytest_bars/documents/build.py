"""Build plain data and its positions from the events of the YAML parser.

Events instead of composed nodes: half the time, and no memory but the result.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import yaml

from pytest_bars.documents.complaints import Complaints
from pytest_bars.documents.frames import Anchored, Open
from pytest_bars.documents.limits import Limits
from pytest_bars.documents.scalars import resolve
from pytest_bars.documents.text import FORBIDDEN, SourceText
from pytest_bars.documents.tree import Positions
from pytest_bars.jsontypes import Json
from pytest_bars.masking import find_number

Parser: TypeAlias = "type[yaml.CSafeLoader | yaml.SafeLoader]"
PARSER: Final[Parser] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHORT: Final = 64
_FEW: Final = 1000
_UNSEEN: Final = object()
_NO_KEY: Final = object()


class Builder:
    """Consume the events of a text; `data` and `positions` are the result.

    documents: how many the text holds. complaints: the faults gathered on the way;
    with any, the data is incomplete.
    """

    def __init__(
        self, source: SourceText, limits: Limits, *, refuse_personal: bool
    ) -> None:
        self.documents = 0
        self.positions = Positions()
        self.complaints = Complaints(source, limits)
        self._source = source
        self._limits = limits
        self._refuse_personal = refuse_personal
        self._top = Open([], is_list=True)
        self._stack: list[Open] = []
        self._anchors: dict[str, Anchored] = {}
        self._expanded = 0
        self._plain: dict[str, Any] = {}
        self._quoted: dict[str, str] = {}

    @property
    def data(self) -> Json:
        """Return the root, or null when there is none."""
        value: Json = self._top.value[0] if self._top.value else None
        return value

    def run(self, parser: Parser = PARSER) -> None:
        """Parse the text to its end.

        Raises yaml.YAMLError or ValueError at the first error of syntax, and
        LimitReached when the file is too large, too deep or too wide.
        """
        next_event: Callable[[], Any] = parser(self._source.text).get_event
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start_map,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceStartEvent: self._start_list,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        event = next_event()
        while type(event) is not yaml.StreamEndEvent:
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
            event = next_event()

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.complaints.document(event)

    def _scalar(self, event: Any) -> None:
        """Read a scalar; by far the most frequent event, so written out."""
        text: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        value: Any
        if event.style:  # none for plain scalars: "" by the C parser, or None
            value = self._quoted.setdefault(text, text) if len(text) < _SHORT else text
            if end - start != len(text) + 2:
                self._check_written(event)
        else:
            value = self._plain.get(text, _UNSEEN)
            if value is _UNSEEN:
                value = self._resolved(event)
            if end - start != len(text):
                self._check_written(event)
        node = self._add(event, start, end)
        if event.tag is not None or event.anchor is not None:
            self._decorated(event, value, node)
        owner = self._top
        if owner.is_list:
            owner.value.append(value)
        elif owner.key is not None:
            owner.value[owner.key] = value
            owner.key = None
        elif type(value) is str and value not in owner.value and value != "<<":
            owner.key = value
        else:
            owner.key = self._doubtful_key(owner, value, event)

    def _resolved(self, event: Any) -> Any:
        """Return what an unquoted scalar means; remembered unless it is a fault."""
        text: str = event.value
        try:
            value = resolve(text)
        except ValueError as error:
            if not (self._refuse_personal and find_number(text)):
                self.complaints.number(event, str(error))
            return text
        if len(text) < _SHORT:
            self._plain[text] = value
        return value

    def _check_written(self, event: Any) -> None:
        """Look at a scalar that is written otherwise than it reads."""
        text: str = event.value
        forbidden = FORBIDDEN.search(text)
        if forbidden is not None:
            self.complaints.control(event, forbidden.group())
        if self._refuse_personal and find_number(text) is not None:
            written = self._source.text[event.start_mark.index : event.end_mark.index]
            if find_number(written) is None:
                self.complaints.personal(event)

    def _decorated(self, event: Any, value: Any, node: int) -> None:
        if event.tag is not None:
            self.complaints.tag(event)
        if event.anchor is not None:
            self._name(event, Anchored(value, node, is_open=False))

    def _doubtful_key(self, owner: Open, value: Any, event: Any) -> Any:
        """Return the key after all, or none after a fault."""
        if not isinstance(value, str):
            start, end = event.start_mark.index, event.end_mark.index
            self.complaints.key(start, end, is_scalar=True)
        elif value in owner.value:
            self.complaints.duplicate(event, self._first_key(owner, event))
        elif not event.style:
            self.complaints.merge(event)
        else:
            return value
        return _NO_KEY

    def _first_key(self, owner: Open, event: Any) -> int | None:
        """Return the offset of the first key written like this one.

        None also where the search would take long.
        """
        if len(owner.value) > _FEW:
            return None
        places, text = self.positions, self._source.text
        written = text[event.start_mark.index : event.end_mark.index]
        node, last = owner.node + 1, len(places.starts) - 1
        while node < last:
            if text[places.starts[node] : places.ends[node]] == written:
                return places.starts[node]
            node = places.nexts[places.nexts[node]]
        return None

    def _start_map(self, event: Any) -> None:
        self._start(event, Open({}, is_list=False))

    def _start_list(self, event: Any) -> None:
        self._start(event, Open([], is_list=True))

    def _start(self, event: Any, opened: Open) -> None:
        if len(self._stack) >= self._limits.depth:
            self._too_deep(event)
        opened.node = self._add(event, event.start_mark.index, event.end_mark.index)
        if event.tag is not None:
            self.complaints.tag(event)
        if event.anchor is not None:
            opened.anchor = event.anchor
            self._name(event, Anchored())
        self._stack.append(self._top)
        self._top = opened

    def _end(self, event: Any) -> None:
        done, places = self._top, self.positions
        self._top = owner = self._stack.pop()
        end = len(places.starts)
        places.nexts[done.node] = end
        places.ends[done.node] = event.end_mark.index
        if len(done.value) > self._limits.entries:
            self._too_long(places.starts[done.node])
        owner.height = max(owner.height, done.height + 1)
        owner.extra += done.extra
        if done.anchor is not None:
            weight = end - done.node + done.extra
            self._anchors[done.anchor] = Anchored(
                done.value, done.node, weight, done.height + 1, is_open=False
            )
        self._attach(owner, done.value, places.starts[done.node], event)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor)
        start = event.start_mark.index
        node = self._add(event, start, event.end_mark.index)
        if anchored is None or anchored.is_open:
            self.complaints.alias(event, is_inside=anchored is not None)
            anchored = Anchored()
        self._expanded += anchored.weight
        most = self._limits.expansion
        if self._expanded > most:
            self.complaints.limit(event, f"aliases stand for more than {most:,} nodes")
        if len(self._stack) + anchored.height > self._limits.depth:
            self._too_deep(event)
        owner = self._top
        owner.height = max(owner.height, anchored.height)
        owner.extra += anchored.weight
        self.positions.aliases[node] = anchored.node
        self._attach(owner, anchored.value, start, event)

    def _attach(self, owner: Open, value: Any, start: int, event: Any) -> None:
        """Put a list, a map or what an alias names where it belongs."""
        if owner.is_list:
            owner.value.append(value)
        elif owner.key is not None:
            owner.value[owner.key] = value
            owner.key = None
        else:
            self.complaints.key(start, event.end_mark.index, is_scalar=False)
            owner.key = _NO_KEY

    def _name(self, event: Any, anchored: Anchored) -> None:
        if event.anchor in self._anchors:
            self.complaints.anchor(event)
        self._anchors[event.anchor] = anchored

    def _too_deep(self, event: Any) -> None:
        levels = self._limits.depth
        self.complaints.limit(event, f"nested more than {levels} levels deep")

    def _too_long(self, start: int) -> None:
        most = self._limits.entries
        self.complaints.stop(start, start + 1, f"more than {most:,} entries")

    def _add(self, event: Any, start: int, end: int) -> int:
        """Add a node and return its number."""
        places = self.positions
        node = len(places.starts)
        if node >= self._limits.nodes:
            self.complaints.limit(event, f"more than {self._limits.nodes:,} nodes")
        places.starts.append(start)
        places.ends.append(end)
        places.nexts.append(node + 1)
        return node
