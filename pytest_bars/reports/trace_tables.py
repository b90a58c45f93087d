"""The matrix of requirements and tests as JSON and as CSV, for other programs."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.reports.latest import Latest, LatestOutcomes
from pytest_bars.reports.naming import Named
from pytest_bars.reports.trace import Group, Row, Trace

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS: Final = (
    "group",
    "requirement",
    "application",
    "role",
    "level",
    "verify",
    "text",
    "source",
    "covered",
    "reason",
    "test",
    "test name",
    "why not",
)


def trace_json(trace: Trace) -> JsonObject:
    """Return the whole matrix with its counts."""
    return {
        "summary": {key: _counts(group) for key, group in trace.groups.items()},
        "stages": [stage.value for stage in trace.latest.stages],
        "requirements": [
            _requirement(group, row, trace.latest)
            for group in trace.groups.values()
            for row in group.rows
        ],
        "evidence": {
            "runs": trace.latest.runs,
            "problems": [*trace.latest.problems],
        },
        "faults": [fault.render() for fault in trace.faults],
    }


def trace_csv(trace: Trace) -> str:
    """Return a row for each requirement and each test that names it, if any does."""
    stages = trace.latest.stages
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*_COLUMNS, *(stage.value for stage in stages)])
    for group in trace.groups.values():
        for row in group.rows:
            for cells in _csv_rows(group, row, trace.latest):
                writer.writerow(map(_cell, cells))
    return written.getvalue()


def _counts(group: Group) -> Json:
    return {
        "title": group.title,
        "requirements": len(group.rows),
        "covered": len(group.covered),
        "gaps": len(group.gaps),
        "without_a_reason": len(group.unexplained),
    }


def _requirement(group: Group, row: Row, latest: LatestOutcomes) -> Json:
    requirement = row.requirement
    return {
        "id": requirement.id,
        "group": group.key,
        "application": requirement.application,
        "role": requirement.role,
        "level": requirement.level,
        "verify": requirement.verify,
        "seen_when": requirement.seen_when,
        "text": requirement.text,
        "source": requirement.source,
        "covered": row.is_covered,
        "reason": row.reason or None,
        "tests": [_named(named, latest) for named in row.named],
    }


def _named(named: Named, latest: LatestOutcomes) -> Json:
    found = {stage: latest.find(stage, named.id) for stage in latest.stages}
    return {
        "id": named.id,
        "name": named.name,
        "place": named.place,
        "shows_it": named.shows,
        "why_not": named.why_not or None,
        "latest": {
            stage.value: _latest(outcome, named)
            for stage, outcome in found.items()
            if outcome is not None
        },
    }


def _latest(latest: Latest, named: Named) -> Json:
    return {
        "outcome": latest.outcome,
        "run": latest.run,
        "at": latest.at,
        "rehearsal": latest.is_rehearsal,
        "test_has_changed": not latest.is_of(named.digest),
    }


def _csv_rows(group: Group, row: Row, latest: LatestOutcomes) -> Iterator[list[str]]:
    requirement = row.requirement
    start = [
        group.key,
        requirement.id,
        str(requirement.application or ""),
        requirement.role,
        requirement.level,
        requirement.verify,
        requirement.text,
        requirement.source,
        "yes" if row.is_covered else "no",
        row.reason,
    ]
    if not row.named:
        yield [*start, *[""] * (3 + len(latest.stages))]
    for named in row.named:
        found = [latest.find(stage, named.id) for stage in latest.stages]
        outcomes = [each.outcome if each else "" for each in found]
        yield [*start, named.id, named.name, named.why_not, *outcomes]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
