"""One step in the making."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from pytest_bars.client.curl import curl_line
from pytest_bars.compile.model import CompiledFlow, CompiledStep
from pytest_bars.errors import BarsError
from pytest_bars.exchange import READ, EffectKind, Exchange, TransportFault
from pytest_bars.jsontypes import JsonObject
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.payloads.arguments import is_optional, value_fault
from pytest_bars.payloads.fill import PayloadError
from pytest_bars.protocol.failures import Failure
from pytest_bars.results import CheckResult, StepResult
from pytest_bars.run.attribution import (
    attribute_answer,
    attribute_checks,
    explain_answer,
    unwanted_failure,
)
from pytest_bars.run.capturing import take_captures
from pytest_bars.run.judging import (
    diagnostics,
    judge_all,
    outcome_of,
    reason_of,
    record_check,
)
from pytest_bars.run.polling import poll
from pytest_bars.run.reconciling import reconcile
from pytest_bars.run.resolving import DataError, resolve_step
from pytest_bars.run.running import Frame, Running
from pytest_bars.steps.base import StepContext, StepKind, StepReport
from pytest_bars.values.errors import ExpressionError
from pytest_bars.values.reference import Reference

_OF_THE_DATA: Final = (ExpressionError, DataError, PayloadError)


@dataclass(slots=True)
class Work:
    """What a step has come to so far; `result` is what came of it.

    began: on the monotonic clock. last: the report that is judged and captured from.
    failure: the known error the exchange ended with, where it was not wanted. action:
    what it asks for, or what that of an inner step does.
    """

    step: CompiledStep
    address: str
    frame: Frame
    running: Running
    began: float
    outcome: Outcome = Outcome.PASS
    reason: str = ""
    attribution: Attribution | None = None
    failure: Failure | None = None
    action: str = ""
    exchanges: list[int] = field(default_factory=list)
    checks: tuple[CheckResult, ...] = ()
    inner: tuple[StepResult, ...] = ()
    last: StepReport = field(default_factory=StepReport)

    def run_kind(self) -> None:
        """Run the kind itself, once or until what it polls for is there."""
        step, running = self.step, self.running
        if running.is_late:
            raise BarsError("The time of the test is up.")
        model = resolve_step(step, self.frame.scope)
        if not isinstance(model, StepKind):
            raise BarsError(f"Steps of kind {step.kind} cannot be run by themselves.")
        if step.poll is None:
            self.last = self._send(model)
        else:
            if (step.effect or READ).kind is not EffectKind.READ:
                raise BarsError(
                    "poll reads again; it repeats no request with an effect."
                )
            self.last, unmet = poll(
                step.poll, lambda: self._send(model), self.frame, running
            )
            for result in unmet:
                record_check(result, "fail", self.address, running)
            self.checks = unmet
        if self.last.outcome is not Outcome.PASS:
            self._set(self.last.outcome, self.last.reason, Attribution.PERSON)

    def open_flow(self, flow: CompiledFlow, arguments: JsonObject) -> Frame:
        """Return the frame a flow runs in: names of its own, its arguments set."""
        for name, value in arguments.items():
            param = flow.params[name]
            fault = value_fault(param.type, value)
            if fault is not None and not (value is None and is_optional(param)):
                raise DataError(f"with.{name}: {fault}.")
        return Frame(
            scope=self.frame.scope.child(arguments, step=self.step.ref),
            prefix=f"{self.address}.",
            conversation=self.step.conversation or self.frame.conversation,
        )

    def close_flow(self, flow: CompiledFlow, child: Frame) -> None:
        """Hand over what the flow returns and has sent, whatever became of it."""
        ref, scope = self.step.ref, child.scope
        returns: JsonObject = {
            name: scope.lookup(Reference(name, name))
            for name in flow.returns
            if scope.is_set(name)
        }
        self.frame.scope.set(ref, returns)
        for inner, report in child.reports.items():
            self.frame.reports[f"{ref}.{inner}"] = report
        if child.reports:
            self.last = self.frame.reports[ref] = next(reversed(child.reports.values()))

    def take_inner(self, inner: Sequence[StepResult], outcome: Outcome) -> None:
        """Take over what became of the flow's steps."""
        self.inner = tuple(inner)
        self.exchanges += [number for each in inner for number in each.exchanges]
        if outcome is not Outcome.PASS:
            decisive = next(each for each in inner if each.outcome is outcome)
            self._set(outcome, located_reason(decisive), decisive.attribution)
            self.action = decisive.action

    def judge_and_capture(self) -> None:
        """Judge the last exchange, then take the captures; failed checks come first."""
        exchange = self.last.exchange
        if exchange is not None and exchange.fault is not None:
            self._lost(exchange, exchange.fault)
        elif exchange is not None and self.outcome is Outcome.PASS:
            self._judge(exchange)
        shortfall = take_captures(
            self.step.captures, self.last, self.address, self.frame, self.running
        )
        if shortfall is not None and self.outcome is Outcome.PASS:
            self._set(shortfall.outcome, shortfall.reason, shortfall.attribution)

    def stop(self, error: Exception) -> None:
        """Make what stopped the step its outcome."""
        if isinstance(error, BarsError):
            is_data = isinstance(error, _OF_THE_DATA)
            whose = Attribution.DATA if is_data else Attribution.HARNESS
            self._set(Outcome.ERROR, str(error), whose)
        else:
            reason = f"{type(error).__name__} inside the harness: {error}"
            self._set(Outcome.ERROR, reason, Attribution.HARNESS)

    def result(self) -> StepResult:
        """Return the result; how to repeat and read it only where it did not pass."""
        exchange = None if self.outcome is Outcome.PASS else self.last.exchange
        return StepResult(
            address=self.address,
            name=self.step.name,
            kind=self.step.kind,
            outcome=self.outcome,
            reason=self.reason,
            checks=self.checks,
            exchanges=tuple(self.exchanges),
            duration=timedelta(seconds=self.running.now() - self.began),
            mark=self.step.mark,
            attribution=self.attribution,
            meaning="" if self.failure is None else self.failure.meaning,
            action=self.action,
            curl="" if exchange is None else curl_line(exchange.request),
            diagnostics=() if exchange is None else diagnostics(exchange),
            steps=self.inner,
        )

    def _send(self, model: StepKind) -> StepReport:
        """Run the kind once, and keep what it has sent."""
        report = model.run(self._context())
        exchange = report.exchange
        if exchange is not None:
            self.exchanges.append(exchange.number)
            self.frame.scope.record_sent(self.step.ref, exchange.request.headers)
            self.frame.reports[self.step.ref] = report
            self.running.ledger.note(report, self.address)
        return report

    def _context(self) -> StepContext:
        step, running, session = self.step, self.running, self.running.session
        return StepContext(
            client=session.client,
            profile=session.profile,
            library=session.library,
            values=running.values,
            test=running.identity,
            address=self.address,
            kind=running.test.kind,
            effect=step.effect or READ,
            correlation_id=running.correlation_id(
                step.conversation or self.frame.conversation
            ),
            parties=running.parties,
            roots=running.roots,
            reports=self.frame.reports,
            sleep=session.sleep,
            remaining=running.remaining(),
            api_version=session.plan.standard.api,
        )

    def _judge(self, exchange: Exchange) -> None:
        judged = judge_all(
            self.step.checks, exchange, self.frame.scope, self.address, self.running
        )
        self.checks = (*self.checks, *judged)
        outcome = outcome_of(self.checks)
        whose = attribute_checks(outcome, self.checks, exchange)
        self._set(outcome, reason_of(self.checks), whose)
        if outcome is not Outcome.PASS:
            self._explain(unwanted_failure(self.checks, exchange))

    def _lost(self, exchange: Exchange, fault: TransportFault) -> None:
        """Make a lost answer an error; reconcile by reading where it was a write."""
        reason = f"no answer ({fault.kind.value}): {fault.message.rstrip('.')}"
        if fault.is_unknown and self.step.flow is None:
            reason += f"; {reconcile(self.last, self.address, self.running)}"
        if self.outcome is Outcome.PASS:
            self._set(Outcome.ERROR, reason, attribute_answer(exchange))
            self._explain(explain_answer(exchange))

    def _explain(self, failure: Failure | None) -> None:
        """Keep what the error means; what it asks for only where it is its owner's."""
        self.failure = failure
        if failure is not None and failure.owner is self.attribution:
            self.action = failure.action

    def _set(
        self, outcome: Outcome, reason: str, attribution: Attribution | None
    ) -> None:
        self.outcome, self.reason, self.attribution = outcome, reason, attribution


def located_reason(result: StepResult) -> str:
    """Return a step's reason with its address; that of a flow names a step already."""
    if result.steps and not result.checks:
        return result.reason
    return f"{result.address}: {result.reason}" if result.reason else result.address
