"""Response times are judged over a run, apart from its tests."""

from pathlib import Path

import pytest

from pytest_bars.evidence.views import ExchangeView
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.reports.response_times import (
    FEWEST,
    OTHERS,
    ResponseTimes,
    Verdict,
    measure,
    measure_run,
)
from pytest_bars.reports.response_times_text import (
    response_times_lines,
    response_times_summary,
)
from tests.evidence.scene import open_scene

MESSAGE = "/$process-message"


def _exchange(
    took: int, *, path: str = MESSAGE, lost: str = "", headers: Json = None
) -> ExchangeView:
    method = "POST" if path == MESSAGE else "GET"
    sent: JsonObject = {"method": method, "path": path, "headers": headers}
    ended: JsonObject = {"duration_ms": took, "kind": lost}
    is_open = lost == "open"
    return ExchangeView(
        number=1,
        process="main",
        test="",
        step="",
        sent=sent,
        received=ended if not lost else None,
        lost=ended if lost and not is_open else None,
    )


def _measure(*exchanges: ExchangeView) -> ResponseTimes:
    return measure(exchanges, is_rehearsal=False)


def _verdicts(times: ResponseTimes, scope: str = MESSAGE) -> list[Verdict]:
    return [each.verdict for each in times.judgements if each.scope == scope]


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    times = _measure(*(_exchange(ms) for ms in range(10, 110, 10)))
    (found,) = times.operations
    assert found.operation == "POST /$process-message"
    assert (found.count, found.p50_ms, found.p90_ms, found.max_ms) == (10, 50, 90, 100)


def test_operations_are_told_by_their_path_and_messages_apart() -> None:
    times = _measure(
        _exchange(1),
        _exchange(2, path="/Appointment/a1"),
        _exchange(3, path="/Appointment/b2"),
        _exchange(4, path="/Slot?status=free"),
        _exchange(5, path="/Nowhere"),
    )
    assert {each.operation: each.count for each in times.operations} == {
        "GET /Appointment/{id}": 2,
        "GET /Slot": 1,
        "GET other": 1,
        "POST /$process-message": 1,
    }
    assert {each.operation: each.count for each in times.scopes} == {
        MESSAGE: 1,
        OTHERS: 4,
    }


@pytest.mark.parametrize(
    ("took", "p90", "every"),
    [
        pytest.param([100] * 20, Verdict.MET, Verdict.MET, id="fast"),
        pytest.param(
            [100] * 18 + [2099] * 2, Verdict.MET, Verdict.MET, id="just below"
        ),
        pytest.param([100] * 18 + [2100] * 2, Verdict.MET, Verdict.MET, id="a tenth"),
        pytest.param(
            [100] * 17 + [2100] * 3, Verdict.NOT_MET, Verdict.MET, id="more slow"
        ),
        pytest.param([100] * 19 + [4999], Verdict.MET, Verdict.MET, id="slowest"),
        pytest.param([100] * 19 + [5000], Verdict.MET, Verdict.NOT_MET, id="one late"),
        pytest.param(
            [1] * (FEWEST - 1), Verdict.TOO_FEW, Verdict.TOO_FEW, id="too few"
        ),
        pytest.param([3000, 5000], Verdict.TOO_FEW, Verdict.NOT_MET, id="few, late"),
        pytest.param([], Verdict.TOO_FEW, Verdict.TOO_FEW, id="none"),
    ],
)
def test_a_limit_is_met_or_not_or_there_is_too_little_to_say(
    took: list[int], p90: Verdict, every: Verdict
) -> None:
    assert _verdicts(_measure(*map(_exchange, took))) == [p90, every]


def test_slow_messages_do_not_spoil_the_rest() -> None:
    slow = [_exchange(6000) for _ in range(20)]
    fast = [_exchange(10, path="/Slot") for _ in range(20)]
    times = _measure(*slow, *fast)
    assert _verdicts(times) == [Verdict.NOT_MET, Verdict.NOT_MET]
    assert _verdicts(times, OTHERS) == [Verdict.MET, Verdict.MET]


def test_an_answer_nobody_waited_for_counts_with_the_wait() -> None:
    times = _measure(*[_exchange(10)] * 30, _exchange(35_000, lost="timeout"))
    (found,) = times.operations
    assert (found.count, found.unanswered, found.max_ms) == (30, 1, 10)
    assert _verdicts(times) == [Verdict.MET, Verdict.NOT_MET]


@pytest.mark.parametrize("lost", ["tcp", "open"])
def test_what_was_lost_otherwise_took_no_time(lost: str) -> None:
    times = _measure(*[_exchange(10)] * 30, _exchange(35_000, lost=lost))
    assert _verdicts(times) == [Verdict.MET, Verdict.MET]


def test_a_fault_that_was_asked_for_is_left_out() -> None:
    asked: Json = [["bars-simulator-fault", "delay"]]
    times = _measure(*[_exchange(10)] * 30, _exchange(9000, headers=asked))
    assert _verdicts(times) == [Verdict.MET, Verdict.MET]
    assert times.operations[0].count == 30
    others: Json = [["X-Request-Id", "1"], "odd"]
    assert _measure(_exchange(10, headers=others)).operations[0].count == 1


def test_the_measuring_point_is_stated() -> None:
    assert "network and BaRS proxy included" in _measure().measured
    rehearsed = measure([], is_rehearsal=True)
    assert rehearsed.is_rehearsal
    assert "nothing of any product" in rehearsed.measured


def test_a_run_is_measured_by_its_evidence(tmp_path: Path) -> None:
    run = open_scene(tmp_path)
    sent: JsonObject = {"exchange": 1, "method": "GET", "path": "/metadata"}
    run.main.record("http.sent", sent)
    run.main.record("http.received", {"exchange": 1, "duration_ms": 12.4})
    run.main.close()
    times = measure_run(run.path)
    assert times.is_rehearsal
    (found,) = times.operations
    assert (found.operation, found.max_ms) == ("GET /metadata", 12)


def test_the_text_says_found_limit_and_verdict() -> None:
    lines = [*response_times_lines(_measure(*[_exchange(10)] * 20))]
    assert lines[0].startswith("response times, measured at the harness")
    assert "  POST /$process-message: 20 answered, p50 10 ms, p90 10 ms, max 10 ms" in (
        lines
    )
    assert (
        "  nfr-time-1 met: 90% of requests of /$process-message below 2100 ms; "
        "found 10 ms in 20"
    ) in lines
    assert (
        "  nfr-time-2 not enough samples: every request of every other operation "
        "below 5000 ms; found 0 ms in 0"
    ) in lines


def test_the_summary_has_messages_the_rest_and_where_it_was_measured() -> None:
    times = _measure(_exchange(10), _exchange(40_000, lost="timeout"))
    messages, rest, where = response_times_summary(times)
    assert messages == (
        "/$process-message: 1 answered, p50 10 ms, p90 10 ms, max 10 ms, 1 without an "
        "answer in time: nfr-time-1 not enough samples, nfr-time-2 not met"
    )
    assert rest == (
        "every other operation: no answer: nfr-time-1 not enough samples, "
        "nfr-time-2 not enough samples"
    )
    assert where == times.measured
