"""A small run to look at: what is written of one test, and a sealed bundle."""

from collections.abc import Mapping
from pathlib import Path

from pytest_bars.evidence.bundle import RunFacts, RunFolder, open_run, seal
from pytest_bars.evidence.clock import NANOSECONDS, Clock
from pytest_bars.evidence.writer import EvidenceWriter
from pytest_bars.jsontypes import Json, JsonObject

NHS_NUMBER = "9658499007"
JWT = "eyJhbGciOiJSUzUxMiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl"
PATIENT: JsonObject = {
    "alias": "adult_1",
    "nhs_number": NHS_NUMBER,
    "name": "Adrian DYBALL",
    "family": "DYBALL",
    "given": "Adrian",
    "birth_date": "1932-10-29",
    "postcode": "DN17 4LR",
    "gender": "male",
}
TEST = "PLAN::BK-01[a]"
BODY = b'{"resourceType":"Appointment","id":"6f6a2b1c","status":"booked"}'


class FakeClock:
    """A clock that is moved by hand. It begins on 1 March 2026, 12:00 UTC."""

    def __init__(self) -> None:
        self.wall = 1_772_366_400 * NANOSECONDS
        self.mono = 5_000_000_000_000

    def pass_time(self, seconds: float, *, wall: float = 0.0) -> None:
        self.wall += round((seconds + wall) * NANOSECONDS)
        self.mono += round(seconds * NANOSECONDS)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.mono)


def facts(project: str = "anytown") -> RunFacts:
    """Return the facts of a rehearsal."""
    return RunFacts(
        project=project,
        stage="local",
        profile="local",
        nhs_environment="simulator",
        rehearsal=True,
        seed=7,
    )


def obligation(test: str = TEST, **more: Json) -> JsonObject:
    """Return one obligation."""
    plan, _, rest = test.partition("::")
    ref, _, case = rest.partition("[")
    return {
        "test": test,
        "plan": plan,
        "ref": ref,
        "case": case.removesuffix("]") or None,
        "name": "Book an appointment",
        "kind": "happy-path",
        "workflows": ["app1-booking-new"],
        "requirements": [],
        "digest": "sha256:" + "0" * 64,
        "selected": True,
        "reason": "",
        "is_stage_reason": False,
        **more,
    }


def oblige(
    writer: EvidenceWriter, *tests: JsonObject, digest: str | None = None
) -> None:
    """Write down what must end with an outcome."""
    plan: JsonObject = {
        "plan": "PLAN",
        "version": "1.0.0",
        "title": "A plan",
        "path": "plan.bars.yaml",
        "digest": "sha256:" + "1" * 64,
        "files": []
        if digest is None
        else [{"path": "plan.bars.yaml", "digest": digest}],
    }
    writer.record(
        "plan.obligations", {"plans": [plan], "tests": list(tests)}, durable=True
    )


def exchange(writer: EvidenceWriter, number: int = 1, test: str = TEST) -> None:
    """Write one request and its response."""
    common: Mapping[str, Json] = {"exchange": number, "test": test, "step": "book"}
    body = writer.keep(BODY, "application/fhir+json")
    sent: JsonObject = {
        **common,
        "method": "POST",
        "url": "http://127.0.0.1/FHIR/R4/$process-message",
        "path": "/$process-message",
        "headers": [["X-Request-Id", "0b3a5f5e-8f1c-4b7e-9f8e-0c1d2e3f4a5b"]],
        "body": body,
        "effect": {"kind": "create", "resource_type": "Appointment", "undo": "cancel"},
    }
    writer.record("http.sent", sent, durable=True)
    writer.record("http.received", {**common, "status": 200, "body": body})


def run_test(writer: EvidenceWriter, test: str = TEST, outcome: str = "pass") -> None:
    """Write one test with one step, one exchange, a check and a capture."""
    step: JsonObject = {"test": test, "step": "book", "name": "Book it"}
    writer.record("test.started", {"test": test, "attempt": 1})
    writer.record("step.started", {**step, "kind": "request"})
    exchange(writer, test=test)
    check: JsonObject = {"kind": "status", "outcome": "pass", "expected": "status 200"}
    writer.record("check", {**step, **check, "actual": "status 200"})
    captured: JsonObject = {"name": "booking_id", "type": "id", "value": "6f6a2b1c"}
    writer.record("capture", {"test": test, "step": "book", **captured})
    writer.record(
        "step.finished",
        {**step, "kind": "request", "outcome": outcome, "exchanges": [1]},
    )
    writer.record("test.finished", {"test": test, "outcome": outcome, "reason": ""})


def close(writer: EvidenceWriter) -> None:
    """End a process's records."""
    writer.record("run.closed", {"exit_status": 0, "counts": {}}, durable=True)
    writer.close()


def open_scene(root: Path, fake: FakeClock | None = None) -> RunFolder:
    """Open a run with one declared patient."""
    clock = (fake or FakeClock()).clock
    return open_run(root, facts(), declared=[PATIENT], clock=clock)


def sealed_scene(root: Path) -> Path:
    """Return a sealed bundle with one plan file and one passed test."""
    run = open_scene(root)
    digest = run.add_plan("plan.bars.yaml", b"schema: bars-plan/1\n")
    oblige(run.main, obligation(), digest=digest)
    run_test(run.main)
    close(run.main)
    seal(run, clock=run.clock)
    return run.path
