"""What the evidence of a run says, as frozen data: RunSummary and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class CheckView:
    """One expected result and what came of it."""

    kind: str
    outcome: str
    expected: str
    actual: str
    because: str = ""
    severity: str = "fail"
    requirements: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """One request with its response, or with what is known of its loss.

    sent, received, lost: the data of the records, redacted; received and lost are
    None where there is no such record. A write with neither may have happened.
    """

    number: int
    process: str
    test: str
    step: str
    sent: JsonObject
    received: JsonObject | None = None
    lost: JsonObject | None = None

    @property
    def is_answered(self) -> bool:
        """Say whether a response was read to its end."""
        return self.received is not None


@dataclass(frozen=True, slots=True)
class CaptureView:
    """A value taken from an exchange."""

    step: str
    name: str
    type: str
    value: Json


@dataclass(frozen=True, slots=True)
class StepView:
    """One step; flows' inner steps follow it with dotted addresses."""

    address: str
    name: str
    kind: str
    outcome: Outcome | None
    reason: str = ""
    duration_ms: int = 0
    attribution: str | None = None
    meaning: str = ""
    curl: str = ""
    checks: tuple[CheckView, ...] = ()
    exchanges: tuple[ExchangeView, ...] = ()
    captures: tuple[CaptureView, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One go at a test: a rerun is another attempt, never a replacement.

    outcome: None when the process ended before the test did.
    """

    number: int
    process: str
    started: str
    finished: str | None
    outcome: Outcome | None
    reason: str = ""
    attribution: str | None = None
    next_action: str = ""
    duration_ms: int = 0
    left_behind: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    steps: tuple[StepView, ...] = ()


@dataclass(frozen=True, slots=True)
class TestView:
    """One obligation, and what came of it.

    id: `PLAN::REF[case]`. outcome: of the last attempt; for a test that was selected
    and has none: None (nobody knows). Left out tests are `not_run` (deselected) with
    the reason; is_stage_reason says that the stage itself leaves them out.
    """

    __test__ = False

    id: str
    plan: str
    ref: str
    case: str | None
    name: str
    kind: str = ""
    workflows: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    digest: str = ""
    selected: bool = True
    is_stage_reason: bool = False
    outcome: Outcome | None = None
    reason: str = ""
    attempts: tuple[AttemptView, ...] = ()

    @property
    def last(self) -> AttemptView | None:
        """Return the last attempt, or None."""
        return self.attempts[-1] if self.attempts else None


@dataclass(frozen=True, slots=True)
class PrerequisiteView:
    """One judgement of a prerequisite; test is empty when it holds for the run."""

    plan: str
    ref: str
    name: str
    outcome: str
    reason: str = ""
    test: str = ""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Something created at the Receiver; closed_by is None while it is left there."""

    entry: str
    test: str
    type: str
    id: str
    target: Json
    patient: str | None
    undo: str | None
    closed_by: str | None = None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan file of the run and the files it uses: path -> digest."""

    plan: str
    version: str
    title: str
    path: str
    digest: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollectError:
    """A plan that could not be read; its tests are nowhere else."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Everything reports and gate need to know of a run.

    exchanges: all of them, also those of no test. run: the data of `run.opened`.
    counts: tests by outcome, with `unknown` for those selected and never ended, and
    `selected`, `obligations`. state: `sealed` when a manifest is there, else `open`.
    problems: why the evidence is not complete, in plain words; empty when it is.
    """

    run_id: str
    run_no: int
    run: JsonObject
    processes: tuple[str, ...]
    opened: str
    closed: str | None
    exit_status: int | None
    state: str
    plans: tuple[PlanView, ...]
    tests: tuple[TestView, ...]
    exchanges: tuple[ExchangeView, ...]
    prerequisites: tuple[PrerequisiteView, ...]
    ledger: tuple[LedgerView, ...]
    collect_errors: tuple[CollectError, ...]
    claims: tuple[JsonObject, ...]
    clock_jumps: int
    counts: Mapping[str, int]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def left_behind(self) -> tuple[LedgerView, ...]:
        """Return the ledger entries that nothing closed."""
        return tuple(entry for entry in self.ledger if entry.closed_by is None)

    @property
    def is_complete(self) -> bool:
        """Say whether the run was closed and every selected test has an outcome."""
        return not self.problems
