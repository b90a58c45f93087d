"""The step `resend`."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from pytest_bars.errors import BarsError
from pytest_bars.exchange import NO_EFFECT, Effect, EffectKind
from pytest_bars.steps.base import StepContext, StepReport
from pytest_bars.steps.resend import ResendStep
from tests.run.servers import Receiver
from tests.steps.test_request import step

CREATE = Effect(EffectKind.CREATE, "Appointment")


def resend(of: str, how: str) -> ResendStep:
    node = {"ref": "again", "name": "Again", "resend": {"of": of, "as": how}}
    return ResendStep.model_validate(node)


@pytest.mark.parametrize(
    ("how", "is_same"), [("same-request", True), ("same-bundle", False)]
)
def test_the_same_bytes_are_sent_again(
    how: str, receiver: Receiver, context: StepContext, *, is_same: bool
) -> None:
    post = step(post="/Appointment", body={"text": '{"a" : 1}'})
    first = post.run(replace(context, effect=CREATE))
    handed = replace(
        context, effect=NO_EFFECT, address="again", reports={"first.book": first}
    )
    report = resend("first.book", how).run(handed)
    one, two = receiver.received
    assert one.body == two.body == b'{"a" : 1}'
    assert (one.headers["X-Request-Id"] == two.headers["X-Request-Id"]) is is_same
    assert one.headers["X-Correlation-Id"] == two.headers["X-Correlation-Id"]
    assert report.draft is not None
    assert (report.draft.effect, report.draft.step) == (NO_EFFECT, "again")


@pytest.mark.parametrize(
    "reports", [{}, {"first": StepReport()}], ids=["no step", "sent nothing"]
)
def test_what_was_not_sent_cannot_be_sent_again(
    reports: dict[str, StepReport], context: StepContext
) -> None:
    with pytest.raises(BarsError, match="Step first has sent no request to send again"):
        resend("first", "same-request").run(replace(context, reports=reports))


def test_there_are_two_ways_to_send_again() -> None:
    with pytest.raises(ValidationError):
        resend("first", "same-bytes")
