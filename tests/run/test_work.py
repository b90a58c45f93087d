"""One step in the making: kinds of third parties, and what can go wrong inside."""

from dataclasses import replace
from typing import ClassVar

import pytest

from pytest_bars.client.draft import Draft
from pytest_bars.compile.model import CompiledStep, TestBody
from pytest_bars.errors import EvidenceError
from pytest_bars.exchange import NO_EFFECT
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.plan.model import Step
from pytest_bars.results import TestResult
from pytest_bars.steps.base import StepContext, StepKind, StepReport
from tests.run.bench import Bench, Ticking
from tests.run.conftest import OpenBench
from tests.run.plans import CAPABLE, TEST, reading
from tests.run.servers import Answer, Receiver


class VerdictStep(StepKind):
    """A kind that decides for itself."""

    key: ClassVar[str] = "verdict"

    verdict: str

    def run(self, context: StepContext) -> StepReport:
        if self.verdict == "crash":
            raise ZeroDivisionError(context.address)
        if self.verdict == "no evidence":
            raise EvidenceError("the disk is full")
        if self.verdict == "send":
            draft = Draft("POST", "/Own", body=b"x", effect=NO_EFFECT)
            return StepReport(context.client.send(draft))
        return StepReport(outcome=Outcome(self.verdict), reason="as it was told")


class IdleStep(Step):
    """A kind that forgot to say how it runs."""

    key: ClassVar[str] = "idle"

    idle: str


KINDS = (VerdictStep, IdleStep)
PLAN = f"""{TEST}
    steps:
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
      - {{ref: own, name: Of a third party, %s}}
"""


def _run(bench: OpenBench, receiver: Receiver, step: str) -> TestResult:
    receiver.on("GET", "/metadata", CAPABLE)
    return bench(PLAN % step, more=KINDS).run("T-1")


def test_a_kind_may_pass_without_an_exchange(
    receiver: Receiver, bench: OpenBench
) -> None:
    assert _run(bench, receiver, "verdict: pass").outcome is Outcome.PASS


def test_a_kind_may_decide_for_itself(receiver: Receiver, bench: OpenBench) -> None:
    result = _run(bench, receiver, "verdict: pending")
    assert (result.outcome, result.attribution) == (
        *(Outcome.PENDING, Attribution.PERSON),
    )
    assert result.reason == "pending: own: as it was told"


def test_a_kind_that_crashes_is_an_error(receiver: Receiver, bench: OpenBench) -> None:
    result = _run(bench, receiver, "verdict: crash")
    assert (result.outcome, result.attribution) == (
        *(Outcome.ERROR, Attribution.HARNESS),
    )
    assert result.reason == "error: own: ZeroDivisionError inside the harness: own"


def test_a_kind_that_cannot_be_recorded_stops_the_run(
    receiver: Receiver, bench: OpenBench
) -> None:
    with pytest.raises(EvidenceError, match="the disk is full"):
        _run(bench, receiver, "verdict: no evidence")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(Answer(200), Outcome.PASS), (Answer(is_lost=True), Outcome.ERROR)],
    ids=["answered", "lost"],
)
def test_a_kind_may_send_without_saying_what(
    receiver: Receiver, bench: OpenBench, answer: Answer, outcome: Outcome
) -> None:
    receiver.on("POST", "/Own", answer)
    result = _run(bench, receiver, "verdict: send")
    assert result.outcome is outcome
    assert result.steps[1].exchanges == (2,)
    assert ("what became of it is unknown" in result.reason) is answer.is_lost


def test_a_kind_that_cannot_run_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = _run(bench, receiver, "idle: now")
    assert (
        result.reason == "error: own: Steps of kind idle cannot be run by themselves."
    )


def _changed(opened: Bench, **changes: object) -> Bench:
    """Return the bench with the one step of its test changed after compilation."""
    test = opened.session.plan.test("T-1")
    step: CompiledStep = replace(test.steps[0], **changes)  # type: ignore[arg-type] # by name
    other = replace(test, build=lambda: TestBody((step,), ()))
    plan = replace(opened.session.plan, tests=(other,))
    return replace(opened, session=replace(opened.session, plan=plan))


POLLED = f"""{TEST}
    steps:
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        poll:
          until: [{{status: 200}}]
          every: 10ms
          within: 100ms
        expect: [{{status: 200}}]
"""


def test_a_request_with_an_effect_is_not_repeated_even_if_lint_was_passed_by(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = _changed(bench(POLLED), effect=NO_EFFECT).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert "it repeats no request with an effect" in result.reason
    assert receiver.received == []


def test_a_step_after_the_time_is_up_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    text = reading("status: 200", more="    within: 1ms\n")
    result = bench(text, clock=Ticking(step=1)).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason == "error: read: The time of the test is up."
    assert receiver.received == []


def test_a_request_the_guard_refuses_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    opened = bench(reading("status: 200"))
    other = replace(opened.session.profile.target, value="9999999999")
    profile = replace(opened.session.profile, target=other)
    result = replace(opened, session=replace(opened.session, profile=profile)).run(
        "T-1"
    )
    assert (result.outcome, result.attribution) == (
        *(Outcome.ERROR, Attribution.HARNESS),
    )
    assert "the target is neither the profile's nor named by" in result.reason
    assert receiver.received == []
