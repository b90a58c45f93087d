"""Steps and checks of a listener: known to the language, and still to come."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.documents.tree import Document, Location
from pytest_bars.jsontypes import Json
from pytest_bars.plan.language import Language
from pytest_bars.source import Fault

_KINDS: Final = {
    "receive": (
        '"receive" waits for a call to us, and listening arrives with a later release.'
    ),
    "received": (
        '"received" judges what a "receive" step hears, and listening arrives with a '
        "later release."
    ),
}


def unheard_faults(
    document: Document, faults: tuple[Fault, ...], language: Language
) -> tuple[Fault, ...]:
    """Say of what needs a listener that it arrives later, instead of "unknown"."""
    known = {*language.step_kinds, *language.check_kinds}
    for location, key in _found(document.data, ()):
        if key in known:
            continue
        place = document.mark(location)
        own = document.fault((*location, key), _KINDS[key], key=True)
        faults = (*(f for f in faults if not _is_of(f, place, own)), own)
    return faults


def _is_of(fault: Fault, place: object, own: Fault) -> bool:
    return fault.mark in {place, own.mark}


def _found(value: Json, location: Location) -> Iterator[tuple[Location, str]]:
    """Yield the steps and checks that have one of the keys."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _found(item, (*location, place))
    elif isinstance(value, dict):
        if location and isinstance(location[-1], int) and "cases" not in location:
            yield from ((location, key) for key in _KINDS if key in value)
        for key, item in value.items():
            yield from _found(item, (*location, key))
