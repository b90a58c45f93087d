"""The matrix of requirements and tests: what is covered, and why the rest is not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_bars.compile.model import CompiledPlan
from pytest_bars.protocol.catalogue import Requirement, requirements
from pytest_bars.reports.gaps import Gaps
from pytest_bars.reports.latest import LatestOutcomes
from pytest_bars.reports.naming import Named, name_requirements
from pytest_bars.source import Fault

ASK_A_PERSON: Final = "a person must show it, and no manual step names it"
NOTHING_TO_SHOW: Final = "a fact, with nothing to show"


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement, who names it, and why it is not covered.

    reason: for a gap; empty where there is none, or where nobody gave one.
    """

    requirement: Requirement
    named: tuple[Named, ...]
    reason: str = ""

    @property
    def is_covered(self) -> bool:
        """Say whether a test can fail for it, or a person is asked."""
        return any(named.shows for named in self.named)

    @property
    def is_unexplained(self) -> bool:
        """Say whether it is a gap, and nobody said why."""
        return not self.is_covered and not self.reason


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements of one kind. title: what they are, in the plural."""

    key: str
    title: str
    rows: tuple[Row, ...]

    @property
    def covered(self) -> tuple[Row, ...]:
        """Return those a test or a person shows."""
        return tuple(row for row in self.rows if row.is_covered)

    @property
    def gaps(self) -> tuple[Row, ...]:
        """Return those nobody shows."""
        return tuple(row for row in self.rows if not row.is_covered)

    @property
    def unexplained(self) -> tuple[Row, ...]:
        """Return the gaps that have no reason."""
        return tuple(row for row in self.rows if row.is_unexplained)


@dataclass(frozen=True)
class Trace:
    """groups: by key, wire-observable requirements first. faults: of `Gaps`."""

    groups: Mapping[str, Group]
    latest: LatestOutcomes
    faults: tuple[Fault, ...] = ()

    @property
    def wire(self) -> Group:
        """Return the functional requirements a machine can see on the wire."""
        return self.groups["wire"]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return every row, group by group."""
        return tuple(row for group in self.groups.values() for row in group.rows)


_TITLES: Final = {
    "wire": "wire-observable requirements",
    "nfr": "non-functional requirements a machine can see",
    "failure": "failure scenarios",
    "tkw": "TKW scenarios",
    "evidence": "requirements that no machine can see",
}


def trace(plans: Iterable[CompiledPlan], gaps: Gaps, latest: LatestOutcomes) -> Trace:
    """Return who shows what, with every requirement of the catalogue in one group."""
    named: dict[str, list[Named]] = defaultdict(list)
    for each in name_requirements(plans):
        named[each.requirement].append(each)
    rows: dict[str, list[Row]] = {key: [] for key in _TITLES}
    for requirement in requirements().values():
        row = _row(requirement, tuple(named[requirement.id]), gaps)
        rows[_group(requirement)].append(row)
    covered = [r.requirement.id for each in rows.values() for r in each if r.is_covered]
    return Trace(
        groups={
            key: Group(key, title, tuple(rows[key])) for key, title in _TITLES.items()
        },
        latest=latest,
        faults=gaps.covered_faults(covered),
    )


def _group(requirement: Requirement) -> str:
    if requirement.verify != "auto":
        return "evidence"
    return "wire" if requirement.is_wire_observable else requirement.group


def _row(requirement: Requirement, named: tuple[Named, ...], gaps: Gaps) -> Row:
    if any(each.shows for each in named):
        return Row(requirement, named)
    reason = gaps.reasons.get(requirement.id, "")
    if not reason and requirement.verify == "evidence":
        reason = ASK_A_PERSON
    elif not reason and requirement.verify == "none":
        reason = NOTHING_TO_SHOW
    return Row(requirement, named, reason)
