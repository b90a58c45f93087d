"""Open and close what a run needs, once, and in each worker of xdist.

There is one `Lifecycle` a session. It stays light until a Test Plan is met, since most
pytest runs have none.
"""
# ruff: noqa: PLC0415 - imports wait until there is a Test Plan

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_bars.documents.garbage import collector_paused, spare_what_is_there
from pytest_bars.errors import BarsError
from pytest_bars.masking import mask_text
from pytest_bars.outcomes import Outcome
from pytest_bars.plugin import terminal
from pytest_bars.plugin.options import read_settings
from pytest_bars.plugin.search import has_plans, is_plan
from pytest_bars.plugin.termination import heed_termination
from pytest_bars.printable import printable

if TYPE_CHECKING:
    from pytest_bars.compile.model import CompiledPlan
    from pytest_bars.plugin.allure import AllureBridge
    from pytest_bars.runtime.live import Runtime
    from pytest_bars.runtime.obligations import Obligation
    from pytest_bars.runtime.workbench import Workbench

OUTCOME_PROPERTY = "bars.outcome"
_INVITATION = "bars"
_ONLY_SHOWING = (
    "collectonly",
    "setupplan",
    "showfixtures",
    "show_fixtures_per_test",
    "bars_preview",
)
# xdist tells of a test whose worker died with a report of no phase.
_PHASES = ("setup", "call", "teardown")
_DESELECTED = "deselected on the command line (-k, -m, --lf, a node id or the like)"


class Lifecycle:
    """What one pytest session holds for Test Plans; a pytest plugin itself.

    plans: those collected, by path. outcomes: how many tests ended how, leaving out
    those their stage does not run. folder: the run's evidence. allure: the bridge to
    Allure, where its results are written.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.plans: dict[Path, CompiledPlan] = {}
        self.outcomes: Counter[str] = Counter()
        self.runtime: Runtime | None = None
        self.folder: Path | None = None
        self.allure: AllureBridge | None = None
        self._heed_no_more: Callable[[], object] = bool
        self._errors: dict[str, str] = {}
        self._crashes: dict[str, str] = {}
        self._workbench: Workbench | None = None

    @classmethod
    def of(cls, config: pytest.Config) -> "Lifecycle":
        """Return the session's own."""
        found = config.stash.get(_KEY, None)
        if found is None:
            found = config.stash[_KEY] = cls(config)
        return found

    @property
    def is_known(self) -> bool:
        """Say whether this session has met a Test Plan."""
        return self._workbench is not None

    @property
    def workbench(self) -> "Workbench":
        """Return what reading plans needs, opened on first use.

        Raises pytest.UsageError when the project's settings do not hold.
        """
        if self._workbench is None:
            with collector_paused(), _as_usage_error():
                from pytest_bars.runtime.workbench import open_workbench

                self._workbench = open_workbench(read_settings(self.config))
        return self._workbench

    @property
    def run_id(self) -> str:
        """Return the name of the run, or nothing while there is none."""
        return "" if self.runtime is None else self.runtime.run_id

    def redact(self, text: str) -> str:
        """Return text as it may be shown, by the run's redactor when there is one."""
        hide = mask_text if self.runtime is None else self.runtime.redact
        return printable(hide(text))

    def ensure_runtime(self) -> "Runtime":
        """Return the open run, opened now for Python tests that ask for it."""
        return self._open(is_shared=False) if self.runtime is None else self.runtime

    def say(self, text: str) -> None:
        """Print text, redacted, where pytest prints."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(self.redact(text))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Read the project's settings where there are plans; open a run to share."""
        if not has_plans(self.config):
            return
        workbench = self.workbench
        if self._is_controller:
            if self.config.getoption("--bars-preview"):
                raise pytest.UsageError("--bars-preview runs nothing: leave out -n.")
            self._open(is_shared=True)
        elif not self._sends_nothing:
            with _as_usage_error():
                workbench.refuse_unrunnable()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist which run it belongs to."""
        if self.runtime is not None:
            node.workerinput[_INVITATION] = self.runtime.place.as_json()

    def pytest_report_header(self) -> list[str]:
        """Say which profile and stage the run is for."""
        return terminal.header(self)

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """Pause the garbage collector: little of what plans become is garbage."""
        if not self.is_known:
            return (yield)
        with collector_paused():
            return (yield)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember plans that could not be read, for the evidence."""
        if report.failed and is_plan(report.nodeid):
            self._errors[report.nodeid] = report.longreprtext

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Open the run, and commit to what it will show before the first request."""
        self._check_variables()
        if self._sends_nothing or self._is_controller:
            return
        if self.plans or self._errors:
            runtime = self._open(is_shared=False)
            with _as_usage_error():
                runtime.commit(
                    list(self.plans.values()), self._obligations(session), self._errors
                )
            self._spare(session)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Show the preview instead of running, where asked to.

        A plan that could not be read ends it, as it ends a run: a digest over the
        others would be one of a run nobody asked for.
        """
        if not self.config.getoption("--bars-preview"):
            return None
        if session.testsfailed:
            raise session.Interrupted("no preview: not everything could be read")
        from pytest_bars.plugin.preview import show_preview

        return show_preview(self, session)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count outcomes, those of workers too, and of tests a worker died in."""
        if report.when not in _PHASES and is_plan(report.nodeid.partition("::")[0]):
            self.outcomes[Outcome.ERROR.value] += 1
            self._crashes[report.nodeid] = self.redact(report.longreprtext)
        if report.when == "teardown":
            outcome = dict(report.user_properties).get(OUTCOME_PROPERTY)
            if outcome is not None:
                self.outcomes[str(outcome)] += 1

    def pytest_keyboard_interrupt(
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> None:
        """Leave a trace of the interruption in the evidence."""
        if self.runtime is not None:
            self.runtime.interrupted(excinfo.typename)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(
        self, session: pytest.Session
    ) -> Generator[None, object, object]:
        """Close the run when all others have finished, even where one of them fails."""
        try:
            return (yield)
        finally:
            self._close(session)

    def _close(self, session: pytest.Session) -> None:
        """Settle the exit code, close the run and seal its evidence."""
        if self.runtime is None:
            return
        status = self._settled(int(session.exitstatus))
        session.exitstatus = status
        runtime, self.runtime = self.runtime, None
        self._heed_no_more()
        self.folder = runtime.folder
        if self.allure is not None:
            self.allure.close(
                self._errors, self._crashes, is_worker=self._worker is not None
            )
        with _as_usage_error():
            runtime.close(status, self.outcomes)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """Say what the run showed and where its evidence is."""
        terminal.summarise(self, terminalreporter)

    def pytest_unconfigure(self) -> None:
        """Stop the simulator when the session ended without finishing."""
        if self.runtime is not None and self.runtime.owned is not None:
            self.runtime.owned.stop()

    def _spare(self, session: pytest.Session) -> None:
        """Have no collection walk the plans; Python tests beside them keep theirs."""
        from pytest_bars.plugin.item import bars_items

        if sum(1 for _ in bars_items(session.items)) == len(session.items):
            spare_what_is_there()

    @property
    def _sends_nothing(self) -> bool:
        return any(map(self.config.getoption, _ONLY_SHOWING))

    @property
    def _worker(self) -> Mapping[str, Any] | None:
        """What xdist's controller told this worker, or None in the main process."""
        return getattr(self.config, "workerinput", None)

    @property
    def _is_controller(self) -> bool:
        """Whether the tests run in workers of xdist."""
        if self._worker is not None or self.config.option.collectonly:
            return False
        return bool(self.config.getoption("dist", "no") != "no")

    def _open(self, *, is_shared: bool) -> "Runtime":
        from pytest_bars.runtime import live

        with _as_usage_error():
            worker = self._worker or {}
            if _INVITATION in worker:
                place = live.RunPlace(**worker[_INVITATION])
                name = str(worker["workerid"])
                runtime = live.join_runtime(self.workbench, place, name)
            else:
                runtime = live.open_runtime(self.workbench, is_shared=is_shared)
        self.runtime = runtime
        self._heed_no_more = heed_termination()
        self.allure = self._open_bridge(runtime)
        self.config.hook.pytest_bars_run_opened(runtime=runtime)
        return runtime

    def _open_bridge(self, runtime: "Runtime") -> "AllureBridge | None":
        if not self.config.pluginmanager.has_plugin("allure_listener"):
            return None
        from pytest_bars.plugin.allure import open_bridge

        return open_bridge(self.config, runtime)

    def _settled(self, status: int) -> int:
        from pytest_bars.runtime.verdict import settle_exit_status

        return settle_exit_status(
            status,
            self.workbench.profile.stage,
            self.outcomes,
            allow_pending=self.workbench.settings.allow_pending,
        )

    def _check_variables(self) -> None:
        if not self.plans:
            return
        declared = {name for plan in self.plans.values() for name in plan.vars}
        for name, text in self.workbench.settings.variables.items():
            if name not in declared:
                raise pytest.UsageError(
                    f"--bars-set: no plan declares the variable {name!r}. "
                    f"Declared in vars: {', '.join(sorted(declared)) or 'none'}."
                )
            self._check_variable(name, text)

    def _check_variable(self, name: str, text: str) -> None:
        from pytest_bars.run.names import refuse_override

        profile = self.workbench.profile
        for plan in self.plans.values():
            if name in plan.vars:
                with _as_usage_error():
                    refuse_override(name, plan.vars[name], text, profile)

    def _obligations(self, session: pytest.Session) -> "Iterator[Obligation]":
        from pytest_bars.plugin.item import bars_items
        from pytest_bars.runtime.obligations import Obligation, all_cases

        chosen = {(id(each.test), each.case.id) for each in bars_items(session.items)}
        for plan, test, case in all_cases(self.plans.values()):
            reason = self.workbench.left_out_reason(plan, test)
            if reason is not None:
                yield Obligation(plan, test, case, reason, is_stage_reason=True)
            else:
                is_chosen = (id(test), case.id) in chosen
                yield Obligation(plan, test, case, "" if is_chosen else _DESELECTED)


@contextmanager
def _as_usage_error() -> Iterator[None]:
    """Turn our errors into pytest's usage errors: exit code 4, no traceback."""
    try:
        yield
    except BarsError as error:
        raise pytest.UsageError(printable(mask_text(str(error)))) from None


_KEY = pytest.StashKey[Lifecycle]()
