"""Outcomes roll up to the one that decides, and errors carry every fault."""

import pytest

from pytest_bars.errors import BarsError, PlanError
from pytest_bars.outcomes import Outcome
from pytest_bars.results import TestResult, worst
from pytest_bars.source import Fault, SourceMark


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([], Outcome.PASS, id="nothing to judge"),
        pytest.param([Outcome.PASS, Outcome.FAIL], Outcome.FAIL, id="a fail decides"),
        pytest.param(
            [Outcome.FAIL, Outcome.ERROR], Outcome.ERROR, id="an error decides"
        ),
        pytest.param([Outcome.PASS, Outcome.NOT_RUN], Outcome.NOT_RUN, id="not run"),
        pytest.param([Outcome.BLOCKED, Outcome.PENDING], Outcome.BLOCKED, id="blocked"),
    ],
)
def test_the_worst_outcome_decides(outcomes: list[Outcome], expected: Outcome) -> None:
    assert worst(outcomes) is expected


def test_a_result_is_named_as_pytest_names_it() -> None:
    plain = TestResult("P", "BK-01", None, "Book", Outcome.PASS)
    case = TestResult("P", "BK-02", "same", "Again", Outcome.PASS)
    assert (plain.identity, case.identity) == ("BK-01", "BK-02[same]")


def test_faults_are_printed_in_the_order_of_their_places() -> None:
    later = Fault(SourceMark("p", 9, 1), "second")
    earlier = Fault(SourceMark("p", 2, 1), "first")
    error = PlanError([later, earlier])
    assert str(error) == "p:2:1: first\n\np:9:1: second"
    assert isinstance(error, BarsError)
