"""Captures and claims."""

import pytest

from pytest_bars.outcomes import Attribution, Outcome
from tests.run.conftest import OpenBench
from tests.run.plans import TEST, slots
from tests.run.servers import Answer, Receiver

CAPTURE = f"""{TEST}
    steps:
      - ref: ask
        name: Ask for slots
        request: {{get: /Slot, to: receiver}}
        expect: [{{status: 200}}]
        capture:
          slot: %s
      - ref: use
        name: Use it
        request: {{get: "/Slot/${{slot.id}}", to: receiver}}
        expect: [{{status: 200}}]
"""
ONE = '{fhirpath: "entry.resource.ofType(Slot)", type: resource}'
CLAIM = '{fhirpath: "entry.resource.ofType(Slot)", type: resource, claim: id}'


def test_a_captured_value_is_used_and_journalled(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Slot", slots("s-1"))
    receiver.on("GET", "/Slot/s-1", slots())
    opened = bench(CAPTURE % ONE)
    assert opened.run("T-1").outcome is Outcome.PASS
    [capture] = opened.records("capture")
    assert (capture["step"], capture["name"], capture["type"]) == (
        *("ask", "slot", "resource"),
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [((), "found nothing"), (("s-1", "s-2"), "found 2 values, expected one")],
    ids=["nothing", "several"],
)
def test_a_capture_that_fails_fails_the_step_that_takes_it(
    receiver: Receiver, bench: OpenBench, found: tuple[str, ...], words: str
) -> None:
    receiver.on("GET", "/Slot", slots(*found))
    result = bench(CAPTURE % ONE).run("T-1")
    assert (result.outcome, result.attribution) == (
        *(Outcome.FAIL, Attribution.RECEIVER),
    )
    assert result.reason.startswith("ask: capture slot: FHIRPath entry.resource")
    assert words in result.reason


def test_a_failed_check_is_told_before_the_capture_it_causes(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Slot", Answer(503, b"no"))
    result = bench(CAPTURE % ONE).run("T-1")
    assert result.reason == "ask: expected status 200, actual status 503"


def test_a_capture_that_cannot_be_evaluated_is_an_error(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Slot", slots("s-1", "s-2"))
    path = '{fhirpath: "entry.single().resource", type: resource}'
    result = bench(CAPTURE % path).run("T-1")
    assert (result.outcome, result.attribution) == (
        *(Outcome.ERROR, Attribution.HARNESS),
    )


def test_each_test_claims_another_item(receiver: Receiver, bench: OpenBench) -> None:
    receiver.on("GET", "/Slot", slots("s-1", "s-2"))
    receiver.on("GET", "/Slot/s-1", slots())
    receiver.on("GET", "/Slot/s-2", slots())
    opened = bench(CAPTURE % CLAIM)
    assert opened.run("T-1").outcome is Outcome.PASS
    assert opened.run("T-1").outcome is Outcome.PASS
    assert [each["id"] for each in opened.records("claim")] == ["s-1", "s-2"]
    assert receiver.paths("GET")[1::2] == ["/Slot/s-1", "/Slot/s-2"]


def test_a_test_that_finds_everything_taken_is_blocked(
    receiver: Receiver, bench: OpenBench
) -> None:
    receiver.on("GET", "/Slot", slots("s-1"))
    receiver.on("GET", "/Slot/s-1", slots())
    opened = bench(CAPTURE % CLAIM)
    opened.run("T-1")
    result = opened.run("T-1")
    assert (result.outcome, result.attribution) == (Outcome.BLOCKED, Attribution.DATA)
    assert result.reason == (
        "blocked: ask: capture slot: all 1 found are taken by other tests of this run"
    )


def test_a_header_is_captured(receiver: Receiver, bench: OpenBench) -> None:
    text = f"""{TEST}
    steps:
      - ref: ask
        name: Ask
        request: {{get: /metadata, to: receiver}}
        expect: [{{status: 200}}]
        capture: {{where: {{header: Location, type: string}}}}
      - ref: use
        name: Use it
        request: {{get: "/Slot/${{where}}", to: receiver}}
        expect: [{{status: 200}}]
"""
    receiver.on("GET", "/metadata", Answer(headers={"Location": "here"}))
    receiver.on("GET", "/Slot/here", slots())
    assert bench(text).run("T-1").outcome is Outcome.PASS
