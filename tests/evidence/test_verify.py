"""Verification finds what was changed, says what is missing, and never falls over."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence import reader
from pytest_bars.evidence.bundle import RunFolder, seal
from pytest_bars.evidence.chain import Chain, raw_lines
from pytest_bars.evidence.durable import write_whole
from pytest_bars.evidence.findings import Status, Verification
from pytest_bars.evidence.project import ProjectLedger
from pytest_bars.evidence.verify import verify
from tests.evidence.scene import (
    JWT,
    NHS_NUMBER,
    TEST,
    FakeClock,
    close,
    obligation,
    oblige,
    open_scene,
    run_test,
    sealed_scene,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def _status(verification: Verification, check: str) -> tuple[str, str]:
    (found,) = [each for each in verification.findings if each.id == check]
    return found.status.value, found.reason


def _events(bundle: Path) -> Path:
    return bundle / "events" / "main.jsonl"


def test_an_untouched_bundle_is_intact_and_complete(bundle: Path) -> None:
    verification = verify(bundle)
    assert verification.exit_code == 0
    assert verification.verdict == "intact and complete; unsigned"
    assert [f.id for f in verification.findings] == [f"V{n:02}" for n in range(1, 18)]
    later = {f.id for f in verification.findings if f.status is Status.NOT_CHECKED}
    assert later == {"V05", "V06", "V07", "V11", "V14", "V16"}
    assert {_status(verification, name)[1] for name in later} == {
        "arrives with signing"
    }
    assert verification.run_id == bundle.name.removesuffix(".bars")


def test_a_bundle_away_from_its_project_is_not_asked_for_the_ledger(
    bundle: Path, tmp_path: Path
) -> None:
    moved = bundle.rename(tmp_path / bundle.name)
    assert _status(verify(moved), "V15")[0] == "not checked"
    assert verify(moved).exit_code == 0


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_scene(tmp_path_factory.mktemp("sealed"))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_changing_any_byte_breaks_a_sealed_bundle(
    sealed: Path, data: st.DataObject
) -> None:
    files = sorted(path for path in sealed.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files), label="file")
    content = path.read_bytes()
    where = data.draw(st.integers(0, len(content) - 1), label="where")
    other = data.draw(st.integers(1, 255), label="change")
    changed = bytearray(content)
    changed[where] ^= other
    path.write_bytes(bytes(changed))
    try:
        assert verify(sealed).exit_code == 5
    finally:
        path.write_bytes(content)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_dropping_or_moving_any_line_breaks_a_sealed_bundle(
    sealed: Path, data: st.DataObject
) -> None:
    path = _events(sealed)
    content = path.read_bytes()
    lines = raw_lines(content)
    line = lines.pop(data.draw(st.integers(0, len(lines) - 1), label="line"))
    if data.draw(st.booleans(), label="moved, not dropped"):
        lines.insert(data.draw(st.integers(0, len(lines)), label="to"), line)
    if b"".join(lines) == content:
        return
    path.write_bytes(b"".join(lines))
    try:
        assert verify(sealed).exit_code == 5
    finally:
        path.write_bytes(content)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=st.sampled_from(["events/main.jsonl", "manifest.json"]), junk=st.binary())
def test_no_content_of_a_file_is_more_than_a_failure(
    sealed: Path, name: str, junk: bytes
) -> None:
    path = sealed / name
    content = path.read_bytes()
    path.write_bytes(junk)
    try:
        assert verify(sealed).exit_code == 5
    finally:
        path.write_bytes(content)


def _rewritten(bundle: Path, old: bytes, new: bytes) -> None:
    """Change a record and make the chain hold again, as a forger would."""
    lines = raw_lines(_events(bundle).read_bytes())
    first = json.loads(lines[0])
    chain = Chain(first["prev"])
    written = b""
    for line in lines:
        record = json.loads(line.replace(old, new))
        again = chain.line(
            record["type"], record["data"], record["ts"], record["mono_ns"]
        )
        chain.advance(again)
        written += again
    _events(bundle).write_bytes(written)


_OUTCOME = b'"outcome":"pass","reason":"","test"'
_FAILED = b'"outcome":"fail","reason":"","test"'


@pytest.mark.parametrize(
    ("forge", "check"),
    [
        pytest.param(
            lambda b: _rewritten(b, _OUTCOME, _FAILED), "V04", id="chain-written-anew"
        ),
        pytest.param(
            lambda b: _rewritten(b, _OUTCOME, _FAILED), "V02", id="file-not-as-listed"
        ),
        pytest.param(
            lambda b: _rewritten(b, _OUTCOME, _FAILED), "V10", id="counts-contradict"
        ),
        pytest.param(
            lambda b: next((b / "plan").iterdir()).unlink(), "V08", id="plan-dropped"
        ),
        pytest.param(
            lambda b: next((b / "objects" / "sha256").iterdir()).unlink(),
            "V12",
            id="body-dropped",
        ),
        pytest.param(
            lambda b: (b / "objects" / "sha256" / ("0" * 64)).write_bytes(b"x"),
            "V02",
            id="object-of-another-name",
        ),
        pytest.param(
            lambda b: (b / "events" / "gw9.jsonl").write_bytes(b""),
            "V02",
            id="unlisted",
        ),
        pytest.param(
            lambda b: (b / "notes.txt").write_bytes(b""), "V01", id="stray-file"
        ),
        pytest.param(
            lambda b: (b / "plan" / "x.exe").write_bytes(b""), "V01", id="odd-name"
        ),
        pytest.param(
            lambda b: (b / "plan" / ("a" * 64)).mkdir(), "V01", id="folder-for-a-file"
        ),
        pytest.param(
            lambda b: (b / "manifest.json").write_bytes(b"[]"), "V10", id="no-object"
        ),
        pytest.param(
            lambda b: (b / "manifest.json").write_bytes(b"[" * 100_000),
            "V10",
            id="deep-manifest",
        ),
        pytest.param(
            lambda b: _events(b).write_bytes(b'{"a":' * 50_000 + b"\n"),
            "V03",
            id="deep-record",
        ),
        pytest.param(
            lambda b: _events(b).write_bytes(b"x" * 5_000_000 + b"\n"),
            "V03",
            id="huge-line",
        ),
        pytest.param(lambda b: _events(b).write_bytes(b""), "V03", id="no-records"),
        pytest.param(
            lambda b: _events(b).write_bytes(_events(b).read_bytes() + b"{"),
            "V03",
            id="torn-though-sealed",
        ),
    ],
)
def test_a_forged_bundle_is_broken(
    bundle: Path, forge: Callable[[Path], object], check: str
) -> None:
    forge(bundle)
    verification = verify(bundle)
    assert _status(verification, check)[0] == "FAIL"
    assert verification.exit_code == 5


def test_checks_behind_a_failed_one_are_not_made(bundle: Path) -> None:
    (bundle / "notes.txt").write_bytes(b"")
    verification = verify(bundle)
    assert _status(verification, "V03") == ("not checked", "V01 failed")


def test_a_manifest_that_was_made_anew_is_not_the_registered_one(bundle: Path) -> None:
    _rewritten(bundle, _OUTCOME, _FAILED)
    lines = ProjectLedger(bundle.parent).path.read_bytes()
    (bundle / "manifest.json").unlink()
    seal(bundle)
    write_whole(ProjectLedger(bundle.parent).path, lines, durable=False)
    verification = verify(bundle)
    assert _status(verification, "V10")[0] == "ok"
    assert _status(verification, "V15")[0] == "FAIL"


@posix
@pytest.mark.parametrize("name", ["plan", "objects/sha256", "events/main.jsonl"])
def test_links_are_not_followed(bundle: Path, tmp_path: Path, name: str) -> None:
    target = bundle / name
    moved = target.rename(tmp_path / "moved")
    target.symlink_to(moved)
    verification = verify(bundle)
    assert "is a link" in _status(verification, "V01")[1]
    assert verification.exit_code == 5


@posix
def test_a_pipe_holds_nobody_up(bundle: Path) -> None:
    _events(bundle).unlink()
    os.mkfifo(_events(bundle))
    (bundle / "manifest.json").unlink()
    os.mkfifo(bundle / "manifest.json")
    assert "no regular file" in _status(verify(bundle), "V01")[1]


def test_files_beyond_the_limit_are_refused(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LARGEST_FILE", 100)
    assert "larger than 100 bytes" in _status(verify(bundle), "V01")[1]
    with pytest.raises(EvidenceError, match="larger than 100"):
        reader.Bundle(bundle).read("manifest.json")


def test_more_files_than_the_limit_are_refused(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_FILES", 0)
    assert "more than 0 files" in _status(verify(bundle), "V01")[1]


def test_what_lies_beside_the_sealed_part_is_nobodys_business(bundle: Path) -> None:
    (bundle / "reports").mkdir()
    (bundle / "reports" / "report.html").write_bytes(b"<p>")
    (bundle / ".tmp-1-1").write_bytes(b"half")
    assert verify(bundle).exit_code == 0


@pytest.mark.parametrize(
    "path", ["nowhere", "file", "folder"], ids=["missing", "file", "empty-folder"]
)
def test_what_is_no_evidence_is_said_to_be_so(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(EvidenceError, match="no evidence folder"):
        verify(tmp_path / path)


def test_an_empty_run_folder_is_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "run.bars"
    path.mkdir()
    assert verify(path).exit_code == 3
    assert verify(path).verdict == "intact, but incomplete"


@pytest.mark.parametrize(
    ("leave", "reason"),
    [
        pytest.param("obligations", "No test was run", id="no-plan"),
        pytest.param("test", f"without an outcome: {TEST}", id="test-not-ended"),
        pytest.param("answer", f"Waits for a person: {TEST}", id="pending"),
        pytest.param("close", "Never closed: main", id="not-closed"),
    ],
)
def test_what_is_missing_makes_a_sealed_run_incomplete(
    run: RunFolder, leave: str, reason: str
) -> None:
    if leave != "obligations":
        oblige(run.main, obligation())
        if leave != "test":
            run_test(run.main, outcome="pending" if leave == "answer" else "pass")
    if leave == "close":
        run.main.close()
    else:
        close(run.main)
    seal(run, clock=run.clock)
    verification = verify(run.path)
    assert reason in _status(verification, "V09")[1]
    assert verification.exit_code == 3


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        pytest.param("run.interrupted", {}, "interrupted", id="interrupted"),
        pytest.param("collect.error", {"path": "a.yaml"}, "a.yaml", id="collect"),
        pytest.param(
            "test.finished",
            {"test": "P::X", "outcome": "pass"},
            "planned: P::X",
            id="stray",
        ),
    ],
)
def test_what_went_wrong_makes_a_sealed_run_incomplete(
    run: RunFolder, kind: str, data: dict[str, str], reason: str
) -> None:
    oblige(run.main, obligation())
    run_test(run.main)
    run.main.record(kind, dict(data))
    close(run.main)
    seal(run, clock=run.clock)
    assert reason in _status(verify(run.path), "V09")[1]


def test_an_object_that_a_crash_took_is_missing_not_forged(unsealed: Path) -> None:
    (lost,) = (unsealed / "objects" / "sha256").iterdir()
    lost.write_bytes(b"")
    assert _status(verify(unsealed), "V02")[0] == "incomplete"
    lost.unlink()
    assert _status(verify(unsealed), "V12")[0] == "incomplete"
    assert verify(unsealed).exit_code == 3


def test_a_request_without_a_body_names_no_object(run: RunFolder) -> None:
    run.main.record("http.sent", {"exchange": 1, "body": None})
    assert _status(verify(run.path), "V12")[0] == "ok"


def test_what_was_not_moved_to_its_place_is_no_object(unsealed: Path) -> None:
    (unsealed / "objects" / "sha256" / ".tmp-1-1").write_bytes(b"half")
    assert _status(verify(unsealed), "V01") == ("ok", "2 files")


def test_a_manifest_beyond_the_limit_fails(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bundle / "manifest.json"
    path.write_bytes(path.read_bytes() + b" " * 20_000)
    monkeypatch.setattr(reader, "LARGEST_FILE", 10_000)
    assert "larger than 10000 bytes" in _status(verify(bundle), "V10")[1]
    assert verify(bundle).exit_code == 5


def test_attachments_named_must_be_there(run: RunFolder) -> None:
    run.main.record("attach", {"digest": "sha256:" + "e" * 64})
    assert _status(verify(run.path), "V12")[0] == "incomplete"


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        pytest.param([(1, 0)], "ok", id="forward"),
        pytest.param([(1, -1.5)], "ok", id="slewed"),
        pytest.param([(1, -60)], "ok", id="jump-recorded"),
        pytest.param([(1, 100_000)], "FAIL", id="to-come"),
    ],
)
def test_time_runs_forward(
    run: RunFolder, fake: FakeClock, moves: list[tuple[float, float]], status: str
) -> None:
    clock = FakeClock()
    clock.pass_time(10)
    for seconds, wall in moves:
        fake.pass_time(seconds, wall=wall)
        run.main.record("claim", {"id": "1"})
    assert _status(verify(run.path, clock=clock.clock), "V13")[0] == status


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b'"ts":"2026-03-01T12:00:00.000Z"', b'"ts":"noon"', id="no-time"),
        pytest.param(b'"ts":"2026-03-01', b'"ts":"2026-13-01', id="no-date"),
        pytest.param(
            b'"ts":"2026-03-01T12:00:00.000Z","type":"check"',
            b'"ts":"12:00","type":"check"',
            id="earlier-and-no-time",
        ),
    ],
)
def test_a_time_that_is_none_fails(unsealed: Path, old: bytes, new: bytes) -> None:
    _rewritten(unsealed, old, new)
    assert _status(verify(unsealed), "V13")[0] == "FAIL"


def test_time_that_runs_back_unrecorded_fails(unsealed: Path) -> None:
    lines = raw_lines(_events(unsealed).read_bytes())
    late = lines[1].replace(b"T12:00:00.000Z", b"T12:30:00.000Z")
    _events(unsealed).write_bytes(b"".join([lines[0], late, *lines[2:]]))
    _rewritten(unsealed, b"", b"")
    assert "runs back at record 3" in _status(verify(unsealed), "V13")[1]


def test_a_monotonic_clock_never_runs_back(unsealed: Path) -> None:
    lines = raw_lines(_events(unsealed).read_bytes())
    early = lines[2].replace(b'"mono_ns":5000000000000', b'"mono_ns":4000000000000')
    _events(unsealed).write_bytes(b"".join([*lines[:2], early, *lines[3:]]))
    _rewritten(unsealed, b"", b"")
    assert _status(verify(unsealed), "V13")[0] == "FAIL"


def test_records_under_another_process_are_not_its_own(unsealed: Path) -> None:
    content = _events(unsealed).read_bytes()
    (unsealed / "events" / "gw0.jsonl").write_bytes(content)
    assert "gw0: it does not begin with its own" in _status(verify(unsealed), "V03")[1]


def test_records_of_another_run_do_not_begin_here(
    unsealed: Path, tmp_path: Path
) -> None:
    lines = raw_lines(_events(unsealed).read_bytes())
    first = json.loads(lines[0])
    forged = Chain("0" * 64).line("run.opened", first["data"], first["ts"], 1)
    _events(unsealed).write_bytes(forged)
    assert "does not begin where this run" in _status(verify(unsealed), "V03")[1]


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        pytest.param(
            lambda ls: [*ls[:-1]], "incomplete", "never registered", id="seal"
        ),
        pytest.param(lambda _: [], "FAIL", "does not know this run", id="emptied"),
        pytest.param(lambda ls: ls[1:], "FAIL", "its seq is 2", id="cut"),
    ],
)
def test_the_ledger_must_know_the_run(
    bundle: Path,
    change: Callable[[list[bytes]], list[bytes]],
    status: str,
    reason: str,
) -> None:
    path = ProjectLedger(bundle.parent).path
    path.write_bytes(b"".join(change(raw_lines(path.read_bytes()))))
    found = _status(verify(bundle), "V15")
    assert found[0] == status
    assert reason in found[1]


def test_a_sealed_run_is_no_killed_one_once_its_manifest_is_gone(bundle: Path) -> None:
    (bundle / "manifest.json").unlink()
    verification = verify(bundle)
    assert _status(verification, "V15") == (
        "FAIL",
        "this run was sealed, and its manifest is gone",
    )
    assert verification.exit_code == 5


def test_the_ledger_must_have_lost_no_run(bundle: Path) -> None:
    ledger = ProjectLedger(bundle.parent)
    ledger.append("run.opened", {"run_no": 3, "run_id": "x"}, FakeClock().clock)
    assert "not 1, 2, 3" in _status(verify(bundle), "V15")[1]


def test_a_run_without_records_is_not_looked_up(run: RunFolder) -> None:
    _events(run.path).write_bytes(b"")
    assert _status(verify(run.path), "V15")[0] == "not checked"


def test_runs_opened_and_never_sealed_are_named(bundle: Path) -> None:
    open_scene(bundle.parent)
    assert _status(verify(bundle), "V15") == (
        "ok",
        "run 1; opened and not sealed: run 2",
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(f"x {NHS_NUMBER[:3]} 849 9007", "an NHS number", id="nhs-number"),
        pytest.param(f"token={JWT}", "a JWT", id="jwt"),
        pytest.param("-----BEGIN PRIVATE KEY-----\nMII", "a PEM block", id="pem"),
        pytest.param("Bearer abc-def-1234567", "a credential", id="bearer"),
        pytest.param(
            "eyJuaHMiOiI5NjU4NDk5MDA3In0=", "an NHS number", id="inside-base64"
        ),
        pytest.param("%39658499007", "an NHS number", id="escaped"),
        pytest.param("OTY1ODQ5OTAwNw==", "an NHS number", id="base64"),
        pytest.param("9 6 5 8 4 9 9 0 0 7", "an NHS number", id="spread"),
        pytest.param("eyJhIjoxfQ== eyJ/////////", "no NHS number", id="harmless"),
    ],
)
def test_what_is_personal_in_an_object_fails(
    run: RunFolder, content: str, found: str
) -> None:
    run.main._objects.put(content.encode())
    assert found in _status(verify(run.path), "V17")[1]


def test_what_is_personal_in_a_record_fails(unsealed: Path) -> None:
    _rewritten(unsealed, b"Book it", NHS_NUMBER.encode())
    verification = verify(unsealed)
    assert "an NHS number in record 4 of main" in _status(verification, "V17")[1]
    assert verification.verdict == "BROKEN: this is not evidence"


def test_findings_are_given_as_json(bundle: Path) -> None:
    said = verify(bundle).as_json()
    assert said["exit_code"] == 0
    assert json.loads(json.dumps(said)) == said
