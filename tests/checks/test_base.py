"""What holds for every kind of check."""

from typing import ClassVar

import pytest

from pytest_bars.checks import default_checks
from pytest_bars.checks.base import CheckContext, CheckKind, judge, not_judged
from pytest_bars.checks.body import BodyCheck
from pytest_bars.checks.conformance import ConformsCheck
from pytest_bars.checks.fhirpath import FhirPathCheck
from pytest_bars.checks.operation_outcome import OutcomeCheck
from pytest_bars.checks.resource import ResourceCheck
from pytest_bars.checks.status import StatusCheck
from pytest_bars.errors import ProtocolError
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.plan.model import Check
from pytest_bars.results import CheckResult
from pytest_bars.source import SourceMark
from tests.checks.exchanges import exchange, judged, lost

MARK = SourceMark("plan.bars.yaml", 3, 5)


class RaisingCheck(CheckKind):
    """A kind that cannot do its work."""

    key: ClassVar[str] = "raising"

    raising: str

    def phrase(self) -> str:
        return "something"

    def evaluate(self, context: CheckContext) -> CheckResult:
        if self.raising == "ours":
            raise ProtocolError("not by the standard")
        raise ZeroDivisionError(context.response.status)


class SilentCheck(Check):
    """A kind that forgot to say how it judges."""

    key: ClassVar[str] = "silent"


def test_the_default_kinds_are_those_of_the_language() -> None:
    assert [kind.key for kind in default_checks()] == [
        *("status", "header", "fhirpath", "conforms"),
        *("outcome", "resource", "body", "duration"),
    ]


def test_the_result_carries_the_envelope_of_the_check() -> None:
    check = StatusCheck(
        status=200, because="It is there", requirements=("r-1",), on_fail="blocked"
    )
    result = judge(check, exchange(status=404), MARK)
    assert (result.kind, result.because, result.requirements, result.on_fail) == (
        *("status", "It is there", ("r-1",), "blocked"),
    )
    assert result.mark == MARK


def test_a_fail_of_severity_warn_is_a_warning() -> None:
    result = judged(
        StatusCheck, {"status": 200, "severity": "warn"}, exchange(status=1)
    )
    assert result.outcome is CheckOutcome.WARN


def test_a_pass_of_severity_warn_is_a_pass() -> None:
    result = judged(StatusCheck, {"status": 200, "severity": "warn"}, exchange())
    assert result.outcome is CheckOutcome.PASS


@pytest.mark.parametrize(
    ("raising", "actual"),
    [
        pytest.param("ours", "not by the standard", id="our own error"),
        pytest.param("x", "ZeroDivisionError inside the harness: 200", id="any other"),
    ],
)
def test_a_kind_that_raises_is_an_error(raising: str, actual: str) -> None:
    result = judge(RaisingCheck(raising=raising), exchange())
    assert (result.outcome, result.actual) == (CheckOutcome.ERROR, actual)


def test_without_a_response_nothing_can_be_judged() -> None:
    result = judged(StatusCheck, {"status": 200}, lost())
    assert result.outcome is CheckOutcome.ERROR
    assert result.actual == "there is no response to judge"


def test_a_kind_that_cannot_judge_is_an_error() -> None:
    result = judge(SilentCheck(), exchange())
    assert result.actual == "SilentCheck cannot judge an exchange"
    assert result.outcome is CheckOutcome.ERROR


def test_a_check_that_was_not_made_ready_is_an_error_with_its_envelope() -> None:
    result = not_judged(StatusCheck(status=200, because="B"), "no ${x}", MARK)
    assert result.outcome is CheckOutcome.ERROR
    assert (result.kind, result.actual, result.because) == ("status", "no ${x}", "B")


@pytest.mark.parametrize(
    ("kind", "node"),
    [
        pytest.param(FhirPathCheck, {"fhirpath": "id.exists()"}, id="fhirpath"),
        pytest.param(ConformsCheck, {"conforms": "Bundle"}, id="conforms"),
        pytest.param(OutcomeCheck, {"outcome": {"code": "REC_CONFLICT"}}, id="outcome"),
        pytest.param(ResourceCheck, {"resource": "Bundle"}, id="resource"),
        pytest.param(BodyCheck, {"body": {"json": {"a": 1}}}, id="body"),
    ],
)
def test_a_response_that_is_not_json_fails(
    kind: type[Check], node: dict[str, object]
) -> None:
    on = exchange(b"<html>", status=502, headers={"Content-Type": "text/html"})
    result = judged(kind, node, on)
    assert result.outcome is CheckOutcome.FAIL
    assert result.actual.startswith("status 502, text/html: The response body is not")


def test_an_empty_body_is_named_as_such() -> None:
    result = judged(ResourceCheck, {"resource": "Bundle"}, exchange(b"", status=204))
    assert result.actual == "status 204 with an empty body"
