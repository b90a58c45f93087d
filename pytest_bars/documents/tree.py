"""A loaded file: its data, and the place of everything in it."""

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TypeAlias

from pytest_bars.documents.text import SourceText, mark_at
from pytest_bars.jsontypes import Json
from pytest_bars.source import Fault, SourceMark

Location: TypeAlias = "tuple[str | int, ...]"


@dataclass(slots=True)
class Positions:
    """Where each node of a tree stands, in document order and without objects.

    A map's node is followed by its first key, that by its value, and so on; a list's
    node by its first item.

    starts, ends: character offsets in the text.
    nexts: the number of the node after this one and all that is in it.
    aliases: from the node of an alias to the node it stands for.
    """

    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    nexts: "array[int]" = field(default_factory=lambda: array("I"))
    aliases: dict[int, int] = field(default_factory=dict)


class Document:
    """One file of plain data that knows where each part of it stands.

    path: as shown to the user. content: the exact bytes. data: maps, lists, texts,
    whole numbers, true, false and null.
    """

    def __init__(
        self, path: str, content: bytes, data: Json, positions: Positions
    ) -> None:
        self.path = path
        self.content = content
        self.data = data
        self._positions = positions
        self._items: dict[int, array[int]] = {}

    def has(self, location: Location) -> bool:
        """Say whether something stands at the location."""
        try:
            self.at(location)
        except LookupError:
            return False
        return True

    def at(self, location: Location) -> Json:
        """Return what stands at the location.

        Raises LookupError when nothing does.
        """
        value = self.data
        for part in location:
            value = _child(value, part)
        return value

    def mark(self, location: Location, *, key: bool = False) -> SourceMark:
        """Return the place of the value at the location, or of its key.

        A location that leads nowhere gives the place of the last part that exists.
        """
        start, _ = self._span(location, key=key)
        return mark_at(self.path, self._line_starts, start)

    def fault(
        self,
        location: Location,
        message: str,
        *,
        key: bool = False,
        hint: str | None = None,
    ) -> Fault:
        """Make a fault at the value at the location, or at its key."""
        start, end = self._span(location, key=key)
        return self._source.fault(start, end, message, hint=hint)

    @cached_property
    def _source(self) -> SourceText:
        return SourceText(self.path, self.content.decode("utf-8-sig"))

    @cached_property
    def _line_starts(self) -> "array[int]":
        return SourceText(self.path, self.content.decode("utf-8-sig")).line_starts

    def _span(self, location: Location, *, key: bool) -> tuple[int, int]:
        """Return the offsets of a node; those of its key where it has one."""
        places = self._positions
        node, key_node, value = 0, None, self.data
        for part in location:
            try:
                child = _child(value, part)
            except LookupError:
                break
            owner = places.aliases.get(node, node)
            node = self._find(owner, value, part)
            key_node = node if isinstance(value, dict) else None
            node = node if key_node is None else places.nexts[node]
            value = child
        shown = key_node if key and key_node is not None else node
        return places.starts[shown], places.ends[shown]

    def _find(self, owner: int, value: Json, part: str | int) -> int:
        """Return the node of an item of a list, or of a key of a map."""
        if isinstance(part, int):
            return self._item_nodes(owner)[part]
        nexts = self._positions.nexts
        node = owner + 1
        names = value if isinstance(value, dict) else ()
        for _ in takewhile(part.__ne__, names):
            node = nexts[nexts[node]]
        return node

    def _item_nodes(self, owner: int) -> "array[int]":
        """Return the nodes of a list's items, found once."""
        found = self._items.get(owner)
        if found is None:
            found = array("I")
            node, end = owner + 1, self._positions.nexts[owner]
            while node < end:
                found.append(node)
                node = self._positions.nexts[node]
            self._items[owner] = found
        return found


def _child(value: Json, part: str | int) -> Json:
    """Return a member of a map or an item of a list; raise LookupError if none."""
    if isinstance(value, dict) and isinstance(part, str):
        return value[part]
    if isinstance(value, list) and isinstance(part, int):
        if part < 0:
            raise IndexError(part)
        return value[part]
    raise LookupError(part)
