"""A test from its prerequisites to its roll-up."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from pytest_bars.compile.model import TestBody
from pytest_bars.errors import EvidenceError
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.run.coordination import LocalCoordinator
from pytest_bars.stages import Stage
from tests.run.bench import Bench, Ticking
from tests.run.conftest import OpenBench
from tests.run.plans import CANCEL_FLOW, CAPABLE, CLEANUP, appointment, booking, reading
from tests.run.servers import Answer, Receiver


def test_a_test_whose_expected_results_hold_passes(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    result = bench(reading("status: 200", "resource: CapabilityStatement")).run("T-1")
    assert result.outcome is Outcome.PASS, result
    assert [check.outcome for check in result.steps[0].checks] == ["pass", "pass"]
    assert (result.reason, result.attribution, result.next_action) == ("", None, "")


def test_every_event_is_journalled_in_order(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(reading("status: 200", "resource: CapabilityStatement"))
    opened.run("T-1")
    assert opened.kinds() == [
        *("test.started", "step.started", "http.sent", "http.received"),
        *("check", "check", "step.finished", "test.finished"),
    ]


def test_the_records_name_test_step_and_verdict(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(500))
    opened = bench(reading("{status: 200, requirements: [core-booking-receiver-1]}"))
    opened.run("T-1")
    [check] = opened.records("check")
    assert check["test"] == "P::T-1"
    assert (check["step"], check["kind"], check["outcome"]) == (
        "read",
        "status",
        "fail",
    )
    assert check["requirements"] == ["core-booking-receiver-1"]
    [step] = opened.records("step.finished")
    assert (step["outcome"], step["exchanges"]) == ("fail", [1])
    [test] = opened.records("test.finished")
    assert (test["outcome"], test["attribution"]) == ("fail", "receiver")


def test_a_failed_expected_result_fails_the_test(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(500))
    result = bench(reading("status: 200")).run("T-1")
    assert result.outcome is Outcome.FAIL
    assert result.reason == "read: expected status 200, actual status 500"
    assert result.attribution is Attribution.RECEIVER
    assert result.steps[0].curl.startswith("curl --request GET http://127.0.0.1")


@pytest.mark.parametrize(
    ("name", "key"),
    [("patient", "patient adult_1"), ("service", '"2000072489"')],
)
def test_what_is_exclusive_is_held_by_its_value(
    receiver: Receiver, bench: OpenBench, name: str, key: str
) -> None:
    seen: list[str] = []

    class Watching(LocalCoordinator):
        @contextmanager
        def exclusive(self, keys: Iterable[str]) -> Iterator[None]:
            with super().exclusive(keys):
                seen.extend(keys)
                yield

    receiver.on("GET", "/metadata", CAPABLE)
    head = 'vars: {patient: {patient: adult_1}, service: "${profile.target.value}"}'
    text = head + reading("status: 200", more=f"    exclusive: [{name}]\n")
    assert bench(text, coordinator=Watching()).run("T-1").outcome is Outcome.PASS
    assert seen == [key]


def test_a_test_its_stage_forbids_is_left_out(
    receiver: Receiver, bench: OpenBench
) -> None:
    text = reading("status: 500").replace("happy-path", "error")
    result = bench(text, stage=Stage.PROD).run("T-1")
    assert result.outcome is Outcome.SKIP
    assert result.reason.startswith("skip: Technical Go Live runs happy-path tests")
    assert receiver.received == []


def test_a_test_that_is_not_started_is_journalled(bench: OpenBench) -> None:
    opened = bench(reading("status: 200", more="    not_in: {int: no partner yet}\n"))
    profile = replace(opened.session.profile, stage=Stage.INT)
    at_int = replace(opened, session=replace(opened.session, profile=profile))
    assert at_int.run("T-1").outcome is Outcome.SKIP
    assert opened.kinds() == ["test.finished"]


def test_a_patient_the_profile_lacks_is_an_error(bench: OpenBench) -> None:
    text = booking(cleanup=CLEANUP)
    opened = bench(text, flows=CANCEL_FLOW, overrides={"patient": "nobody"})
    result = opened.run("T-1")
    assert result.outcome is Outcome.ERROR
    assert "declares no patient nobody for the variable patient" in result.reason
    assert result.attribution is Attribution.DATA


def test_the_time_of_a_test_is_limited(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/metadata", replace(CAPABLE, delay=0.3))
    result = bench(reading("status: 200", more="    within: 100ms\n")).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert "no answer (timeout)" in result.reason


def test_waiting_for_another_test_does_not_count(
    receiver: Receiver, bench: OpenBench
) -> None:
    class Busy(LocalCoordinator):
        @contextmanager
        def exclusive(self, keys: Iterable[str]) -> Iterator[None]:
            clock.pass_by(60)
            with super().exclusive(keys):
                yield

    receiver.on("GET", "/metadata", CAPABLE)
    more = "    within: 10s\n    exclusive: [desk]\n"
    text = "vars: {desk: front}" + reading("status: 200", more=more)
    clock = Ticking(step=0.01)
    result = bench(text, clock=clock, coordinator=Busy()).run("T-1")
    assert clock.monotonic() > 60
    assert result.outcome is Outcome.PASS, result


def test_a_test_that_ends_too_late_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    text = reading("status: 200", more="    within: 1s\n")
    clock = Ticking(step=0.2)
    result = bench(text, clock=clock).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason.startswith("error: it took longer than its ")
    assert result.attribution is Attribution.PLATFORM


def test_a_test_of_which_no_step_runs_in_the_stage_cannot_pass(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(reading("status: 200"))
    test = opened.session.plan.test("T-1")
    steps = tuple(replace(step, stages=frozenset({Stage.UAT})) for step in test.steps)
    elsewhere = replace(test, build=lambda: TestBody(steps, ()))
    plan = replace(opened.session.plan, tests=(elsewhere,))
    result = replace(opened, session=replace(opened.session, plan=plan)).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason == "error: no step of it runs in Rehearsal"
    assert result.steps[0].reason == "runs only in uat"


def test_what_is_left_behind_keeps_a_test_from_passing(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", Answer(201, appointment()))
    receiver.on("DELETE", "/Appointment/a-1", Answer(500))
    result = bench(booking(cleanup=CLEANUP), flows=CANCEL_FLOW).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.left_behind == ("Appointment/a-1",)
    assert result.reason == ("error: Appointment/a-1 was created and is not undone")
    assert result.next_action.startswith("First undo Appointment/a-1 at the Receiver. ")
    assert any("cleanup.cleanup-1 fail" in line for line in result.warnings)


def test_an_interrupted_test_is_cleaned_up_and_recorded(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", Answer(201, appointment()))
    receiver.on("DELETE", "/Appointment/a-1", Answer(200, appointment()))
    wait = "      - {ref: pause, name: Pause, wait: {for: 1s}}\n"
    text = booking(after=wait, cleanup=CLEANUP)
    opened = bench(text, flows=CANCEL_FLOW, sleep=interrupt)
    with pytest.raises(KeyboardInterrupt):
        opened.run("T-1")
    assert receiver.paths("DELETE") == ["/Appointment/a-1"]
    [finished] = opened.records("test.finished")
    assert finished["outcome"] == "error"
    assert finished["reason"] == "error: broken off by KeyboardInterrupt"
    assert finished["left_behind"] == []


def test_without_evidence_the_run_stops_and_sends_nothing(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(reading("status: 200"))
    opened.journal.close()
    with pytest.raises(EvidenceError):
        opened.run("T-1")
    assert receiver.received == []


def test_losing_the_journal_midway_stops_without_cleanup(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("POST", "/Appointment", Answer(201, appointment()))
    wait = "      - {ref: pause, name: Pause, wait: {for: 1s}}\n"
    text = booking(after=wait, cleanup=CLEANUP)
    opened: Bench = bench(
        text, flows=CANCEL_FLOW, sleep=lambda _: opened.journal.close()
    )
    with pytest.raises(EvidenceError):
        opened.run("T-1")
    assert receiver.paths("POST") == ["/Appointment"]
    assert receiver.paths("DELETE") == []


def test_a_second_attempt_has_ids_of_its_own(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(reading("status: 200"))
    opened.run("T-1")
    opened.run("T-1")
    assert [each["attempt"] for each in opened.records("test.started")] == [1, 2]
    first, second = (each.headers["X-Request-Id"] for each in receiver.received)
    assert first != second


def test_a_var_with_a_uuid_is_made_for_each_test(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    text = reading("status: 200").replace(
        "/metadata,", "/metadata, query: {a: '${id}'},"
    )
    opened = bench('vars: {id: "${uuid}"}\n' + text)
    opened.run("T-1")
    opened.run("T-1")
    first, second = (each.query for each in receiver.received)
    assert first != second


def test_texts_of_a_failure_are_redacted(receiver: Receiver, bench: OpenBench) -> None:
    number = "9658499007"
    receiver.on("GET", "/metadata", Answer(body=f"no {number}".encode()))
    check = '{body: {contains: "${patient.nhs_number}"}, on_fail: stop}'
    text = "vars: {patient: {patient: adult_1}}\n" + reading(
        check, "{body: {json: {a: 1}}}"
    )
    result = bench(text.replace("contains", "equals")).run("T-1")
    assert result.outcome is Outcome.FAIL
    assert number not in repr(result)


def interrupt(_: float) -> None:
    raise KeyboardInterrupt
