"""Errors of a pydantic model, brought to places of a document.

pydantic tells where by a path in which tags of unions stand between keys, and gives
one error for each alternative of a union. Here the tags are taken out, and of the
alternatives the one that was meant is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, TypeAlias

from pydantic_core import ErrorDetails

from pytest_bars.documents.tree import Document, Location
from pytest_bars.documents.wording import choices

Branch: TypeAlias = tuple[int, str]
KEY_PART: Final = "[key]"


@dataclass(frozen=True, slots=True)
class Problem:
    """One error at a location of the document.

    kind, message, context: as pydantic has them. name: the missing key. is_key: the
    key is wrong, not its value. choices: what was expected, where that is a choice of
    words or types. branches: the alternatives on the way, each with the length of the
    location at which it begins.
    """

    location: Location
    kind: str
    message: str
    context: dict[str, Any]
    name: str | None = None
    is_key: bool = False
    choices: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()


def place(document: Document, base: Location, error: ErrorDetails) -> Problem:
    """Bring an error to its place: what leads nowhere is the tag of a union."""
    location, branches = base, []
    parts = list(error["loc"])
    name = str(parts.pop()) if error["type"] == "missing" else None
    is_key = error["type"] == "extra_forbidden"
    for part in parts:
        if document.has((*location, part)):
            location = (*location, part)
        elif part == KEY_PART:
            is_key = True
        else:
            branches.append((len(location), str(part)))
    return Problem(
        location,
        error["type"],
        error["msg"],
        dict(error.get("ctx", {})),
        name=name,
        is_key=is_key,
        choices=choices(error["type"], dict(error.get("ctx", {}))),
        branches=tuple(branches),
    )


def is_echo(document: Document, problem: Problem) -> bool:
    """Say whether a list only counts as too short because its items are wrong."""
    if problem.kind != "too_short":
        return False
    value: Any = document.at(problem.location)
    return len(value) >= int(problem.context["min_length"])


def settle(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Keep, of each union, the problems of the alternative that was meant."""
    unions: dict[Location, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.branches:
            unions[problem.location[: problem.branches[0][0]]].append(problem)
        else:
            yield problem
    for location, members in unions.items():
        yield from _settle_union(location, members)


def _settle_union(location: Location, members: Sequence[Problem]) -> Iterator[Problem]:
    alternatives: dict[str, list[Problem]] = defaultdict(list)
    for problem in members:
        tag = problem.branches[0][1]
        alternatives[tag].append(replace(problem, branches=problem.branches[1:]))
    settled = [list(settle(found)) for found in alternatives.values()]
    meant = [
        found
        for found in settled
        if not all(one.location == location and one.choices for one in found)
    ]
    if meant:
        yield from min(meant, key=len)
        return
    merged = tuple(
        dict.fromkeys(chain(*(one.choices for found in settled for one in found)))
    )
    yield replace(settled[0][0], choices=merged)
