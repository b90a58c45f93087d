"""A process's journal: redacted, chained, on disk, and only its own."""

import json
import shutil
import threading
from pathlib import Path
from typing import cast

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.bundle import RunFolder
from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import Json, JsonObject
from tests.evidence.scene import JWT, NHS_NUMBER, FakeClock


def _lines(run: RunFolder, process: str = "main") -> list[JsonObject]:
    content = (run.path / "events" / f"{process}.jsonl").read_bytes()
    return [json.loads(line) for line in content.splitlines()]


def test_records_are_numbered_from_the_runs_own(run: RunFolder) -> None:
    assert run.main.record("test.started", {"test": "P::A"}) == 2
    assert [line["type"] for line in _lines(run)] == ["run.opened", "test.started"]


def test_a_record_is_in_the_file_when_it_returns(run: RunFolder) -> None:
    run.main.record("claim", {"id": "slot-1"})
    assert _lines(run)[-1]["data"] == {"id": "slot-1"}


def test_what_is_personal_is_not_written(run: RunFolder) -> None:
    run.main.record("check", {"actual": f"{NHS_NUMBER} Adrian Dyball {JWT}"})
    run.main.keep(f"Adrian Dyball {NHS_NUMBER} {JWT}".encode(), "text/plain")
    written = b"".join(p.read_bytes() for p in run.path.rglob("*") if p.is_file())
    for canary in (NHS_NUMBER, "Dyball", "DYBALL", JWT, "1932-10-29", "DN17"):
        assert canary.encode() not in written


def test_bodies_are_found_by_their_digest(run: RunFolder) -> None:
    digest = run.main.keep(b'{"status": "free"}', "application/fhir+json")
    assert run.main.object(digest) == b'{"status":"free"}'


def test_numbers_with_a_fraction_are_not_written(run: RunFolder) -> None:
    run.main.record("step.finished", {"duration_ms": 12.6, "ratio": 0.5})
    assert _lines(run)[-1]["data"] == {"duration_ms": 13, "ratio": "0.5"}


def test_a_record_nested_too_deeply_is_withheld(run: RunFolder) -> None:
    deep: Json = []
    for _ in range(5000):
        deep = [deep]
    run.main.record("capture", {"value": deep})
    assert "too deeply" in json.dumps(_lines(run)[-1]["data"])


def test_listeners_see_redacted_records_in_order(run: RunFolder) -> None:
    heard: list[Record] = []
    run.main.listen(heard.append)
    run.main.record("check", {"actual": NHS_NUMBER})
    run.main.record("claim", {"id": "1"}, durable=True)
    assert [(record.seq, record.kind) for record in heard] == [
        (2, "check"),
        (3, "claim"),
    ]
    assert NHS_NUMBER not in str(heard[0].data)


def test_threads_write_one_chain(run: RunFolder) -> None:
    def write() -> None:
        for number in range(50):
            run.main.record("claim", {"n": number})

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line["seq"] for line in _lines(run)] == list(range(1, 202))


@pytest.mark.parametrize(
    ("moved", "jumps"),
    [(3.0, 1), (-3.0, 1), (1.9, 0)],
    ids=["forward", "back", "a-little"],
)
def test_a_jump_of_the_clock_is_recorded_once(
    run: RunFolder, fake: FakeClock, moved: float, jumps: int
) -> None:
    fake.pass_time(10, wall=moved)
    run.main.record("claim", {"id": "1"})
    run.main.record("claim", {"id": "2"})
    found = [line for line in _lines(run) if line["type"] == "clock.jump"]
    assert len(found) == jumps
    assert [cast("JsonObject", line["data"])["jump_ms"] for line in found] == [
        round(moved * 1000)
    ] * jumps


def test_a_closed_journal_refuses_records(run: RunFolder) -> None:
    run.main.close()
    run.main.close()
    with pytest.raises(EvidenceError, match="closed already"):
        run.main.record("claim", {})


@pytest.mark.parametrize("name", ["", "../gw0", "g w", "0"])
def test_a_process_has_a_plain_name(run: RunFolder, name: str) -> None:
    with pytest.raises(EvidenceError, match="no name of a process"):
        run.writer(name)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"name: Adrian Dyball\n", id="patient"),
        pytest.param(NHS_NUMBER.encode(), id="nhs-number"),
        pytest.param(JWT.encode(), id="jwt"),
        pytest.param(b"key: hunter2-hunter2\n", id="secret"),
    ],
)
def test_a_plan_that_says_too_much_is_not_stored(
    run: RunFolder, content: bytes
) -> None:
    run.main.redactor.learn("hunter2-hunter2", is_secret=True)
    with pytest.raises(
        EvidenceError, match=r"plan\.yaml: the file names a test patient"
    ):
        run.add_plan("plan.yaml", content)
    assert list((run.path / "plan").iterdir()) == []


def test_a_plan_is_stored_byte_by_byte(run: RunFolder) -> None:
    content = b"schema: bars-plan/1\r\nheaders: {Authorization: Bearer not-a-token-1}\n"
    digest = run.add_plan("plan.yaml", content)
    assert (run.path / "plan" / digest.removeprefix("sha256:")).read_bytes() == content


def test_a_folder_that_vanishes_stops_the_run(run: RunFolder, tmp_path: Path) -> None:
    run.main.keep(b"x", "text/plain")
    run.path.rename(tmp_path / "elsewhere")
    with pytest.raises(EvidenceError, match="folder is not there"):
        run.main.keep(b"x", "text/plain")


def test_a_file_in_the_folders_place_stops_the_run(run: RunFolder) -> None:
    run.main.keep(b"x", "text/plain")
    shutil.rmtree(run.path / "objects")
    (run.path / "objects").write_bytes(b"no folder")
    with pytest.raises(EvidenceError, match="evidence can not be written"):
        run.main.keep(b"x", "text/plain")
