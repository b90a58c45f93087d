"""Reading again until what was waited for is there."""

from pytest_bars.outcomes import Attribution, Outcome
from tests.run.conftest import OpenBench
from tests.run.plans import TEST, appointment
from tests.run.servers import Answer, Receiver

POLL = f"""
vars: {{often: 10ms}}
{TEST}
    %s
    steps:
      - ref: read
        name: Wait until it is fulfilled
        request: {{get: /Appointment/a-1, to: receiver}}
        poll:
          until:
            - {{fhirpath: status = 'fulfilled', because: It is fulfilled}}
          every: "${{often}}"
          within: 300ms
        expect:
          - status: 200
"""
BOOKED, FULFILLED = (
    Answer(body=appointment(status=each)) for each in ("booked", "fulfilled")
)


def test_it_reads_again_until_the_condition_holds(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Appointment/a-1", BOOKED, BOOKED, FULFILLED)
    opened = bench(POLL % "")
    result = opened.run("T-1")
    assert result.outcome is Outcome.PASS, result
    assert result.steps[0].exchanges == (1, 2, 3)
    assert len(opened.records("check")) == 1
    assert len({each.headers["X-Request-Id"] for each in receiver.received}) == 3


def test_a_condition_that_never_holds_fails_and_is_shown(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Appointment/a-1", BOOKED)
    result = bench(POLL % "").run("T-1")
    assert result.outcome is Outcome.FAIL
    assert result.reason.startswith("read: It is fulfilled: expected status =")
    assert [each.outcome for each in result.steps[0].checks] == ["fail", "pass"]


def test_a_lost_read_is_one_more_try(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/Appointment/a-1", Answer(is_lost=True), FULFILLED)
    assert bench(POLL % "").run("T-1").outcome is Outcome.PASS


def test_when_every_read_is_lost_the_step_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Appointment/a-1", Answer(is_lost=True))
    result = bench(POLL % "").run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.attribution is Attribution.PLATFORM


def test_the_time_of_the_test_ends_a_poll(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/Appointment/a-1", BOOKED)
    result = bench(POLL % "within: 60ms").run("T-1")
    assert result.outcome is not Outcome.PASS
    assert len(receiver.received) < 10


def test_a_pause_that_is_no_duration_is_an_error_naming_it(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = bench(POLL % "", overrides={"often": "now and then"}).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason.startswith("error: read: poll.every: expected a duration")
    assert receiver.received == []
