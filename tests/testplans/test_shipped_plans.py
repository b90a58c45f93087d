"""The shipped plans: sound, well described, and green against the simulator."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pytest_bars.compile.model import CompiledStep
from pytest_bars.documents.load import read_document
from pytest_bars.evidence.summary import summarise
from pytest_bars.evidence.verify import verify
from pytest_bars.exchange import EffectKind
from pytest_bars.plan.language import Language
from pytest_bars.runtime.workbench import plan_language
from pytest_bars.stages import Stage
from tests.testplans.rig import PLANS, ROOT, shipped_cases, shipped_plans

FILES = sorted(
    path.relative_to(PLANS).as_posix() for path in PLANS.rglob("*.bars*.yaml")
)
TESTS = {
    f"{plan.id}::{test.ref}": test for plan in shipped_plans() for test in plan.tests
}


@cache
def language() -> Language:
    """Return the language as it ships."""
    return plan_language()


def steps_of(steps: tuple[CompiledStep, ...]) -> Iterator[CompiledStep]:
    """Yield the steps, and those of the flows they run."""
    for step in steps:
        yield step
        if step.flow is not None:
            yield from steps_of(step.flow.steps)


def test_there_are_the_plans_that_were_promised() -> None:
    """Of part 1: three subjects. What came later has tests of its own."""
    promised = {"APP1-ED-BOOKING", "APP1-ED-REFERRAL", "APP1-NEGOTIATION"}
    assert promised < {plan.id for plan in shipped_plans()}


@pytest.mark.parametrize("file", FILES)
def test_a_file_validates_against_the_published_schema(file: str) -> None:
    """As an independent JSON Schema validator judges it."""
    data: Any = read_document(PLANS / file).data
    is_flows = file.endswith(".bars-flows.yaml")
    schema = language().flows_json_schema() if is_flows else language().json_schema()
    Draft202012Validator.check_schema(schema)
    faults = [error.message for error in Draft202012Validator(schema).iter_errors(data)]
    assert faults == []


@pytest.mark.parametrize("name", TESTS)
def test_a_test_says_what_it_shows(name: str) -> None:
    """A workflow or requirement of the standard, and steps a person can read."""
    test = TESTS[name]
    assert test.workflows or test.requirements
    assert not test.name.endswith(".")
    assert all(step.name[0].isupper() for step in steps_of(test.steps))


@pytest.mark.parametrize("name", TESTS)
def test_what_a_test_creates_it_removes(name: str) -> None:
    """Every create has its undo flow, and the test its cleanup; no other test has."""
    effects = [step.effect for step in steps_of(TESTS[name].steps) if step.effect]
    creates = [effect for effect in effects if effect.is_write and effect.undo]
    may_create = [*creates, *(one for one in effects if one.kind is EffectKind.NONE)]
    has_cleanup = bool(TESTS[name].cleanup)
    assert has_cleanup or not creates
    assert may_create or not has_cleanup


def test_production_runs_no_error_scenario() -> None:
    """Design, section 2."""
    production = [test for test in TESTS.values() if Stage.PROD in test.stages]
    assert production
    assert {test.kind for test in production} == {"happy-path"}


def test_every_shipped_test_passes_on_local(tmp_path: Path) -> None:
    """One run of pytest, from the outside; its evidence is intact and complete."""
    evidence = tmp_path / "evidence"
    report = tmp_path / "junit.xml"
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "testplans",
            "--bars-env=local",
            f"--bars-evidence={evidence}",
            f"--junitxml={report}",
            "-p",
            "no:cacheprovider",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(dict(shipped_cases()))} passed" in run.stdout
    (folder,) = evidence.glob("*.bars")
    assert verify(folder).exit_code == 0
    assert summarise(folder).left_behind == ()
