"""A run is opened once, joined by each process, sealed last."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.bundle import attach_run, open_run, seal
from pytest_bars.evidence.project import ProjectLedger
from pytest_bars.evidence.verify import verify
from tests.evidence.scene import (
    PATIENT,
    FakeClock,
    close,
    facts,
    obligation,
    oblige,
    open_scene,
    run_test,
)

_OPEN = """
import sys
from pathlib import Path
from pytest_bars.evidence.bundle import RunFacts, open_run
facts = RunFacts(project="p", stage="local", profile="local", nhs_environment="sim")
for _ in range(5):
    print(open_run(Path(sys.argv[1]), facts).run_no)
"""


def test_a_run_is_named_for_project_stage_and_time(
    tmp_path: Path, fake: FakeClock
) -> None:
    run = open_run(tmp_path, facts(project="Any Town & Co."), clock=fake.clock)
    assert re.fullmatch(r"any-town-co-local-20260301T120000Z-[0-9a-f]{6}", run.run_id)
    assert run.path == tmp_path / f"{run.run_id}.bars"


def test_a_project_without_letters_has_a_name_all_the_same(tmp_path: Path) -> None:
    assert open_run(tmp_path, facts(project="&&")).run_id.startswith("project-local-")


def test_runs_are_numbered_on(tmp_path: Path) -> None:
    assert [open_run(tmp_path, facts()).run_no for _ in range(3)] == [1, 2, 3]


def test_processes_that_open_at_once_get_distinct_contiguous_numbers(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", _OPEN, str(tmp_path)]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    printed = "".join(child.communicate()[0] for child in children)
    assert sorted(map(int, printed.split())) == list(range(1, 11))


def test_a_worker_joins_by_plain_strings(tmp_path: Path, fake: FakeClock) -> None:
    run = open_scene(tmp_path, fake)
    worker = attach_run(
        Path(str(run.path)), "gw0", declared=[PATIENT], clock=fake.clock
    )
    oblige(worker, obligation())
    run_test(worker)
    close(worker)
    close(run.main)
    seal(run, clock=fake.clock)
    assert verify(run.path).exit_code == 0


def test_workers_share_the_runs_facts_and_pseudonyms(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    worker = run.writer("gw0")
    line = (run.path / "events" / "gw0.jsonl").read_text()
    assert json.loads(line)["data"]["run_id"] == run.run_id == worker.run_id
    assert json.loads(line)["data"]["process"] == "gw0"
    other = attach_run(run.path, "gw1")
    number = "999 000 0018"
    assert other.redactor.text(number) == run.main.redactor.text(number) != number


def test_a_process_joins_once(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    run.writer("gw0")
    with pytest.raises(EvidenceError, match="exists already"):
        run.writer("gw0")
    assert run.writer() is run.main


def test_a_run_that_main_never_opened_cannot_be_joined(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    (run.path / "events" / "main.jsonl").write_bytes(b"")
    with pytest.raises(EvidenceError, match="main process has not opened"):
        attach_run(run.path, "gw0")


def test_the_manifest_holds_what_a_run_came_to(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    assert (manifest["state"], manifest["run_no"]) == ("complete", 1)
    assert manifest["counts"]["pass"] == manifest["counts"]["selected"] == 1
    assert [file["path"].split("/")[0] for file in manifest["files"]] == [
        "events",
        "objects",
        "plan",
    ]
    assert manifest["processes"]["main"]["records"] == 11
    assert manifest["run"]["stage"] == "local"


def test_a_run_is_sealed_once(bundle: Path) -> None:
    with pytest.raises(EvidenceError, match="sealed already"):
        seal(bundle)


def test_sealing_clears_what_a_killed_process_left(
    tmp_path: Path, fake: FakeClock
) -> None:
    run = open_scene(tmp_path, fake)
    oblige(run.main, obligation())
    run_test(run.main)
    close(run.main)
    (run.path / "objects" / "sha256" / ".tmp-1-1").write_bytes(b"half")
    seal(run.path, clock=fake.clock)
    assert verify(run.path).exit_code == 0


def test_a_run_without_its_tests_is_sealed_as_incomplete(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    oblige(run.main, obligation())
    manifest = seal(run)
    assert manifest["state"] == "incomplete"
    assert ProjectLedger(tmp_path).lines()[-1].data["state"] == "incomplete"
    assert verify(run.path).exit_code == 3


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EvidenceError, match="evidence can not be written"):
        open_run(tmp_path / "file", facts())
