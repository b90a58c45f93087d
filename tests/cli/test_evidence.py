"""`bars evidence` checks and shows a run, in words and as JSON."""

import json
from pathlib import Path

import pytest

from pytest_bars.cli.main import main
from pytest_bars.jsontypes import JsonObject
from tests.evidence.scene import (
    TEST,
    close,
    obligation,
    oblige,
    open_scene,
    run_test,
    sealed_scene,
)


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(["evidence", *arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_an_intact_run_verifies_with_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = sealed_scene(tmp_path)
    assert _run("verify", str(bundle)) == 0
    printed = capsys.readouterr().out
    assert "  V03  ok           chains hold: 11 records\n" in printed
    assert printed.endswith("intact and complete; unsigned\n")


def test_the_last_run_is_meant_when_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_scene(tmp_path)
    assert _run("verify", "--evidence", str(tmp_path), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "intact and complete; unsigned"


def test_a_killed_run_verifies_with_three(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    assert _run("verify", str(run.path)) == 3


def test_a_changed_run_verifies_with_five(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = sealed_scene(tmp_path)
    (bundle / "events" / "\x1b[31m.jsonl").write_bytes(b"")
    assert _run("verify", str(bundle)) == 5
    printed = capsys.readouterr().out
    assert "BROKEN" in printed
    assert "\x1b" not in printed


def test_what_is_no_run_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("verify", "nobody", "--evidence", str(tmp_path)) == 2
    assert "there is no such run" in capsys.readouterr().err


def _story(root: Path) -> Path:
    run = open_scene(root)
    oblige(run.main, obligation(), obligation("PLAN::BK-02"), obligation("PLAN::BK-03"))
    run_test(run.main)
    run.main.record("test.started", {"test": "PLAN::BK-02"})
    step = {"test": "PLAN::BK-02", "step": "ask"}
    run.main.record(
        "check", {**step, "outcome": "fail", "actual": "status 500\nno\x1b"}
    )
    finished = {"test": "PLAN::BK-02", "outcome": "fail", "reason": "wrong\nstatus"}
    run.main.record("test.finished", dict(finished))
    run.main.record("ledger.opened", {"entry": "e", "type": "Appointment", "id": "7"})
    run.main.record("collect.error", {"path": "bad.bars.yaml", "message": "no"})
    close(run.main)
    return run.path


def test_a_run_is_shown_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("show", str(_story(tmp_path))) == 0
    printed = capsys.readouterr().out
    assert f"pass     {TEST}  Book an appointment\n" in printed
    assert "         wrong\n         status\n" in printed
    assert "unknown  PLAN::BK-03" in printed
    assert "REHEARSAL" in printed
    assert "left behind: Appointment/7" in printed
    assert "could not be read: bad.bars.yaml" in printed
    assert "1 pass, 1 fail, 1 unknown, 3 obligations, 3 selected" in printed
    assert "incomplete: The run is not sealed." in printed


def test_a_run_of_tkws_scenarios_says_what_it_does_not_replace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = open_scene(tmp_path)
    oblige(run.main, obligation(requirements=["tkw-cap-01"]))
    assert _run("show", str(run.path)) == 0
    assert "TKW's own reports are still required" in capsys.readouterr().out


def test_what_is_shown_of_a_changed_run_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = sealed_scene(tmp_path)
    (bundle / "added.txt").write_bytes(b"")
    assert _run("show", str(bundle)) == 0
    told = capsys.readouterr().out
    assert told.endswith("checked: BROKEN: this is not evidence\n")


def test_steps_are_shown_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("show", str(_story(tmp_path)), "--steps") == 0
    printed = capsys.readouterr().out
    assert "pass     book  Book it" in printed
    assert "pass   status 200\n" in printed
    assert "found: status 500\n                    no\\x1b\n" in printed


def test_a_run_is_shown_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("show", str(sealed_scene(tmp_path)), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["counts"]["pass"] == 1
    assert said["tests"][0]["id"] == TEST


def test_a_run_that_is_no_rehearsal_is_not_called_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = open_scene(tmp_path).path
    events = path / "events" / "main.jsonl"
    events.write_bytes(events.read_bytes().replace(b'sal":true', b'sal":false'))
    assert _run("show", str(path)) == 0
    assert "REHEARSAL" not in capsys.readouterr().out


@pytest.mark.parametrize("command", ["verify", "show"])
def test_each_command_has_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(command, "--help") == 0
    assert f"bars evidence {command} last" in capsys.readouterr().out


def test_a_failure_is_shown_with_its_meaning_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = open_scene(tmp_path)
    oblige(run.main, obligation())
    run.main.record("test.started", {"test": TEST, "attempt": 1})
    step: JsonObject = {"test": TEST, "step": "read", "name": "Read"}
    run.main.record("step.started", {**step, "kind": "request"})
    told: JsonObject = {"outcome": "fail", "meaning": "The slot is taken."}
    run.main.record("step.finished", {**step, **told})
    ended: JsonObject = {"outcome": "fail", "attribution": "receiver"}
    run.main.record("test.finished", {"test": TEST, **ended, "next_action": "Ask."})
    close(run.main)
    assert _run("show", str(run.path), "--steps") == 0
    printed = capsys.readouterr().out
    assert "         belongs to receiver: Ask.\n" in printed
    assert "             means: The slot is taken.\n" in printed


def test_response_times_are_shown_and_in_the_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = sealed_scene(tmp_path)
    assert _run("show", str(bundle)) == 0
    assert "nfr-time-2 not enough samples: every" in capsys.readouterr().out
    assert _run("show", str(bundle), "--json") == 0
    said = json.loads(capsys.readouterr().out)["response_times"]
    assert said["is_rehearsal"] is True
    assert {each["verdict"] for each in said["judgements"]} == {"not enough samples"}
