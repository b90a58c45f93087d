"""Each shipped test is shown to fail by a deliberately wrong simulator."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pytest_bars.outcomes import Outcome
from pytest_bars.results import TestResult
from pytest_bars.simulator.faults import FAULTS
from tests.testplans.failures import failure_cases, noticing_none
from tests.testplans.matrix import FAULT_MATRIX
from tests.testplans.rig import run_against, shipped_cases


def test_the_matrix_names_every_shipped_test_and_no_other() -> None:
    """A new test needs a fault that it catches; `test_failures` proves the failures."""
    shipped = {name for name, _ in shipped_cases()}
    proven = failure_cases().keys() - noticing_none()
    assert proven.union(*FAULT_MATRIX.values()) == shipped


def test_the_matrix_names_faults_the_simulator_has() -> None:
    """A renamed fault is noticed here."""
    assert FAULT_MATRIX.keys() <= FAULTS.keys()


@pytest.mark.parametrize(("fault", "tests"), FAULT_MATRIX.items(), ids=FAULT_MATRIX)
def test_a_fault_makes_its_tests_fail(
    fault: str, tests: frozenset[str], tmp_path: Path
) -> None:
    """As `fail`, the word for a wrong product; never as an error of ours."""
    results = run_against([fault], tests, tmp_path)
    assert _outcomes(results) == dict.fromkeys(tests, Outcome.FAIL)


def test_a_lost_answer_to_a_booking_is_an_error_and_no_fail(tmp_path: Path) -> None:
    """Whether it was booked is not known: nothing can be said of the product."""
    results = run_against(
        ["connection-dropped-after-write"], {"APP1-ED-BOOKING::BK-01"}, tmp_path
    )
    assert _outcomes(results) == {"APP1-ED-BOOKING::BK-01": Outcome.ERROR}


def _outcomes(results: Mapping[str, TestResult]) -> dict[str, Outcome]:
    return {name: result.outcome for name, result in results.items()}
