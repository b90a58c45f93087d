"""The latest outcome of each test, stage by stage."""

from pathlib import Path

from pytest_bars.reports.latest import read_latest
from pytest_bars.stages import Stage
from tests.reports.runs import DIGEST, add_run


def _outcome(root: Path, test: str, stage: Stage = Stage.LOCAL) -> str | None:
    found = read_latest(root).find(stage, test)
    return None if found is None else found.outcome


def test_the_run_that_began_last_counts_whatever_its_folder_is_called(
    tmp_path: Path,
) -> None:
    add_run(tmp_path, {"P::T-1": "pass"}, day=2)
    add_run(tmp_path, {"P::T-1": "fail"}, day=9)
    add_run(tmp_path, {"P::T-1": "error"}, day=1)
    assert _outcome(tmp_path, "P::T-1") == "fail"
    assert read_latest(tmp_path).runs == 3


def test_what_was_left_out_does_not_hide_what_ran_before(tmp_path: Path) -> None:
    add_run(tmp_path, {"P::T-1": "fail"}, day=1)
    add_run(tmp_path, {"P::T-2": "pass"}, day=2, left_out=("P::T-1",))
    assert _outcome(tmp_path, "P::T-1") == "fail"


def test_a_test_that_never_ended_is_unknown_and_not_the_pass_before(
    tmp_path: Path,
) -> None:
    add_run(tmp_path, {"P::T-1": "pass"}, day=1)
    add_run(tmp_path, {"P::T-1": ""}, day=2)
    assert _outcome(tmp_path, "P::T-1") == "unknown"


def test_stages_are_kept_apart_and_a_rehearsal_says_so(tmp_path: Path) -> None:
    add_run(tmp_path, {"P::T-1": "fail"}, day=2, stage="int")
    add_run(tmp_path, {"P::T-1": "pass"}, day=3)
    latest = read_latest(tmp_path)
    assert latest.stages == (Stage.LOCAL, Stage.INT)
    rehearsed, real = (latest.find(stage, "P::T-1") for stage in latest.stages)
    assert rehearsed is not None
    assert real is not None
    assert (rehearsed.outcome, rehearsed.is_rehearsal) == ("pass", True)
    assert (real.outcome, real.is_rehearsal) == ("fail", False)


def test_prerequisites_have_an_outcome_too(tmp_path: Path) -> None:
    add_run(tmp_path, {"P::T-1": "pass"})
    assert _outcome(tmp_path, "P::PRE-01") == "pass"


def test_a_test_that_has_changed_since_is_another(tmp_path: Path) -> None:
    add_run(tmp_path, {"P::T-1": "pass"})
    latest = read_latest(tmp_path).find(Stage.LOCAL, "P::T-1")
    assert latest is not None
    assert latest.is_of(DIGEST)
    assert not latest.is_of("sha256:another")


def test_a_run_that_does_not_hold_is_left_out_and_named(tmp_path: Path) -> None:
    broken = add_run(tmp_path, {"P::T-1": "pass"})
    events = broken / "events" / "main.jsonl"
    events.write_bytes(events.read_bytes().replace(b'"outcome":"pass"', b'"outcome":1'))
    lines = events.read_bytes().splitlines(keepends=True)
    events.write_bytes(b"".join([lines[0], *lines[2:]]))
    latest = read_latest(tmp_path)
    assert latest.runs == 0
    assert len(latest.problems) == 1
    assert "do not hold" in latest.problems[0]


def test_a_stage_nobody_knows_has_no_column(tmp_path: Path) -> None:
    add_run(tmp_path, {"P::T-1": "pass"}, stage="elsewhere")
    assert read_latest(tmp_path).stages == ()


def test_no_evidence_is_no_outcome(tmp_path: Path) -> None:
    assert read_latest(tmp_path / "nowhere").by_stage == {}
