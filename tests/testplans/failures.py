"""The plans of the published failures, and which wrong answers a test must notice."""

from collections.abc import Iterator, Mapping
from typing import Final

from pytest_bars.checks.operation_outcome import OutcomeCheck
from pytest_bars.checks.status import StatusCheck
from pytest_bars.compile.model import CompiledCheck, CompiledStep, CompiledTest
from tests.testplans.rig import Case, shipped_cases, shipped_plans

PREFIX: Final = "FAILURES-"
# What changes one thing of every error; none of the three is published anywhere.
STATUS: Final = "error-status=418"
CODE: Final = "error-code=REC_OTHER"
ISSUE: Final = "error-issue=other"
_FIRST_ERROR: Final = 400


def failure_tests() -> tuple[CompiledTest, ...]:
    """Return every test of the failure plans."""
    plans = (plan for plan in shipped_plans() if plan.id.startswith(PREFIX))
    return tuple(test for plan in plans for test in plan.tests)


def failure_cases() -> Mapping[str, Case]:
    """Return every test of the failure plans, or case of it, by its name."""
    return {name: case for name, case in shipped_cases() if name.startswith(PREFIX)}


def concerned_by(fault: str) -> frozenset[str]:
    """Return the names of the tests that must fail by one of the three."""
    return frozenset(
        name
        for name, (_, test, _) in failure_cases().items()
        if fault in _noticed(test)
    )


def noticing_none() -> frozenset[str]:
    """Return the names of the tests that look at no error."""
    cases = failure_cases()
    return frozenset(name for name, (_, test, _) in cases.items() if not _noticed(test))


def _noticed(test: CompiledTest) -> frozenset[str]:
    return frozenset(
        fault
        for step in test.steps
        for check in step.checks
        for fault in _noticed_by(check, step)
    )


def _noticed_by(check: CompiledCheck, step: CompiledStep) -> Iterator[str]:
    """Yield what a check notices; the checks of a flow's steps are not asked."""
    match check.model:
        case StatusCheck(status=status):
            allowed = status if isinstance(status, tuple) else (status,)
            if step.kind != "flow" and all(one >= _FIRST_ERROR for one in allowed):
                yield STATUS
        case OutcomeCheck(outcome=outcome):
            assert outcome.code is not None
            yield CODE
            if outcome.issue is not None:
                yield ISSUE
