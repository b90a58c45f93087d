"""The matrix of requirements and tests as a page of one file."""

from datetime import datetime

from pytest_bars.reports.naming import Named
from pytest_bars.reports.pages import render_page
from pytest_bars.reports.trace import Trace
from pytest_bars.reports.trace_text import by_reason, shown_outcome
from pytest_bars.stages import Stage


def trace_html(trace: Trace, now: datetime) -> str:
    """Return the page. now: when it is made, which it says."""

    def outcome(stage: Stage, named: Named) -> str:
        return shown_outcome(trace.latest, stage, named)

    return render_page(
        "trace.html",
        trace=trace,
        stages=trace.latest.stages,
        outcome=outcome,
        by_reason=by_reason,
        made=now.strftime("%d %B %Y, %H:%M UTC"),
    )
