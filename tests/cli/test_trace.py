"""`bars trace` shows the matrix, and its exit code is what pipelines rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pytest_bars.cli.main import main
from pytest_bars.cli.trace import trace
from tests.compile.plans import Desk, case_test, plan
from tests.reports.runs import add_run

ROOT = Path(__file__).parents[2]
PLAN = plan(case_test(requirements=["core-all-1"]), use=None)
GAPS = "schema: bars-gaps/1\ngaps:\n  - because: No.\n    requirements: [{}]\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(trace, arguments)


def test_the_plans_in_testplans_are_meant_unless_others_are_given(desk: Desk) -> None:
    assert _run().exit_code == 2
    desk.write("testplans/a.bars.yaml", PLAN)
    result = _run()
    assert result.exit_code == 0
    assert "covered 1 of 236 wire-observable requirements" in result.output


def test_the_latest_outcome_is_shown(desk: Desk) -> None:
    desk.write("testplans/a.bars.yaml", PLAN)
    add_run(desk.folder / "bars-evidence", {"P::T-1": "fail"})
    assert "  fail~          P::T-1\n" in _run().output
    assert "P::T-1\n" in _run("--evidence", "elsewhere").output
    assert "fail~" not in _run("--evidence", "elsewhere").output


def test_strict_is_7_as_long_as_a_gap_has_no_reason(desk: Desk) -> None:
    desk.write("testplans/a.bars.yaml", PLAN)
    result = _run("--strict", "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 7
    gaps = [r["id"] for r in said["requirements"] if r["group"] == "wire"]
    gaps.remove("core-all-1")
    desk.write("testplans/coverage-gaps.yaml", GAPS.format(", ".join(gaps)))
    assert _run("--strict").exit_code == 0


def test_reasons_may_stand_elsewhere(desk: Desk) -> None:
    desk.write("testplans/a.bars.yaml", PLAN)
    desk.write("why.yaml", GAPS.format("core-ti-1"))
    said = json.loads(_run("--json", "--gaps", "why.yaml").stdout)
    reasons = {row["id"]: row["reason"] for row in said["requirements"]}
    assert reasons["core-ti-1"] == "No."


@pytest.mark.parametrize(
    ("data", "gaps", "message"),
    [
        (plan(case_test(kind="eror"), use=None), "core-ti-1", 'Did you mean "error"?'),
        (PLAN, "core-ti-99", "there is no requirement"),
        (PLAN, "core-all-1", "core-all-1 is no gap"),
    ],
    ids=["plan", "unknown", "covered"],
)
def test_faults_are_6_and_told(desk: Desk, data: dict, gaps: str, message: str) -> None:  # type: ignore[type-arg]  # a plan as data
    desk.write("testplans/a.bars.yaml", data)
    desk.write("testplans/coverage-gaps.yaml", GAPS.format(gaps))
    result = _run()
    assert result.exit_code == 6
    assert message in result.stderr


def test_csv_and_page_are_written_where_asked(desk: Desk) -> None:
    desk.write("testplans/a.bars.yaml", PLAN)
    assert _run("--csv", "out/t.csv", "--html", "out/t.html").exit_code == 0
    assert (desk.folder / "out/t.csv").read_text().startswith("group,requirement,")
    assert (desk.folder / "out/t.html").read_text().startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_2(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write("testplans/a.bars.yaml", PLAN)
    desk.write("file", "x")
    with pytest.raises(SystemExit) as stopped:
        main(["trace", "--csv", "file/t.csv"])
    assert stopped.value.code == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_shipped_plans_have_no_stale_reason() -> None:
    result = _run(str(ROOT / "testplans"), "--evidence", "none")
    assert result.exit_code == 0, result.stderr


def test_the_shipped_plans_leave_nothing_unexplained() -> None:
    result = _run(str(ROOT / "testplans"), "--evidence", "none", "--strict")
    assert result.exit_code == 0, result.stdout
