"""Load what can be loaded of a file with faults, so that the rest is judged too.

A test, prerequisite or flow that does not load is replaced by a stand-in, and its
place remembered; a fault outside of these leaves nothing to judge.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from pytest_bars.compile.unheard import unheard_faults
from pytest_bars.documents.tree import Document, Location
from pytest_bars.errors import PlanError
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_flows, load_plan
from pytest_bars.plan.model import FlowsFile, TestPlan
from pytest_bars.plan.types import REF_PATTERN
from pytest_bars.source import Fault, SourceMark

T = TypeVar("T", TestPlan, FlowsFile)
_STEP: Final[JsonObject] = {"ref": "a", "name": "a", "flow": "a"}
_STAND_INS: Final[dict[str, JsonObject]] = {
    "tests": {"name": "a", "kind": "happy-path", "steps": [_STEP]},
    "prerequisites": {"name": "a", "attest": {"by": "a"}},
    "flows": {"title": "a", "steps": [_STEP]},
}


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A model, as far as there is one, and the data it was made of.

    document: with stand-ins in its data at the `broken` places.
    """

    document: Document
    model: T | None
    faults: tuple[Fault, ...] = ()
    broken: frozenset[Location] = frozenset()


def load_plan_parts(document: Document, language: Language) -> Loaded[TestPlan]:
    """Load a plan, without those of its tests and prerequisites that have faults."""
    return _load(document, language, load_plan)


def load_flows_parts(document: Document, language: Language) -> Loaded[FlowsFile]:
    """Load a flows file, without those of its flows that have faults."""
    return _load(document, language, load_flows)


def _load(
    document: Document, language: Language, load: Callable[[Document, Language], T]
) -> Loaded[T]:
    try:
        return Loaded(document, load(document, language))
    except PlanError as error:
        faults = unheard_faults(document, error.faults, language)
    broken = _broken(document, faults)
    if broken is None:
        return Loaded(document, None, faults)
    rest = copy(document)
    rest.data = _without(document.data, broken)
    try:
        return Loaded(rest, load(rest, language), faults, broken)
    except PlanError:
        return Loaded(document, None, faults)


def _broken(
    document: Document, faults: tuple[Fault, ...]
) -> frozenset[Location] | None:
    """Return the parts that hold every fault, or None when some fault is elsewhere."""
    starts = sorted(
        ((mark.line, mark.column), location) for mark, location in _landmarks(document)
    )
    broken: set[Location] = set()
    for fault in faults:
        at = bisect_right(starts, (fault.mark.line, fault.mark.column), key=_place) - 1
        location = starts[at][1] if at >= 0 else ()
        if len(location) < 2:  # noqa: PLR2004 - a top-level key, or nothing
            return None
        broken.add(location)
    return frozenset(broken)


def _place(start: tuple[tuple[int, int], Location]) -> tuple[int, int]:
    return start[0]


def _landmarks(document: Document) -> Iterator[tuple[SourceMark, Location]]:
    """Yield where each top-level key and each part begins."""
    data = document.data
    for key, value in data.items() if isinstance(data, dict) else ():
        yield document.mark((key,), key=True), (key,)
        if key in _STAND_INS:
            for part in _parts(value):
                yield document.mark((key, part), key=True), (key, part)


def _parts(value: Json) -> list[str | int]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


def _without(data: Json, broken: frozenset[Location]) -> JsonObject:
    """Return the data with stand-ins at the broken places."""
    rest = dict(cast("JsonObject", data))
    for key in {str(location[0]) for location in broken}:
        parts = {location[1] for location in broken if location[0] == key}
        rest[key] = _replaced(rest[key], key, parts)
    return rest


def _replaced(holder: Json, key: str, parts: set[str | int]) -> Json:
    stand_in = _STAND_INS[key]
    if isinstance(holder, dict):
        return {n: stand_in if n in parts else part for n, part in holder.items()}
    return [
        {"ref": _ref(part, place), **stand_in} if place in parts else part
        for place, part in enumerate(cast("list[Json]", holder))
    ]


def _ref(broken: Json, place: int) -> str:
    """Return the reference of a broken part, so that what names it is not wrong too."""
    ref = broken.get("ref") if isinstance(broken, dict) else None
    is_one = isinstance(ref, str) and re.fullmatch(REF_PATTERN, ref) is not None
    return str(ref) if is_one else f"broken-{place}"
