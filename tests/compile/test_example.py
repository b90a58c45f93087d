"""The worked example of the language compiles, and means what it says."""

import shutil
from pathlib import Path

import pytest

from pytest_bars.compile.model import CompiledPlan
from pytest_bars.stages import Stage
from tests.compile.plans import Desk

DATA = Path(__file__).parent / "data" / "ed-booking.yaml"
FLOWS = Path(__file__).parents[2] / "testplans" / "flows" / "booking.bars-flows.yaml"


@pytest.fixture
def example(desk: Desk) -> CompiledPlan:
    (desk.folder / "flows").mkdir()
    shutil.copy(FLOWS, desk.folder / "flows" / FLOWS.name)
    path = desk.folder / "ed-booking.bars.yaml"
    shutil.copy(DATA, path)
    return desk.compiler().compile(path)


def test_it_has_its_tests_cases_and_prerequisites(example: CompiledPlan) -> None:
    ids = {test.ref: [case.id for case in test.cases] for test in example.tests}
    assert ids == {"BK-01": [None], "BK-02": ["same-request", "same-bundle"]}
    assert [one.kind for one in example.prerequisites.values()] == [
        "check",
        "manual",
        "attest",
    ]


def test_a_person_is_needed_only_where_a_step_says_so(example: CompiledPlan) -> None:
    test = example.test("BK-01")
    assert test.has_manual(Stage.UAT)
    assert not test.has_manual(Stage.INT)


def test_a_stage_left_out_is_left_out_with_its_reason(example: CompiledPlan) -> None:
    test = example.test("BK-02")
    assert test.not_in == {Stage.INT: "the partner has no reset before December"}
    assert Stage.INT not in test.stages
    assert Stage.PROD not in test.stages


def test_what_it_reads_of_the_profile_is_known(example: CompiledPlan) -> None:
    paths = {need.path for need in example.needs}
    assert {("target",), ("target", "value"), ("patients", "adult_1")} <= paths
