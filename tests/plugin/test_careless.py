"""Careless use: nothing turns green, and looking at tests opens no run."""

import json

import pytest

from tests.plugin.conftest import Run, evidence
from tests.plugin.plans import capability, plan


@pytest.mark.parametrize("option", ["--bars-env", "--bars-evidence", "--bars-config"])
def test_an_option_left_empty_is_no_rehearsal(run: Run, option: str) -> None:
    given = () if option == "--bars-env" else ("--bars-env=partner",)
    result = run(f"{option}=", *given, p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{option}: expected a value, found none.*"])


@pytest.mark.parametrize(
    "option", ["--fixtures", "--fixtures-per-test", "--setup-plan"]
)
def test_looking_at_tests_opens_no_run(
    run: Run, pytester: pytest.Pytester, option: str
) -> None:
    assert run(option, p=plan(capability())).ret == 0
    assert not (pytester.path / "bars-evidence").exists()


def test_the_line_to_check_evidence_can_be_pasted(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run("--bars-evidence", "my evidence", p=plan(capability()))
    (folder,) = (pytester.path / "my evidence").glob("*.bars")
    result.stdout.fnmatch_lines(
        [f'check it  bars evidence verify "my evidence/{folder.name}"']
    )


def test_a_plugin_that_fails_at_the_end_leaves_the_evidence_sealed(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest("def pytest_sessionfinish():\n    raise OSError('no disk')\n")
    assert run(p=plan(capability())).ret != 0
    assert (evidence(pytester) / "manifest.json").is_file()


def test_a_test_that_is_broken_off_counts_as_an_error(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        "import pytest\n"
        "from pytest_bars.steps.wait import WaitStep\n"
        "def broken_off(*_):\n"
        "    pytest.fail('time is up')\n"
        "WaitStep.run = broken_off\n"
    )
    wait = "    - {ref: pause, name: Wait, wait: {for: 1s}}\n"
    result = run("--junitxml=j.xml", p=plan(capability() + wait))
    assert result.ret == 1
    result.stdout.fnmatch_lines(["outcomes  1 error"])
    junit = (pytester.path / "j.xml").read_text(encoding="utf-8")
    assert '<property name="bars.outcome" value="error"' in junit


def test_evidence_has_a_folder_that_can_be(run: Run) -> None:
    result = run(f"--bars-evidence={'x' * 400}", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--bars-evidence: no such folder can be: *"])


def test_the_seed_that_is_given_is_the_runs(
    run: Run, pytester: pytest.Pytester
) -> None:
    run("--bars-seed=7", p=plan(capability())).assert_outcomes(passed=1)
    opened = evidence(pytester) / "events" / "main.jsonl"
    first = json.loads(opened.read_text("utf-8").splitlines()[0])
    assert first["data"]["seed"] == 7


@pytest.mark.parametrize("seed", ["x", "1.5", "9" * 16, "9" * 400])
def test_a_seed_is_a_whole_number_evidence_can_hold(run: Run, seed: str) -> None:
    result = run(f"--bars-seed={seed}", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*expected a whole number of at most 15 digits*"])


def test_evidence_does_not_go_into_a_file(run: Run) -> None:
    result = run("--bars-evidence=p.bars.yaml", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*p.bars.yaml is a file; name a folder.*"])


def test_one_request_is_one_request(run: Run) -> None:
    result = run("--bars-preview", p=plan(capability()))
    result.stdout.fnmatch_lines(["1 request, nothing was sent"])
