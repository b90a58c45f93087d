"""One test of a Test Plan, or one case of it, as pytest runs it."""

import os
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest

from pytest_bars.compile.model import CompiledCase, CompiledPlan, CompiledTest
from pytest_bars.errors import EvidenceError
from pytest_bars.outcomes import Outcome
from pytest_bars.plugin.labels import keywords
from pytest_bars.plugin.lifecycle import OUTCOME_PROPERTY, Lifecycle
from pytest_bars.printable import on_one_line
from pytest_bars.reports.failure import render_failure
from pytest_bars.results import TestResult
from pytest_bars.run.pending import waits_for
from pytest_bars.runtime.live import Runtime
from pytest_bars.stages import Stage


class TestFailed(AssertionError):  # noqa: N818 - an outcome
    """The system under test is wrong. The text is redacted."""

    __test__ = False


class TestErrored(Exception):  # noqa: N818 - an outcome
    """We could not judge. The text is redacted."""

    __test__ = False


class TestBlocked(TestErrored):
    """A prerequisite or needed data is missing. The text is redacted."""


_EXCEPTIONS: dict[Outcome, type[Exception]] = {
    Outcome.FAIL: TestFailed,
    Outcome.BLOCKED: TestBlocked,
}


class FailureText:
    """A failure as pytest prints it, with the line its summary shows.

    pytest, JUnit and xdist ask a representation for these attributes only.
    """

    def __init__(self, text: str, message: str, path: str, line: int) -> None:
        self.text = text
        self.reprcrash = _Crash(message, path, line)

    def __str__(self) -> str:
        return self.text

    def toterminal(self, tw: Any) -> None:
        """Write the text; the first line in red."""
        first, _, rest = self.text.partition("\n")
        tw.line(first, red=True, bold=True)
        tw.line(rest)


class _Crash:
    """Where a failure is, and its one line."""

    def __init__(self, message: str, path: str, lineno: int) -> None:
        self.message, self.path, self.lineno = message, path, lineno


class BarsItem(pytest.Function):
    """One test of a Test Plan, or one case of it."""

    def __init__(
        self,
        *,
        plan: CompiledPlan,
        test: CompiledTest,
        case: CompiledCase,
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.plan = plan
        self.test = test
        self.case = case
        self.result: TestResult | None = None
        self.extra_keyword_matches.update(keywords(plan, test))
        self.extra_keyword_matches.update(case.requirements)
        self._leave_out()

    def execute(self, runtime: Runtime) -> None:
        """Run the test; raise for whatever is no pass."""
        __tracebackhide__ = True
        allure = Lifecycle.of(self.config).allure
        if allure is not None:
            allure.start()
        result = self.result = self._run(runtime)
        self._note(result.outcome, result.reason)
        if allure is not None:
            allure.tell(f"{self.name} {self.test.name}")
        self.ihook.pytest_bars_test_finished(item=self, result=result)
        if result.outcome is not Outcome.PASS:
            kind = _EXCEPTIONS.get(result.outcome, TestErrored)
            raise kind(runtime.redact(render_failure(result)))

    def _run(self, runtime: Runtime) -> TestResult:
        """Run the test; without evidence nothing more is sent, so the run ends."""
        try:
            return runtime.run(self.plan, self.test, self.case)
        except EvidenceError as error:
            reason = runtime.redact(f"the run stops, its evidence is lost: {error}")
            pytest.exit(reason, returncode=pytest.ExitCode.INTERRUPTED)

    def complete(
        self,
        report: pytest.TestReport,
        excinfo: pytest.ExceptionInfo[BaseException] | None,
    ) -> None:
        """Write down what only pytest knows, and redact what it captured."""
        lifecycle = Lifecycle.of(self.config)
        if report.failed and excinfo is not None:
            report.longrepr = self.repr_failure(excinfo)
        report.sections = [
            (title, lifecycle.redact(text)) for title, text in report.sections
        ]
        if report.when == "call" and report.failed and self.result is None:
            self._note(Outcome.ERROR, report.longreprtext.partition("\n")[0])
        if report.when == "setup" and not report.passed:
            self._settle(*_unstarted(report))
        if report.when == "teardown" and report.failed:
            self._settle(Outcome.ERROR, report.longreprtext.partition("\n")[0])
            report.user_properties = list(self.user_properties)

    def _settle(self, outcome: Outcome, reason: str) -> None:
        """Write down an outcome that pytest gives: before the test, or after it."""
        self._note(outcome, reason)
        runtime = Lifecycle.of(self.config).runtime
        if runtime is not None and not self._left_out_reason:
            runtime.settle(self.plan, self.test, self.case, outcome, reason)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return where the test stands in its plan, and its reference and name."""
        title = on_one_line(f"{self.name} {self.test.name}")
        return self.path, self._line - 1, title

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ARG002 - pytest's signature
    ) -> Any:
        """Return what a tester reads; with --full-trace, what a developer reads."""
        text = told = self._failure(excinfo)
        if self.config.getoption("fulltrace", False):
            text = Lifecycle.of(self.config).redact(str(super().repr_failure(excinfo)))
        message = told.partition("\n")[0]
        return FailureText(text, message, str(self.path), self._line)

    def _failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        if isinstance(excinfo.value, TestFailed | TestErrored):
            return str(excinfo.value)
        crash = excinfo.traceback[-1]
        text = (
            f"error: {self.name} {self.test.name}: {excinfo.exconly()}\n"
            f"raised at {crash.path}:{crash.lineno + 1}, outside of the Test Plan; "
            "--full-trace shows how it came to that."
        )
        return Lifecycle.of(self.config).redact(text)

    @property
    def _stage(self) -> Stage:
        return Lifecycle.of(self.config).workbench.profile.stage

    @property
    def _line(self) -> int:
        return self.case.mark.line if self.case.id else self.test.mark.line

    def _leave_out(self) -> None:
        """Mark a test that stage, claims or a missing person keep from running."""
        bench = Lifecycle.of(self.config).workbench
        self._left_out_reason = bench.left_out_reason(self.plan, self.test)
        if self._left_out_reason is not None:
            self.add_marker(pytest.mark.skip(reason=self._left_out_reason))
            return
        waiting = waits_for(self.test, bench.profile.stage)
        if waiting is not None:
            self.add_marker(pytest.mark.skip(reason=f"pending: {waiting}"))

    def _note(self, outcome: Outcome, reason: str) -> None:
        """Attach what JUnit and the summary tell of the test."""
        lifecycle = Lifecycle.of(self.config)
        properties: dict[str, str] = {
            "bars.plan": self.plan.id,
            "bars.ref": self.test.ref,
            "bars.case": self.case.id or "",
            "bars.kind": self.test.kind,
            "bars.workflow": " ".join(self.test.workflows),
            "bars.requirement": " ".join(
                (*self.test.requirements, *self.case.requirements)
            ),
            "bars.stage": self._stage.value,
            "bars.run": lifecycle.run_id,
            "bars.digest": self.test.digest,
            OUTCOME_PROPERTY: "" if self._left_out_reason else outcome.value,
            "bars.reason": lifecycle.redact(reason),
        }
        self.user_properties[:] = [
            pair for pair in self.user_properties if pair[0] not in properties
        ]
        self.user_properties += [(k, v) for k, v in properties.items() if v]


def _unstarted(report: pytest.TestReport) -> tuple[Outcome, str]:
    """Return the outcome of a test that pytest did not start, and why."""
    if not report.skipped:
        return Outcome.ERROR, report.longreprtext.partition("\n")[0]
    reason = str(cast("tuple[str, int, str]", report.longrepr)[2])
    reason = reason.removeprefix("Skipped: ")
    pending = reason.startswith("pending:")
    return (Outcome.PENDING if pending else Outcome.SKIP), reason


def bars_items(items: Iterable[pytest.Item]) -> Iterator[BarsItem]:
    """Yield the tests of Test Plans among all tests."""
    return (item for item in items if isinstance(item, BarsItem))
