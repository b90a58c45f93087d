"""The step `manual`."""

from pytest_bars.outcomes import Outcome
from pytest_bars.steps import default_steps
from pytest_bars.steps.base import StepContext
from pytest_bars.steps.manual import ManualStep


def test_nobody_is_asked_so_it_is_pending(context: StepContext) -> None:
    body = {"by": "ed_user", "instruct": "Look.", "expect": "It is there."}
    node = {"ref": "seen", "name": "It is there", "manual": body}
    report = ManualStep.model_validate(node).run(context)
    assert (report.outcome, report.reason) == (
        *(Outcome.PENDING, "ed_user has not answered yet"),
    )


def test_the_default_kinds_are_those_of_the_language() -> None:
    assert [kind.key for kind in default_steps()] == [
        *("request", "resend", "manual", "wait"),
    ]
