"""The plans of the published failures: all of them, as published, and none for show."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pytest_bars.checks.base import one_or_more
from pytest_bars.checks.operation_outcome import OutcomeCheck
from pytest_bars.checks.status import StatusCheck
from pytest_bars.compile.model import CompiledCheck, CompiledTest
from pytest_bars.evidence.summary import summarise
from pytest_bars.outcomes import Outcome
from pytest_bars.protocol.catalogue import requirements
from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.stages import Stage
from tests.testplans.failures import (
    CODE,
    ISSUE,
    STATUS,
    concerned_by,
    failure_cases,
    failure_tests,
    noticing_none,
)
from tests.testplans.rig import ROOT, run_against

TESTS = {test.ref: test for test in failure_tests()}
PUBLISHED = {one.id: one for one in requirements().values() if one.group == "failure"}
# Such as "...: 404 PROXY_NOT_FOUND or NOT_FOUND not-found".
_ANSWER = re.compile(
    r": (?P<status>[45]\d\d)"
    r"(?P<codes>(?: or| [A-Z_]{3,})*)(?P<issues>(?: or| [a-z-]+)*)$"
)
# Where no fault can be asked for: everything but our simulator.
ELSEWHERE = {Stage.SANDBOX, Stage.INT, Stage.INT_ASSURANCE, Stage.UAT}
# Each lets something through that must be refused.
LENIENT = (
    "accepts-duplicate-request-id",
    "books-without-checking-slot",
    "event-unchecked",
    "ids-unchecked",
    "missing-correlation-id-accepted",
    "missing-request-id-accepted",
    "rules-unchecked",
    "use-case-unchecked",
    "version-unchecked",
)


def checks_of(test: CompiledTest) -> tuple[CompiledCheck, ...]:
    """Return the checks of the last step that expects an error."""
    return [
        step.checks
        for step in test.steps
        if any(isinstance(check.model, OutcomeCheck) for check in step.checks)
    ][-1]


def answer_of(test: CompiledTest) -> dict[str, tuple[object, ...]]:
    """Return what a test allows: statuses, codes and issue types."""
    allowed: dict[str, tuple[object, ...]] = {}
    for check in checks_of(test):
        if isinstance(check.model, StatusCheck):
            allowed["status"] = one_or_more(check.model.status)
        else:
            assert isinstance(check.model, OutcomeCheck)
            allowed |= dict(check.model.outcome.parts())
    return allowed


def published_answer(ref: str) -> dict[str, tuple[object, ...]] | None:
    """Return what the guide says of a scenario, None where it is no one failure."""
    found = _ANSWER.search(PUBLISHED[ref].text)
    if found is None:
        return None
    codes, issues = (
        tuple(word for word in found[name].split() if word != "or")
        for name in ("codes", "issues")
    )
    answer = {"status": (int(found["status"]),), "code": codes, "issue": issues}
    return {name: values for name, values in answer.items() if values}


ANSWERS = {ref: answer for ref in PUBLISHED if (answer := published_answer(ref))}


def test_every_published_failure_has_its_test_and_no_other() -> None:
    """120 scenarios; the reference is the scenario's id."""
    assert TESTS.keys() == PUBLISHED.keys()
    assert len(TESTS) == len(failure_tests()) == 120


def test_the_guide_gives_all_but_three_an_answer() -> None:
    """What the other tests compare with is really read."""
    assert PUBLISHED.keys() - ANSWERS.keys() == {
        "metadata-no-target",
        "metadata-with-target",
        "ti-retry-after-failure",
    }


def test_the_page_counts_the_tests_of_each_file() -> None:
    """A new plan or test is told on the page too."""
    page = (ROOT / "docs" / "failures.md").read_text("utf-8")
    told = dict(
        re.findall(r"^\| `(.+\.bars\.yaml)` \|.*\| (\d+) \|$", page, re.MULTILINE)
    )
    counted = Counter(Path(test.mark.path).name for test in failure_tests())
    assert told == {file: str(count) for file, count in counted.items()}


@pytest.mark.parametrize("ref", TESTS)
def test_a_test_names_its_scenario_as_what_it_shows(ref: str) -> None:
    """So a trace finds it."""
    assert ref in TESTS[ref].requirements


@pytest.mark.parametrize("ref", ANSWERS)
def test_the_published_answer_is_what_a_test_allows(ref: str) -> None:
    """Each of its statuses, codes and issue types, and no more without a word why."""
    allowed, published = answer_of(TESTS[ref]), ANSWERS[ref]
    assert allowed.keys() == published.keys()
    assert all(set(published[name]) <= set(allowed[name]) for name in published)
    told = any(check.model.because for check in checks_of(TESTS[ref]))
    has_more = any(set(allowed[name]) > set(published[name]) for name in published)
    assert told or not has_more


@pytest.mark.parametrize("ref", TESTS)
def test_a_test_is_left_out_where_its_fault_cannot_be_asked_for(ref: str) -> None:
    """And nowhere else: what can be provoked from outside runs everywhere."""
    requests = (step.raw.get("request") for step in TESTS[ref].steps)
    asks = any(SIMULATOR_FAULT in str(request) for request in requests)
    assert set(TESTS[ref].not_in) == (ELSEWHERE if asks else set())


@pytest.mark.parametrize("fault", [STATUS, CODE, ISSUE])
def test_another_answer_makes_every_test_fail(fault: str, tmp_path: Path) -> None:
    """Of each error the status alone, the BaRS code alone or the issue type alone."""
    wanted = concerned_by(fault)
    results = run_against([fault], wanted, tmp_path)
    outcomes = {name: result.outcome for name, result in results.items()}
    assert outcomes == dict.fromkeys(wanted, Outcome.FAIL)


def test_every_test_but_one_notices_another_answer() -> None:
    """That one is no failure; the fault matrix has its proof."""
    assert noticing_none() == {"FAILURES-CAPABILITY::metadata-no-target"}
    assert len(concerned_by(STATUS)) == len(failure_cases()) - 1
    assert len(concerned_by(CODE)) == len(failure_cases()) - 1
    # Two rows of the guide give no issue type.
    assert len(concerned_by(ISSUE)) == len(failure_cases()) - 4


def test_what_is_accepted_all_the_same_is_cancelled_again(tmp_path: Path) -> None:
    """By a Receiver that checks next to nothing; nothing stays behind."""
    results = run_against(LENIENT, failure_cases().keys(), tmp_path)
    failed = [name for name, one in results.items() if one.outcome is Outcome.FAIL]
    assert len(failed) >= 20
    (folder,) = tmp_path.glob("*.bars")
    assert summarise(folder).left_behind == ()
