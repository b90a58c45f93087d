"""Several workers make one run."""

import json

import pytest

from pytest_bars.evidence.verify import verify
from tests.plugin.conftest import Run, evidence
from tests.plugin.plans import capability, cases, plan


def test_workers_write_one_run(run: Run, pytester: pytest.Pytester) -> None:
    result = run("-n", "2", "--bars-env=local", p=plan(capability(), cases()))
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["outcomes  3 pass"])
    folder = evidence(pytester)
    chains = {path.stem for path in (folder / "events").glob("*.jsonl")}
    assert chains == {"main", "gw0", "gw1"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "complete"


def test_a_failing_worker_tells_the_same_story(run: Run) -> None:
    result = run("-n", "1", p=plan(capability(status=201)))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*fail: T-01 *", "  expected    status 201", "FAILED p.bars.yaml::T-01*"]
    )


def test_workers_share_the_seed(run: Run, pytester: pytest.Pytester) -> None:
    run("-n", "2", p=plan(capability(), cases()))
    seeds = set()
    for chain in (evidence(pytester) / "events").glob("*.jsonl"):
        first = json.loads(chain.read_text(encoding="utf-8").splitlines()[0])
        seeds.add(first["data"]["seed"])
    assert len(seeds) == 1


def test_a_preview_has_no_workers(run: Run) -> None:
    result = run("-n", "1", "--bars-preview", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*leave out -n*"])


def test_refusals_come_from_the_first_process(run: Run) -> None:
    result = run("-n", "2", "--bars-env=int", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*cannot be run yet*"])


def test_a_test_whose_worker_died_is_an_error_everywhere(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import os

        def pytest_bars_test_finished(item, result):
            if item.name == "T-01":
                os._exit(3)
        """
    )
    result = run("-n", "1", "--alluredir=allure-results", p=plan(capability(), cases()))
    assert result.ret == 1
    result.stdout.fnmatch_lines(["outcomes  2 pass, 1 error"])
    results = {
        each["fullName"]: each["status"]
        for path in (pytester.path / "allure-results").glob("*-result.json")
        for each in [json.loads(path.read_text(encoding="utf-8"))]
    }
    assert results == {
        "p.bars.yaml::T-01": "broken",
        "TEST::T-02[one]": "passed",
        "TEST::T-02[two]": "passed",
    }
    assert verify(evidence(pytester)).exit_code == 3
