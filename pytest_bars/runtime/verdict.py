"""The exit code of a run: no green by default."""

from collections.abc import Mapping
from typing import Final

from pytest_bars.outcomes import Outcome
from pytest_bars.stages import Stage

OK: Final = 0
TESTS_FAILED: Final = 1
NO_TESTS: Final = 5
_UNSETTLED: Final = (Outcome.PENDING, Outcome.SKIP, Outcome.NOT_RUN, Outcome.BLOCKED)


def settle_exit_status(
    status: int,
    stage: Stage,
    outcomes: Mapping[str, int],
    *,
    allow_pending: bool,
) -> int:
    """Return the exit status of a run that pytest would end with status.

    outcomes: number of selected tests by outcome; tests their stage leaves out are
    not among them. Where evidence counts, a run that is 0 becomes 1 when a selected
    test is pending or was left out, and 5 when nothing ran.
    """
    if status != OK or not stage.is_strict:
        return status
    ran = sum(outcomes.values()) - sum(outcomes.get(each, 0) for each in _UNSETTLED)
    pending = outcomes.get(Outcome.PENDING, 0)
    if any(outcomes.get(each, 0) for each in _UNSETTLED if each != Outcome.PENDING):
        return TESTS_FAILED
    if pending:
        return OK if allow_pending else TESTS_FAILED
    return OK if ran else NO_TESTS
