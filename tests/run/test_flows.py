"""Flows: private names, returns, and their last exchange."""

from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, Outcome
from tests.run.conftest import OpenBench
from tests.run.plans import CAPABLE, TEST, slots
from tests.run.servers import Answer, Receiver

FLOWS = """
find:
  title: Find a slot
  params: {status: string, limit: {type: integer, required: false}}
  returns: {slot_id: id, nothing: id}
  steps:
    - ref: ask
      name: Ask for slots
      request:
        get: /Slot
        to: receiver
        query: {status: "${status}", _count: "${limit}"}
      expect: [{status: 200}]
      capture:
        slot_id: {fhirpath: "entry.resource.ofType(Slot).id.first()", type: id}
    - ref: later
      name: Ask later
      request: {get: /metadata, to: receiver}
      expect: [{status: 200}]
      stages: [uat]
      capture:
        nothing: {fhirpath: id, type: id}
outer:
  title: Find one by another flow
  params: {status: string}
  returns: {}
  steps:
    - {ref: inner, name: Find it, flow: find, with: {status: "${status}"}}
"""
USING = f"""{TEST}
    steps:
      - ref: tell
        name: Ask for which slots to ask
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
        capture: {{status: {{fhirpath: name}}}}
      - ref: found
        name: Find a slot
        flow: find
        with: {{status: "${{status}}"}}
        expect:
          - fhirpath: entry.count() = 1
            because: There is one
      - ref: use
        name: Use what was found
        request: {{get: "/Slot/${{found.slot_id}}", to: receiver}}
        expect:
          - status: 200
          - header: X-Request-Id
            equals: "${{sent.use.X-Request-Id}}"
"""


def told(status: Json) -> Answer:
    return Answer(body={"resourceType": "CapabilityStatement", "name": status})


def test_a_flow_hands_over_its_returns(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/metadata", told("free"))
    receiver.on("GET", "/Slot", slots("s-1"))
    receiver.on("GET", "/Slot/s-1", CAPABLE)
    opened = bench(USING, flows=FLOWS)
    result = opened.run("T-1")
    assert result.outcome is Outcome.PASS, result
    assert receiver.received[1].query == (("status", "free"),)
    assert [step.address for step in result.steps[1].steps] == [
        *("found.ask", "found.later"),
    ]
    assert result.steps[1].exchanges == (2,)


def test_expect_on_a_flow_judges_its_last_exchange(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", told("free"))
    receiver.on("GET", "/Slot", slots("s-1", "s-2"))
    result = bench(USING, flows=FLOWS).run("T-1")
    assert result.outcome is Outcome.FAIL
    assert result.reason == (
        "found: There is one: expected entry.count() = 1 is true, actual false"
    )
    assert [step.outcome for step in result.steps[1].steps] == ["pass", "skip"]


def test_a_failure_inside_a_flow_is_the_flows(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", told("free"))
    receiver.on("GET", "/Slot", Answer(503))
    opened = bench(USING, flows=FLOWS)
    result = opened.run("T-1")
    assert result.outcome is Outcome.FAIL
    assert result.reason == "found.ask: expected status 200, actual status 503"
    assert result.attribution is Attribution.RECEIVER
    assert result.steps[1].checks == ()
    assert [each["step"] for each in opened.records("step.finished")] == [
        *("tell", "found.ask", "found.later", "found", "use"),
    ]


def test_an_argument_of_the_wrong_type_is_an_error_naming_it(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/metadata", told(5))
    result = bench(USING, flows=FLOWS).run("T-1")
    assert result.outcome is Outcome.ERROR
    assert result.reason == "error: found: with.status: expected a text."
    assert receiver.paths("GET") == ["/metadata"]


def test_what_a_flow_sent_is_addressed_through_every_flow(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Slot", slots("s-1"))
    text = f"""{TEST}
    steps:
      - {{ref: found, name: Find it, flow: outer, with: {{status: free}}}}
      - ref: again
        name: Ask the same again
        resend: {{of: found.inner.ask, as: same-request}}
        expect:
          - header: X-Request-Id
            equals: "${{sent.found.inner.ask.X-Request-Id}}"
"""
    result = bench(text, flows=FLOWS).run("T-1")
    assert result.outcome is Outcome.PASS, result
    first, again = receiver.received
    assert first.headers["X-Request-Id"] == again.headers["X-Request-Id"]


def test_a_flow_that_sends_nothing_passes(bench: OpenBench) -> None:
    flows = """
pause:
  title: Pause
  steps: [{ref: pause, name: Pause, wait: {for: 1ms}}]
"""
    text = f"""{TEST}
    steps:
      - {{ref: pause, name: Pause, flow: pause}}
      - ref: read
        name: Read it
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 404}}]
"""
    result = bench(text, flows=flows).run("T-1")
    assert result.outcome is Outcome.PASS
    assert result.steps[0].exchanges == ()
