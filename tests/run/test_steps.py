"""Steps in order, and what is run after one that does not pass."""

from dataclasses import replace

import pytest

from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.results import TestResult
from pytest_bars.stages import Stage
from tests.run.conftest import OpenBench
from tests.run.plans import CAPABLE, TEST, reading
from tests.run.servers import Answer, Receiver, outcome

STATEMENT: dict[str, Json] = {"resourceType": "CapabilityStatement"}
THREE = f"""{TEST}
    steps:
      - ref: one
        name: The first
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200, %s}}, {{resource: CapabilityStatement}}]
        %s
      - {{ref: two, name: The second, wait: {{for: 1ms}}}}
      - ref: three
        name: The third
        request: {{get: /Slot, to: receiver}}
        expect: [{{status: 404}}]
"""


def _outcomes(result: TestResult) -> list[str]:
    return [step.outcome.value for step in result.steps]


def test_after_a_failed_step_the_rest_is_not_run(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", replace(CAPABLE, status=500))
    opened = bench(THREE % ("because: It is up", ""))
    result = opened.run("T-1")
    assert _outcomes(result) == ["fail", "not_run", "not_run"]
    assert [check.outcome for check in result.steps[0].checks] == ["fail", "pass"]
    assert result.steps[1].reason == "one did not pass"
    assert [each["outcome"] for each in opened.records("step.finished")] == [
        *("fail", "not_run", "not_run"),
    ]


def test_a_step_that_continues_lets_the_rest_run(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", replace(CAPABLE, status=500))
    result = bench(THREE % ("because: It is up", "continue: true")).run("T-1")
    assert _outcomes(result) == ["fail", "pass", "pass"]
    assert result.outcome is Outcome.FAIL


def test_on_fail_stop_ends_judging_and_overrules_continue(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(500))
    result = bench(THREE % ("on_fail: stop", "continue: true")).run("T-1")
    assert _outcomes(result) == ["fail", "not_run", "not_run"]
    assert len(result.steps[0].checks) == 1


def test_on_fail_stop_that_holds_stops_nothing(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    assert bench(THREE % ("on_fail: stop", "")).run("T-1").outcome is Outcome.PASS


def test_a_step_of_another_stage_is_left_out_and_does_not_count(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    text = THREE % ("because: It is up", "stages: [local, uat]")
    result = bench(text.replace("status: 404", "status: [200, 404]"), stage=Stage.INT)
    done = result.run("T-1")
    assert _outcomes(done) == ["skip", "pass", "pass"]
    assert done.outcome is Outcome.PASS
    assert done.steps[0].reason == "runs only in local, uat"


def test_missing_data_blocks_and_is_nobodys_fault(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    check = "{fhirpath: rest.exists(), because: It offers REST, on_fail: blocked}"
    result = bench(reading("status: 200", check)).run("T-1")
    assert result.outcome is Outcome.BLOCKED
    assert result.attribution is Attribution.DATA
    assert result.reason == (
        "blocked: read: It offers REST: expected rest.exists() is true, actual false"
    )


def test_a_plain_fail_outweighs_missing_data(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(500, {"resourceType": "Bundle"}))
    check = "{fhirpath: entry.exists(), because: B, on_fail: blocked}"
    result = bench(reading(check, "status: 200")).run("T-1")
    assert result.outcome is Outcome.FAIL
    assert result.reason == "read: expected status 200, actual status 500"


def test_a_warning_is_told_and_does_not_fail(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    check = "{resource: Bundle, severity: warn}"
    opened = bench(reading("status: 200", check))
    result = opened.run("T-1")
    assert result.outcome is Outcome.PASS
    assert result.warnings == ("read: expected a Bundle, actual a CapabilityStatement",)
    assert opened.records("check")[1]["severity"] == "warn"


def test_a_failed_step_tells_what_the_answer_says(
    receiver: Receiver, bench: OpenBench
) -> None:
    body = outcome("REC_UNAVAILABLE", "transient")
    receiver.on("GET", "/metadata", Answer(503, body))
    result = bench(reading("status: 200")).run("T-1")
    assert result.steps[0].diagnostics == (
        "REC_UNAVAILABLE (transient): told as transient",
    )


@pytest.mark.parametrize("body", [b"<html>", b'{"resourceType":"Bundle"}'])
def test_an_answer_that_says_nothing_has_no_diagnostics(
    receiver: Receiver, bench: OpenBench, body: bytes
) -> None:
    receiver.on("GET", "/metadata", Answer(503, body))
    result = bench(reading("status: 200")).run("T-1")
    assert result.steps[0].diagnostics == ()


def test_a_check_that_cannot_be_judged_is_an_error_of_the_harness(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    result = bench(reading("{fhirpath: id, because: It has an id}")).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.attribution is Attribution.HARNESS
    assert "not one true or false" in result.reason


def test_a_lost_read_is_an_error_of_the_platform(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(is_lost=True))
    result = bench(reading("status: 200")).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.attribution is Attribution.PLATFORM
    assert result.reason.startswith("error: read: no answer (")
    assert result.steps[0].checks == ()
    assert result.steps[0].diagnostics == ()


TOLD = f"""{TEST}
    steps:
      - ref: ask
        name: Ask which status comes next
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
        capture: {{next: {{fhirpath: name}}}}
      - ref: read
        name: Read it
        request: {{get: /Slot, to: receiver}}
        expect:
          - body: {{json: {{id: "${{next}}"}}}}
          - {{status: "${{next}}"}}
          - {{header: X-Correlation-Id, equals: "${{sent.X-Correlation-Id}}"}}
"""


def test_an_expression_is_resolved_when_its_check_is_judged(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(body={**STATEMENT, "name": 200}))
    receiver.on("GET", "/Slot", Answer(body={"resourceType": "Slot", "id": 200}))
    result = bench(TOLD).run("T-1")
    assert result.outcome is Outcome.PASS, result


def test_a_value_that_does_not_fit_its_check_is_an_error_naming_the_field(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(body={**STATEMENT, "name": "fine"}))
    receiver.on("GET", "/Slot", Answer(body={"resourceType": "Slot", "id": "fine"}))
    result = bench(TOLD).run("T-1")
    assert result.outcome is Outcome.ERROR
    first, second, third = result.steps[1].checks
    assert second.actual == "status: Input should be a valid integer"
    assert (first.outcome, second.outcome, third.outcome) == ("pass", "error", "pass")


DYNAMIC = f"""
vars: {{pause: 1ms, again: same-request}}
{TEST}
    steps:
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
      - {{ref: pause, name: Pause, wait: {{for: "${{pause}}"}}}}
"""


def test_a_step_is_resolved_when_it_runs(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    assert bench(DYNAMIC).run("T-1").outcome is Outcome.PASS


def test_a_value_that_does_not_fit_its_step_is_an_error_naming_the_field(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    result = bench(DYNAMIC, overrides={"pause": "a while"}).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.attribution is Attribution.DATA
    assert result.reason.startswith("error: pause: wait.for: expected a duration")


CONVERSATIONS = f"""{TEST}
    steps:
      - ref: one
        name: The first
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
      - ref: two
        name: In another conversation
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
        conversation: other
      - ref: three
        name: In the first again
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
      - ref: four
        name: With an id of its own
        request: {{get: /metadata, to: receiver, correlation_id: mine}}
        expect: [{{status: 200}}]
"""


def test_a_conversation_has_one_correlation_id(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    assert bench(CONVERSATIONS).run("T-1").outcome is Outcome.PASS
    one, two, three, four = (
        each.headers["X-Correlation-Id"] for each in receiver.received
    )
    assert one == three != two
    assert four == "mine"
    assert len({each.headers["X-Request-Id"] for each in receiver.received}) == 4
