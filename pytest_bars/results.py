"""What judging yields: of a check, of a step, of a test."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.source import SourceMark


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one expected result.

    expected, actual: short phrases a tester understands. details: further lines,
    such as each fault `conforms` found with its FHIRPath location.
    """

    outcome: CheckOutcome
    expected: str
    actual: str
    kind: str = ""
    because: str = ""
    details: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    on_fail: str | None = None
    mark: SourceMark | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step.

    address: dotted from the test, such as `cancel.read`. exchanges: the numbers of
    its exchanges in evidence. curl: a redacted command that repeats the last
    request. steps: those of the flow, when the step is one. meaning, action: of the
    known error it ended with, and what that asks for; empty where there is none.
    """

    address: str
    name: str
    kind: str
    outcome: Outcome
    reason: str = ""
    checks: tuple[CheckResult, ...] = ()
    exchanges: tuple[int, ...] = ()
    duration: timedelta = timedelta(0)
    mark: SourceMark | None = None
    attribution: Attribution | None = None
    curl: str = ""
    diagnostics: tuple[str, ...] = ()
    steps: tuple["StepResult", ...] = ()
    meaning: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class TestResult:
    """What became of one test, or of one of its cases.

    reason: one sentence, first word the outcome where it is no pass or fail.
    next_action: what to do, and whom to call at this stage. left_behind: what was
    created and not undone, as `Type/id`.
    """

    __test__ = False

    plan: str
    ref: str
    case: str | None
    name: str
    outcome: Outcome
    reason: str = ""
    steps: tuple[StepResult, ...] = ()
    cleanup: tuple[StepResult, ...] = ()
    prerequisites: tuple[StepResult, ...] = ()
    attribution: Attribution | None = None
    next_action: str = ""
    duration: timedelta = timedelta(0)
    mark: SourceMark | None = None
    warnings: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = field(default=())

    @property
    def identity(self) -> str:
        """Return `REF` or `REF[case]`, as pytest shows it."""
        return self.ref if self.case is None else f"{self.ref}[{self.case}]"


_WEIGHT = (
    Outcome.PASS,
    Outcome.SKIP,
    Outcome.NOT_RUN,
    Outcome.PENDING,
    Outcome.BLOCKED,
    Outcome.FAIL,
    Outcome.ERROR,
)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome that decides for the whole; `pass` where there is none."""
    return max(outcomes, key=_WEIGHT.index, default=Outcome.PASS)
