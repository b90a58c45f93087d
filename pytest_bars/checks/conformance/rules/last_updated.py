"""CF-LAST-UPDATED, CF-LAST-UPDATED-MOVES: when each resource last changed.

Source: BaRS guide, Core 1.2.2, BaRS-FHIR-Usage, and Application pages (2025-05-31),
nfr-lastupdated-1.
"""

from collections.abc import Iterator

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import placed_resources
from pytest_bars.checks.conformance.reading import text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.temporal import compare_moments, parse_moment
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.message_definitions import DEFINITIONS

# The records of the standard: what its messages are made of.
_RECORDS = frozenset(
    focus.resource_type for each in DEFINITIONS.values() for focus in each.focus
) | {"Bundle"}


def has_last_updated(subject: Subject) -> Iterator[Finding]:
    """Every record has meta.lastUpdated: a message, and each resource of a Bundle.

    The Bundle of a search is made for the answer and is no record.
    """
    for place, resource in _records(subject.body):
        if text(resource, "meta", "lastUpdated") is None:
            told = "required, but not there."
            yield Finding("CF-LAST-UPDATED", f"{place}.meta.lastUpdated", told)


def last_updated_moves(subject: Subject) -> Iterator[Finding]:
    """Against an earlier state: forward where content changed, else not at all."""
    if subject.before is None:
        return
    earlier = {
        identity: resource
        for _, resource in _records(subject.before)
        if (identity := _identity(resource)) is not None
    }
    both = [
        (place, earlier[identity], resource)
        for place, resource in _records(subject.body)
        if (identity := _identity(resource)) in earlier
    ]
    if not both:
        place = resource_type(subject.body) or "$"
        told = "holds nothing of the earlier state it is held against."
        yield Finding("CF-LAST-UPDATED-MOVES", place, told)
    for place, before, after in both:
        fault = _fault(before, after)
        if fault is not None:
            where = f"{place}.meta.lastUpdated"
            yield Finding("CF-LAST-UPDATED-MOVES", where, fault)


def _fault(before: JsonObject, after: JsonObject) -> str | None:
    order = _compare(before, after)
    if order is None:
        return None
    if _content(before) == _content(after):
        return None if order == 0 else "moved, though nothing changed."
    return None if order < 0 else "did not move forward, though content changed."


def _compare(before: JsonObject, after: JsonObject) -> int | None:
    """Return -1, 0 or 1; None where a time is missing, or not to be compared."""
    then = parse_moment(text(before, "meta", "lastUpdated") or "")
    now = parse_moment(text(after, "meta", "lastUpdated") or "")
    return None if then is None or now is None else compare_moments(then, now)


def _records(body: Json) -> Iterator[tuple[str, JsonObject]]:
    kind = resource_type(body)
    if not isinstance(body, dict) or kind not in _RECORDS:
        return
    if kind != "Bundle" or body.get("type") == "message":
        yield kind, body
    if kind == "Bundle":
        for place, resource in placed_resources(body):
            if resource_type(resource) in _RECORDS:
                yield place, resource


def _identity(resource: JsonObject) -> tuple[str, str] | None:
    kind, name = resource_type(resource), text(resource, "id")
    return None if kind in {None, "Bundle"} or name is None else (str(kind), name)


def _content(resource: JsonObject) -> JsonObject:
    return {name: value for name, value in resource.items() if name != "meta"}
