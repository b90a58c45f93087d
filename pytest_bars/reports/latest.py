"""The latest outcome of every test in each testing stage, over all runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.reader import SUFFIX, Bundle
from pytest_bars.evidence.totals import KINDS, Totals, text
from pytest_bars.stages import Stage

UNKNOWN: Final = "unknown"
_PREREQUISITE: Final = "prereq"


@dataclass(frozen=True, slots=True)
class Latest:
    """What became of a test, or a prerequisite, when it was last run in a stage.

    outcome: `unknown` where it was started and has no end. run, at: id of the run, and
    when that began. is_rehearsal: against the simulator. digest: of the test as it was.
    """

    outcome: str
    run: str
    at: str
    is_rehearsal: bool
    digest: str = ""

    def is_of(self, digest: str) -> bool:
        """Say whether the test is still what it was then."""
        return self.digest in {"", digest}


@dataclass(frozen=True)
class LatestOutcomes:
    """by_stage: id of a test or prerequisite -> its latest, in each stage that ran.

    runs: how many were read. problems: runs that could not be, in plain words.
    """

    by_stage: Mapping[Stage, Mapping[str, Latest]] = field(default_factory=dict)
    runs: int = 0
    problems: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages that have evidence, in the order of a deployment."""
        return tuple(stage for stage in Stage if stage in self.by_stage)

    def find(self, stage: Stage, test: str) -> Latest | None:
        """Return the latest of a test in a stage, or None."""
        return self.by_stage.get(stage, {}).get(test)


def read_latest(root: Path) -> LatestOutcomes:
    """Read the outcomes of every run below a folder; no folder has no runs."""
    read: list[Totals] = []
    prerequisites: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    for folder in sorted(root.glob(f"*{SUFFIX}")):
        try:
            totals, seen = _read(Bundle(folder))
        except EvidenceError as error:
            problems.append(str(error))
            continue
        read.append(totals)
        prerequisites[text(totals.run, "run_id")] = seen
    by_stage: dict[Stage, dict[str, Latest]] = {}
    for totals in sorted(read, key=lambda each: each.opened):
        stage = Stage.named(text(totals.run, "stage"))
        if stage is not None:
            seen = prerequisites[text(totals.run, "run_id")]
            by_stage.setdefault(stage, {}).update(_outcomes(totals, seen))
    return LatestOutcomes(by_stage, len(read), tuple(problems))


def _read(bundle: Bundle) -> tuple[Totals, dict[str, str]]:
    """Return what a run came to, and the outcomes of its prerequisites."""
    totals, prerequisites = Totals(), dict[str, str]()
    for process in bundle.processes():
        file = bundle.events(process, KINDS | {_PREREQUISITE})
        if file.fault:
            raise EvidenceError(
                f"{bundle.path}: the records of {process} do not hold, {file.fault}."
            )
        for record in file.records:
            totals.add(record)
            if record.kind == _PREREQUISITE:
                data = record.data
                name = f"{text(data, 'plan')}::{text(data, 'ref')}"
                prerequisites[name] = text(data, "outcome")
    return totals, prerequisites


def _outcomes(
    totals: Totals, prerequisites: Mapping[str, str]
) -> Iterator[tuple[str, Latest]]:
    """Yield what ran; what was left out does not hide what ran earlier."""
    run, is_rehearsal = text(totals.run, "run_id"), totals.run.get("rehearsal") is True
    for test, obligation in totals.obligations.items():
        if obligation.get("selected") is not False:
            outcome = totals.outcome(test) or UNKNOWN
            digest = text(obligation, "digest")
            yield test, Latest(outcome, run, totals.opened, is_rehearsal, digest)
    for name, outcome in prerequisites.items():
        yield name, Latest(outcome, run, totals.opened, is_rehearsal)
