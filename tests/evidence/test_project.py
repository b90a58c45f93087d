"""The project's ledger numbers every run, and keeps them in one chain."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence import project
from pytest_bars.evidence.clock import SYSTEM
from pytest_bars.evidence.project import LOCK, ProjectLedger


def _ledger(root: Path, runs: int = 2) -> ProjectLedger:
    ledger = ProjectLedger(root)
    with ledger.locked():
        for number in range(1, runs + 1):
            ledger.append("run.opened", {"run_no": number, "run_id": "r"}, SYSTEM)
    return ledger


def test_an_empty_ledger_begins_at_one(tmp_path: Path) -> None:
    assert ProjectLedger(tmp_path).next_run_no() == 1
    assert ProjectLedger(tmp_path).lines() == ()


def test_lines_are_read_back_with_their_hash(tmp_path: Path) -> None:
    ledger = ProjectLedger(tmp_path)
    head = ledger.append("run.opened", {"run_no": 1}, SYSTEM)
    assert [(line.kind, line.hash) for line in ledger.lines()] == [("run.opened", head)]
    assert ledger.next_run_no() == 2


def test_a_torn_tail_is_kept_aside(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + b'{"data":{"run')
    assert ledger.next_run_no() == 3
    ledger.append("run.opened", {"run_no": 3}, SYSTEM)
    assert ledger.path.read_bytes().startswith(whole)
    assert len(ledger.lines()) == 3
    (aside,) = tmp_path.glob("project.jsonl.torn-*")
    assert aside.read_bytes() == b'{"data":{"run'


def test_a_ledger_that_was_changed_is_refused(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    ledger.path.write_bytes(
        ledger.path.read_bytes().replace(b'"run_no":1', b'"run_no":9')
    )
    with pytest.raises(EvidenceError, match=r"line 2: its prev .* move the file away"):
        ledger.next_run_no()


def test_a_ledger_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "project.jsonl").mkdir()
    with pytest.raises(EvidenceError, match="can not be read"):
        ProjectLedger(tmp_path).lines()


def test_who_waits_too_long_for_the_lock_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "_LOCK_SECONDS", 0)
    with (
        FileLock(tmp_path / LOCK),
        pytest.raises(EvidenceError, match="another run holds"),
    ):
        ExitStack().enter_context(ProjectLedger(tmp_path).locked())


def test_a_lock_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()
    with pytest.raises(EvidenceError, match="can not be written"):
        ExitStack().enter_context(ProjectLedger(tmp_path).locked())
