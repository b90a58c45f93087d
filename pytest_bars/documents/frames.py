"""What is remembered of the lists, maps and anchors of a file while it is built."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Open:
    """A list or map whose end has not come yet.

    key: of a map, the key whose value comes next; None when a key comes next.
    extra: how many nodes more it has when aliases are written out. height: levels
    below it.
    """

    value: Any
    is_list: bool
    node: int = 0
    anchor: str | None = None
    key: Any = None
    extra: int = 0
    height: int = 0


@dataclass(slots=True)
class Anchored:
    """What an anchor names; open until its end has come.

    weight: its nodes when aliases are written out. height: its levels.
    """

    value: Any = None
    node: int = 0
    weight: int = 1
    height: int = 0
    is_open: bool = True
