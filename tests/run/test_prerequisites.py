"""Prerequisites: judged once per run, or for each test; unmet ones block."""

from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.stages import Stage
from tests.run.conftest import OpenBench
from tests.run.plans import CAPABLE
from tests.run.servers import Answer, Receiver

PLAN = """
prerequisites:
  - ref: PRE-01
    name: The service answers
    once: {once}
    check:
      request: {{get: /metadata, to: receiver}}
      expect: [{{status: 200}}]
  - ref: PRE-02
    name: The patient is known
    manual: {{by: user, instruct: Look, expect: They are there}}
    stages: [uat]
  - ref: PRE-03
    name: The hazard log is agreed
    attest: {{by: Clinical Safety Officer}}
    stages: [int]
tests:
  - ref: T-1
    name: A test
    workflows: [app1-slots]
    kind: happy-path
    prerequisites: [PRE-01, PRE-02, PRE-03]
    steps:
      - ref: ask
        name: Ask
        request: {{get: /Slot, to: receiver}}
        expect: [{{status: 404}}]
      - ref: again
        name: Ask again
        request: {{get: /Slot, to: receiver}}
        expect: [{{status: 404}}]
  - ref: T-2
    name: Another test
    workflows: [app1-slots]
    kind: happy-path
    prerequisites: [PRE-01]
    steps:
      - ref: ask
        name: Ask
        request: {{get: /Slot, to: receiver}}
        expect: [{{status: 404}}]
"""
RUN, TEST = PLAN.format(once="run"), PLAN.format(once="test")


def test_a_prerequisite_is_judged_once_per_run(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(RUN)
    first, second = opened.run("T-1"), opened.run("T-2")
    assert (first.outcome, second.outcome) == (Outcome.PASS, Outcome.PASS)
    assert receiver.paths("GET").count("/metadata") == 1
    [record] = opened.records("prereq")
    assert (record["ref"], record["outcome"], record["test"]) == (
        *("PRE-01", "pass", "P::T-1"),
    )
    assert first.prerequisites[0].checks
    assert second.prerequisites[0].outcome is Outcome.PASS


def test_a_prerequisite_may_be_judged_for_each_test(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", CAPABLE)
    opened = bench(TEST)
    opened.run("T-1")
    opened.run("T-2")
    assert receiver.paths("GET").count("/metadata") == 2


def test_an_unmet_prerequisite_blocks_every_test_that_needs_it(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", Answer(503))
    opened = bench(RUN)
    for result in (opened.run("T-1"), opened.run("T-2")):
        assert result.outcome is Outcome.BLOCKED
        assert result.reason == (
            "blocked: prerequisite PRE-01: expected status 200, actual status 503"
        )
        assert result.attribution is Attribution.RECEIVER
        assert {step.outcome for step in result.steps} == {Outcome.NOT_RUN}
    assert receiver.paths("GET") == ["/metadata"]


def test_a_test_that_waits_for_a_statement_is_pending_and_not_started(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = bench(RUN, stage=Stage.INT).run("T-1")
    assert (result.outcome, result.attribution) == (Outcome.PENDING, Attribution.PERSON)
    assert result.reason == (
        'pending: prerequisite PRE-03 "The hazard log is agreed" is for Clinical '
        "Safety Officer"
    )
    assert receiver.received == []


def test_a_test_that_waits_for_a_person_is_pending_and_not_started(
    receiver: Receiver, bench: OpenBench
) -> None:
    opened = bench(RUN, stage=Stage.UAT)
    result = opened.run("T-1")
    assert result.outcome is Outcome.PENDING
    assert "PRE-02" in result.reason
    assert opened.kinds() == ["test.finished"]


MANUAL = """
tests:
  - ref: T-1
    name: A test
    workflows: [app1-slots]
    kind: happy-path
    steps:
      - ref: ask
        name: Ask
        request: {get: /Slot, to: receiver}
        expect: [{status: 404}]
      - {ref: pause, name: Pause, flow: pause}
      - ref: look
        name: It is on the worklist
        %s
        stages: [uat]
"""
LOOK = "manual: {by: user, instruct: Look, expect: It is there}"
FLOWS = """
pause:
  title: Pause
  steps:
    - {ref: pause, name: Pause, wait: {for: 1ms}}
look:
  title: Look
  steps:
    - ref: look
      name: It is in the list
      manual: {by: user, instruct: Look, expect: It is there}
"""


def test_a_manual_step_of_another_stage_keeps_no_test_waiting(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = bench(MANUAL % LOOK, flows=FLOWS).run("T-1")
    assert result.outcome is Outcome.PASS
    assert [step.outcome for step in result.steps] == ["pass", "pass", "skip"]


def test_a_manual_step_keeps_the_whole_test_waiting(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = bench(MANUAL % LOOK, flows=FLOWS, stage=Stage.UAT).run("T-1")
    assert result.reason == 'pending: step look "It is on the worklist" is for a person'
    assert receiver.received == []


def test_a_manual_step_inside_a_flow_keeps_the_test_waiting(
    receiver: Receiver, bench: OpenBench
) -> None:
    result = bench(MANUAL % "flow: look", flows=FLOWS, stage=Stage.UAT).run("T-1")
    assert result.reason == 'pending: step look "It is in the list" is for a person'
