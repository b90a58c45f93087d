"""Records of a test become the tree of what happened."""

from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import Json
from pytest_bars.reports.stories import StepStory, milliseconds, tell_steps


def _records(*told: tuple[str, dict[str, Json]]) -> list[Record]:
    return [
        Record(n, kind, data, f"2026-11-23T08:00:00.{n:03}Z", n)
        for n, (kind, data) in enumerate(told, start=1)
    ]


def _step(kind: str, address: str) -> tuple[str, dict[str, Json]]:
    return f"step.{kind}", {
        "step": address,
        "name": address.upper(),
        "outcome": "pass",
        "reason": "",
    }


def _sent(number: int) -> tuple[str, dict[str, Json]]:
    return "http.sent", {"exchange": number, "method": "GET", "path": "/metadata"}


def _shape(steps: list[StepStory]) -> list[object]:
    return [(step.address, _shape(step.steps)) for step in steps]


def test_steps_of_a_flow_stand_below_it() -> None:
    told = _records(
        _step("started", "book"),
        _step("started", "book.slots"),
        _step("finished", "book.slots"),
        _step("finished", "book"),
        _step("started", "read"),
        _step("finished", "read"),
    )
    steps = tell_steps(told)
    assert _shape(steps) == [("book", [("book.slots", [])]), ("read", [])]
    assert steps[0].name == "BOOK"
    assert steps[0].outcome == "pass"
    assert steps[0].stopped - steps[0].started == 3


def test_exchanges_and_checks_belong_to_their_step() -> None:
    told = _records(
        _step("started", "ask"),
        _sent(1),
        ("http.received", {"exchange": 1, "status": 200}),
        _sent(2),
        ("http.lost", {"exchange": 2, "kind": "tcp"}),
        _sent(3),
        ("check", {"expected": "status 200"}),
        _step("finished", "ask"),
        ("test.finished", {}),
    )
    (step,) = tell_steps(told)
    assert [each.title for each in step.exchanges] == [
        "GET /metadata -> 200",
        "GET /metadata -> lost: tcp",
        "GET /metadata -> no answer yet",
    ]
    assert step.checks == [{"expected": "status 200"}]


def test_what_belongs_to_no_step_is_told_too() -> None:
    (outside,) = tell_steps(_records(_sent(1), ("check", {"expected": "x"})))
    assert outside.address == "outside"
    assert len(outside.exchanges) == len(outside.checks) == 1
    (only_checks,) = tell_steps(_records(("check", {"expected": "x"})))
    assert only_checks.started == 0


def test_a_step_that_never_ended_has_no_outcome() -> None:
    (step,) = tell_steps(_records(_step("started", "ask")))
    assert (step.outcome, step.reason) == ("", "")


def test_a_step_that_never_started_is_told_as_it_is() -> None:
    (step,) = tell_steps(_records(_step("finished", "late")))
    assert (step.address, step.outcome) == ("late", "pass")


def test_times_are_milliseconds() -> None:
    assert milliseconds("1970-01-01T00:00:01.250Z") == 1250
