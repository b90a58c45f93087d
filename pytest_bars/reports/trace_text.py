"""The matrix of requirements and tests as text, for a terminal."""

import textwrap
from collections.abc import Iterator

from pytest_bars.reports.latest import LatestOutcomes
from pytest_bars.reports.naming import Named
from pytest_bars.reports.trace import Group, Row, Trace
from pytest_bars.stages import Stage

_WIDTH = 88
_COLUMN = 15
_CHANGED = "~"
_NO_REASON = "without a reason"


def trace_lines(trace: Trace) -> Iterator[str]:
    """Yield the matrix, the gaps with their reasons, and the lines that count."""
    for group in trace.groups.values():
        yield from _matrix(group, trace.latest)
        yield from _gaps(group)
    yield from _legend(trace.latest)
    yield from counts(trace)


def counts(trace: Trace) -> Iterator[str]:
    """Yield one line a group: how many are covered, and how many gaps are left."""
    for group in trace.groups.values():
        word = "answered" if group.key == "evidence" else "covered"
        told = f"{word} {len(group.covered)} of {len(group.rows)} {group.title}"
        gaps = f"{len(group.gaps)} {'gap' if len(group.gaps) == 1 else 'gaps'}"
        yield f"{told}; {gaps}, {len(group.unexplained)} {_NO_REASON}"


def shown_outcome(latest: LatestOutcomes, stage: Stage, named: Named) -> str:
    """Return the latest outcome in a stage, or a dash; `~` where the test changed."""
    found = latest.find(stage, named.id)
    if found is None:
        return "-"
    return found.outcome + ("" if found.is_of(named.digest) else _CHANGED)


def by_reason(group: Group) -> dict[str, list[Row]]:
    """Return the gaps by reason, in order; those without one last, under no text."""
    found: dict[str, list[Row]] = {row.reason: [] for row in group.gaps if row.reason}
    for row in group.gaps:
        found.setdefault(row.reason, []).append(row)
    return found


def _matrix(group: Group, latest: LatestOutcomes) -> Iterator[str]:
    if not group.covered:
        return
    yield f"== {group.title}: covered"
    heads = "".join(f"{stage.value:<{_COLUMN}}" for stage in latest.stages)
    yield f"  {heads}".rstrip()
    for row in group.covered:
        yield from _wrapped(_told(row), 0)
        for named in row.named:
            outcomes = "".join(
                f"{shown_outcome(latest, stage, named):<{_COLUMN}}"
                for stage in latest.stages
            )
            yield f"  {outcomes}{named.id}{_remark(named)}"
    yield ""


def _gaps(group: Group) -> Iterator[str]:
    if not group.gaps:
        return
    yield f"== {group.title}: gaps"
    for reason, rows in by_reason(group).items():
        yield from _wrapped(reason or f"({_NO_REASON})", 0)
        for row in rows:
            yield from _wrapped(_told(row), 2)
            for named in row.named:
                yield f"    named by {named.id}{_remark(named)}"
    yield ""


def _legend(latest: LatestOutcomes) -> Iterator[str]:
    for stage in latest.stages:
        rehearsal = "" if stage.is_counted else ", which never counts"
        yield f"{stage.value}: {stage.label}{rehearsal}"
    if not latest.stages:
        yield "no evidence: no outcome is known"
    else:
        yield f"{_CHANGED} the test has changed since; - not run"
    for problem in latest.problems:
        yield f"left out: {problem}"


def _told(row: Row) -> str:
    requirement = row.requirement
    return (
        f"{requirement.id}  {requirement.level}, {requirement.role}: {requirement.text}"
    )


def _remark(named: Named) -> str:
    return f"  (cannot show it: {named.why_not})" if named.why_not else ""


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )
