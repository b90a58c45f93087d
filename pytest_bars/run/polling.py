"""Read again until what was waited for is there, or the time is up."""

from collections.abc import Callable
from datetime import timedelta

from pytest_bars.compile.model import CompiledPoll
from pytest_bars.environments.conformance import Conformance
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.results import CheckResult
from pytest_bars.run.judging import judge_one
from pytest_bars.run.resolving import resolve_poll
from pytest_bars.run.running import Frame, Running
from pytest_bars.steps.base import StepReport


def poll(
    compiled: CompiledPoll,
    send: Callable[[], StepReport],
    frame: Frame,
    running: Running,
) -> tuple[StepReport, tuple[CheckResult, ...]]:
    """Return the last report, and the conditions that did not hold in time.

    A request that gets no answer counts as one more try. The time of the test bounds
    the time of the poll.
    """
    every, within = resolve_poll(compiled, frame.scope)
    pause = max(every, timedelta(milliseconds=1)).total_seconds()
    end = running.now() + within.total_seconds()
    if running.deadline is not None:
        end = min(end, running.deadline)
    while True:
        report = send()
        unmet = _unmet(compiled, report, frame, running.conformance)
        if unmet == ():
            return report, ()
        if running.now() + pause > end:
            return report, unmet or ()
        running.session.sleep(pause)


def _unmet(
    compiled: CompiledPoll,
    report: StepReport,
    frame: Frame,
    conformance: Conformance,
) -> tuple[CheckResult, ...] | None:
    """Return the conditions that do not hold; None without an answer."""
    exchange = report.exchange
    if exchange is None or exchange.response is None:
        return None
    results = (
        judge_one(check, exchange, frame.scope, conformance) for check in compiled.until
    )
    return tuple(each for each in results if each.outcome is not CheckOutcome.PASS)
