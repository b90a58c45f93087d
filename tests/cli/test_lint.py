"""`bars lint` finds every fault, counts, and ends with the code pipelines rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pytest_bars.cli.lint import lint
from tests.compile.plans import Desk, case_test, flow, plan, step, write

BAD_TEST = case_test(step(request={"get": "/${slot}", "to": "receiver"}))
FLOWS: dict[str, Any] = {"schema": "bars-flows/1", "flows": {"f": flow()}}
BAD_FLOWS = {**FLOWS, "flows": {"f": flow(write(effect=None))}}
TEMPLATE = "schema: bars-payload/1\nname: mine\ntitle: T\nbody: {}\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(lint, [str(argument) for argument in arguments])


def test_no_fault_is_0_and_plans_and_tests_are_counted(desk: Desk) -> None:
    desk.write(
        "a.bars.yaml", plan(case_test(cases=[{"id": "x"}, {"id": "y"}]), use=None)
    )
    desk.write("b.bars-flows.yaml", FLOWS)
    result = run(".")
    assert result.exit_code == 0
    assert result.output == "2 files, 1 plan with 2 tests: no fault\n"


def test_faults_are_6_sorted_and_each_has_place_excerpt_and_hint(desk: Desk) -> None:
    desk.write("b.bars.yaml", plan(case_test(kind="eror"), use=None))
    desk.write("a.bars.yaml", plan(BAD_TEST, use=None))
    result = run(".")
    assert result.exit_code == 6
    first, second, summary = result.output.strip().split("\n\n")
    place, line, carets, hint = first.splitlines()
    assert place.startswith("a.bars.yaml:53:14: nothing sets")
    assert hint.startswith("  Known here: count, now, party")
    assert line[carets.index("^") :].startswith('"/${slot}"')
    assert 'Did you mean "error"?' in second
    assert summary == "2 files, 0 plans with 0 tests: 2 faults"


def test_one_fault_is_one_fault(desk: Desk) -> None:
    path = desk.write("a.bars.yaml", plan(BAD_TEST, use=None))
    assert run(path).output.endswith("1 file, 0 plans with 0 tests: 1 fault\n")


def test_json_is_a_list_of_faults(desk: Desk) -> None:
    path = desk.write("a.bars.yaml", plan(BAD_TEST, use=None))
    result = run("--json", path)
    assert result.exit_code == 6
    [row] = json.loads(result.output)
    assert set(row) == {"path", "line", "column", "message", "hint"}
    assert (row["path"], row["message"]) == ("a.bars.yaml", 'nothing sets "slot".')


def test_json_without_faults_is_an_empty_list(desk: Desk) -> None:
    path = desk.write("a.bars.yaml", plan(use=None))
    assert json.loads(run("--json", path).output) == []


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["text", "json"])
def test_an_nhs_number_in_a_plan_is_not_repeated(desk: Desk, as_json: Any) -> None:
    number = "9434765919"
    path = desk.write("a.bars.yaml", plan(case_test(ref=f"X {number}"), use=None))
    result = run(*as_json, path)
    assert result.exit_code == 6
    assert number not in result.output


def test_a_fault_of_flows_that_plans_share_is_there_once(desk: Desk) -> None:
    desk.write("f.bars-flows.yaml", BAD_FLOWS)
    for name in ("P", "Q"):
        desk.write(f"{name}.bars.yaml", plan(plan=name, use=["f.bars-flows.yaml"]))
    result = run("--json", ".")
    assert len(json.loads(result.output)) == 1


def test_references_are_unique_across_the_files_of_a_plan(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.write(f"{name}.bars.yaml", plan(use=None, prerequisites=None))
    [row] = json.loads(run("--json", ".").output)
    assert 'the reference "T-1" is used twice in the plan P' in row["message"]


@pytest.mark.parametrize("folder", ["run.bars", ".hidden", "x/run.bars/plan"])
def test_evidence_and_hidden_folders_are_not_searched(desk: Desk, folder: str) -> None:
    desk.write("a.bars.yaml", plan(use=None))
    desk.write(f"{folder}/b.bars.yaml", "nonsense")
    assert run(".").exit_code == 0


def test_a_file_named_twice_is_read_once(desk: Desk) -> None:
    path = desk.write("a.bars.yaml", plan(use=None))
    assert run(path, path).output.startswith("1 file, ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["."], 'There is no *.bars.yaml or *.bars-flows.yaml file in "."'),
        (["none"], "does not exist"),
        (["other.yaml"], "expected a *.bars.yaml or *.bars-flows.yaml file"),
        ([], "Missing argument"),
    ],
    ids=["empty folder", "missing", "other file", "nothing"],
)
def test_nothing_to_look_at_is_2(
    desk: Desk, arguments: list[str], message: str
) -> None:
    desk.write("other.yaml", "a: 1\n")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_templates_of_the_project_are_known(desk: Desk) -> None:
    body = {
        "post": "/$process-message",
        "to": "receiver",
        "body": {"template": "mine"},
    }
    desk.write("a.bars.yaml", plan(case_test(write(request=body)), use=None))
    assert run(".").exit_code == 6
    good = TEMPLATE.replace("{}", "{resourceType: Bundle}")
    desk.write("payloads/mine.bars-template.yaml", good)
    assert run(".").exit_code == 0


def test_faults_of_templates_are_faults(desk: Desk) -> None:
    desk.write("a.bars.yaml", plan(use=None))
    desk.write("payloads/mine.bars-template.yaml", TEMPLATE)
    result = run(".")
    assert result.exit_code == 6
    assert "payloads/mine.bars-template.yaml" in result.output


@pytest.mark.parametrize(("mark", "code"), [("bars.yaml", 0), ("other.txt", 6)])
def test_files_elsewhere_may_use_what_lies_in_their_project(
    desk: Desk, tmp_path: Path, mark: str, code: int
) -> None:
    there = Desk(tmp_path / "there")
    there.write(mark, "")
    there.write("flows/f.bars-flows.yaml", FLOWS)
    path = there.write("plans/a.bars.yaml", plan(use=["../flows/f.bars-flows.yaml"]))
    assert run(path).exit_code == code


def test_shipped_plans_have_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    result = run("testplans")
    assert result.exit_code == 0, result.output
