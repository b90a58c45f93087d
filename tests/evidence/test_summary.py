"""The summary says what the records say, and no more."""

import json
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.bundle import RunFolder, seal
from pytest_bars.evidence.summary import as_json, summarise
from pytest_bars.outcomes import Outcome
from tests.evidence.scene import (
    TEST,
    FakeClock,
    close,
    exchange,
    obligation,
    oblige,
    open_scene,
    run_test,
)


def test_a_run_is_summed_up(bundle: Path) -> None:
    summary = summarise(bundle)
    assert (summary.run_no, summary.state, summary.exit_status) == (1, "sealed", 0)
    assert summary.is_complete
    assert summary.counts["pass"] == summary.counts["selected"] == 1
    assert [plan.files for plan in summary.plans] == [
        {"plan.bars.yaml": next((bundle / "plan").iterdir()).name.join(["sha256:", ""])}
    ]
    assert summary.processes == ("main",)


def test_a_test_is_told_with_steps_checks_and_exchanges(bundle: Path) -> None:
    (test,) = summarise(bundle).tests
    assert (test.id, test.ref, test.case, test.outcome) == (
        TEST,
        "BK-01",
        "a",
        Outcome.PASS,
    )
    assert test.last is not None
    (step,) = test.last.steps
    assert (step.address, step.kind, step.outcome) == ("book", "request", Outcome.PASS)
    assert [check.actual for check in step.checks] == ["status 200"]
    assert [(c.name, c.value) for c in step.captures] == [("booking_id", "6f6a2b1c")]
    (sent,) = step.exchanges
    assert sent.is_answered
    assert sent.number == 1
    assert summarise(bundle).exchanges == (sent,)


def test_an_unsealed_run_is_summed_up_with_its_problems(unsealed: Path) -> None:
    path = unsealed / "events" / "main.jsonl"
    path.write_bytes(path.read_bytes() + b'{"data')
    summary = summarise(unsealed)
    assert summary.state == "open"
    assert summary.problems == (
        "The last line of main is torn.",
        "The run is not sealed.",
        "Never closed: main.",
    )


def test_reruns_are_attempts_and_the_last_one_counts(
    run: RunFolder, fake: FakeClock
) -> None:
    oblige(run.main, obligation())
    run_test(run.main, outcome="fail")
    fake.pass_time(1)
    run.main.record("test.started", {"test": TEST})
    run.main.record(
        "test.finished", {"test": TEST, "outcome": "pass", "warnings": ["slow"]}
    )
    (test,) = summarise(run.path).tests
    assert [(a.number, a.outcome) for a in test.attempts] == [
        (1, Outcome.FAIL),
        (2, Outcome.PASS),
    ]
    assert test.outcome is Outcome.PASS
    assert summarise(run.path).warnings == ("slow",)


def test_the_last_attempt_counts_whichever_process_made_it(
    run: RunFolder, fake: FakeClock
) -> None:
    worker = run.writer("gw0")
    oblige(worker, obligation())
    worker.record("test.finished", {"test": TEST, "outcome": "fail"})
    fake.pass_time(1)
    run.main.record("test.finished", {"test": TEST, "outcome": "pass"})
    assert summarise(run.path).counts["pass"] == 1


def test_a_test_without_an_end_has_no_outcome(run: RunFolder) -> None:
    oblige(run.main, obligation())
    run.main.record("test.started", {"test": TEST})
    (test,) = summarise(run.path).tests
    assert test.outcome is None
    assert summarise(run.path).counts["unknown"] == 1


def test_a_test_left_out_is_not_run_with_its_reason(run: RunFolder) -> None:
    left = obligation(selected=False, reason="stage", is_stage_reason=True)
    oblige(run.main, left)
    (test,) = summarise(run.path).tests
    assert (test.outcome, test.reason, test.last) == (Outcome.NOT_RUN, "stage", None)
    assert test.is_stage_reason
    counts = summarise(run.path).counts
    assert (counts["not_run"], counts["selected"]) == (1, 0)


def test_one_process_that_selected_a_test_obliges_all(run: RunFolder) -> None:
    worker = run.writer("gw0")
    oblige(run.main, obligation())
    oblige(worker, obligation(selected=False))
    assert summarise(run.path).counts["selected"] == 1


@pytest.mark.parametrize("answer", ["http.lost", "nothing"])
def test_a_request_without_a_response_is_not_answered(
    run: RunFolder, answer: str
) -> None:
    oblige(run.main, obligation())
    run.main.record("http.sent", {"exchange": 4, "test": "", "step": ""})
    if answer == "http.lost":
        run.main.record("http.lost", {"exchange": 4, "is_unknown": True})
    (view,) = summarise(run.path).exchanges
    assert not view.is_answered
    assert (view.lost is not None) is (answer == "http.lost")


def test_an_answer_to_nothing_is_left_out(run: RunFolder) -> None:
    run.main.record("http.received", {"exchange": 9, "status": 200})
    assert summarise(run.path).exchanges == ()


def test_what_was_left_behind_is_told(run: RunFolder) -> None:
    for entry in ("a", "b"):
        data = {"entry": entry, "test": TEST, "type": "Appointment", "id": entry}
        run.main.record("ledger.opened", {**data, "undo": "cancel-booking"})
    run.main.record("ledger.closed", {"entry": "a", "by": "cancel"})
    summary = summarise(run.path)
    assert [entry.closed_by for entry in summary.ledger] == ["cancel", None]
    assert [entry.id for entry in summary.left_behind] == ["b"]


def test_the_rest_of_the_records_is_told(run: RunFolder, fake: FakeClock) -> None:
    run.main.record("prereq", {"plan": "PLAN", "ref": "PRE-01", "outcome": "pass"})
    run.main.record("collect.error", {"path": "bad.yaml", "message": "no"})
    run.main.record("claim", {"test": TEST, "id": "slot-1"})
    fake.pass_time(1, wall=10)
    run.main.record("run.interrupted", {"reason": "Ctrl-C"})
    summary = summarise(run.path)
    assert [view.ref for view in summary.prerequisites] == ["PRE-01"]
    assert [error.path for error in summary.collect_errors] == ["bad.yaml"]
    assert [claim["id"] for claim in summary.claims] == ["slot-1"]
    assert summary.clock_jumps == 1
    assert "The run was interrupted." in summary.problems


def test_records_of_odd_shape_are_taken_as_empty(run: RunFolder) -> None:
    oblige(run.main, obligation())
    run.main.record("test.finished", {"test": TEST, "outcome": "excellent"})
    run.main.record("check", {"test": TEST, "step": 3, "outcome": None})
    run.main.record("plan.obligations", {"plans": 1, "tests": [1, "x"]})
    (test,) = summarise(run.path).tests
    assert test.outcome is None


def test_a_long_list_of_problems_is_cut(run: RunFolder) -> None:
    oblige(run.main, *[obligation(f"P::T{number}") for number in range(9)])
    assert any("P::T4 and 4 more" in text for text in summarise(run.path).problems)


def test_a_broken_bundle_is_not_summed_up(bundle: Path) -> None:
    path = bundle / "events" / "main.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Book it", b"Book on", 1))
    with pytest.raises(
        EvidenceError, match=r"do not hold, line \d+: .* evidence verify"
    ):
        summarise(bundle)


def test_what_is_no_evidence_is_not_summed_up(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no evidence folder"):
        summarise(tmp_path)


def test_a_summary_is_json(run: RunFolder) -> None:
    oblige(run.main, obligation())
    run_test(run.main)
    exchange(run.main, 2, "")
    close(run.main)
    seal(run, clock=run.clock)
    said = as_json(summarise(run.path))
    assert json.loads(json.dumps(said)) == said
    assert as_json({"path": Path("a"), "none": None}) == {"path": "a", "none": None}


def test_a_summary_of_an_empty_run_is_empty(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    (run.path / "events" / "main.jsonl").unlink()
    summary = summarise(run.path)
    assert (summary.tests, summary.run_no, summary.opened) == ((), 0, "")
    assert "No process wrote a record." in summary.problems
