"""Every request a run would make, and the digest over them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pytest_bars.compile.model import TestBody
from pytest_bars.jsontypes import JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.run.preview import Preview, join, preview
from pytest_bars.stages import Stage
from tests.run.bench import compile_text, local_profile
from tests.run.plans import CANCEL_FLOW

PLAN = """
  anyone: {system: product}
vars:
  patient: {patient: adult_1}
prerequisites:
  - ref: PRE-01
    name: The service answers
    check:
      request: {get: /metadata, to: receiver}
      expect: [{status: 200}]
  - ref: PRE-02
    name: The log is agreed
    attest: {by: Clinical Safety Officer}
    stages: [uat]
tests:
  - ref: T-1
    name: Book it
    workflows: [app1-booking-new]
    kind: happy-path
    prerequisites: [PRE-01, PRE-02]
    steps:
      - ref: slots
        name: Ask for slots
        request:
          get: /Slot
          to: receiver
          query:
            start: ["ge${now}", "le${now+7d}"]
            status: free
            _count: null
            patient:identifier: "${patient.nhs_number}"
        expect: [{status: 200}]
        capture:
          slot: {fhirpath: "entry.resource.ofType(Slot)", type: resource, claim: id}
      - ref: book
        name: Book it
        request:
          post: /$process-message
          to: receiver
          body:
            template: booking-request-new
            with: {slot: "${slot}", patient: "${patient}"}
        effect: {create: Appointment, undo: cancel-booking}
        expect: [{status: 200}]
        capture:
          booking_id: {fhirpath: "entry.resource.ofType(Appointment).id", type: id}
      - ref: again
        name: Send it again
        resend: {of: book, as: same-request}
        effect: none
        expect: [{status: 409}]
      - ref: read
        name: Read its slot
        request:
          get: "/Slot/${slot.id}"
          to: receiver
          headers: {X-Request-Id: "${sent.book.X-Request-Id}"}
        expect: [{status: 200}]
      - {ref: pause, name: Pause, wait: {for: 1s}}
      - ref: late
        name: Only in UAT
        request: {get: /metadata, to: receiver}
        expect: [{status: 200}]
        stages: [uat]
      - ref: cancel
        name: Cancel it
        flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
    cleanup:
      - flow: cancel-booking
        with: {booking_id: "${booking_id}", patient: "${patient}"}
        when: {open: Appointment}
  - ref: T-2
    name: Refuse it
    workflows: [app1-booking-new]
    kind: error
    not_in: {int: not yet}
    prerequisites: [PRE-01]
    cases: [{id: one, text: "a", note: "${patient.alias}"}]
    steps:
      - ref: send
        name: Send nonsense
        request: {post: /Appointment, to: anyone, body: {text: "${case.text}"}}
        effect: none
        expect: [{status: 400}]
      - ref: more
        name: Send more nonsense
        request:
          put: "/Appointment/${uuid}"
          to: receiver
          body: {json: {a: "${today}", b: ["${case.note} is ${patient.name}"]}}
        effect: none
        expect: [{status: 400}]
"""
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OPEN, CLOSE = "\u2039", "\u203a"


def made(
    folder: Path,
    *,
    text: str = PLAN,
    stage: Stage = Stage.LOCAL,
    now: datetime = NOW,
    budget: int | None = None,
    solution: JsonObject | None = None,
    overrides: Mapping[str, str] | None = None,
    only: str = "",
) -> Preview:
    plan = compile_text(folder, text, flows=CANCEL_FLOW)
    tests = [(test, case) for test in plan.tests for case in test.cases]
    return preview(
        [each for each in tests if not only or each[0].ref == only],
        plan=plan,
        profile=replace(local_profile(), stage=stage),
        library=Library.builtin(),
        now=now,
        budget=budget,
        solution=solution,
        overrides=overrides,
    )


def test_every_request_is_shown_in_order(tmp_path: Path) -> None:
    found = [(each.test, each.step, each.method) for each in made(tmp_path).requests]
    assert found == [
        ("T-1", "PRE-01", "GET"),
        ("T-1", "slots", "GET"),
        ("T-1", "book", "POST"),
        ("T-1", "again", "POST"),
        ("T-1", "read", "GET"),
        ("T-1", "cancel.cancel", "DELETE"),
        ("T-1", "cleanup.cleanup-1.cancel", "DELETE"),
        ("T-2[one]", "send", "POST"),
        ("T-2[one]", "more", "PUT"),
    ]


def test_what_is_not_known_yet_is_a_placeholder(tmp_path: Path) -> None:
    shown = {each.step: each for each in made(tmp_path).requests}
    assert shown["slots"].query == (
        ("start", f"ge{OPEN}now{CLOSE}"),
        ("start", f"le{OPEN}now+7d{CLOSE}"),
        ("status", "free"),
        ("patient:identifier", f"{OPEN}adult_1.nhs_number{CLOSE}"),
    )
    assert shown["read"].path == f"/Slot/{OPEN}slot.id from T-1.slots{CLOSE}"
    from_book = f"{OPEN}booking_id from T-1.book{CLOSE}"
    assert shown["cancel.cancel"].path == f"/Appointment/{from_book}"
    assert shown["more"].path == f"/Appointment/{OPEN}uuid{CLOSE}"


def test_effect_patient_target_and_body_are_shown(tmp_path: Path) -> None:
    shown = {each.step: each for each in made(tmp_path).requests}
    book, again = shown["book"], shown["again"]
    assert book.effect == "create Appointment, undone by cancel-booking"
    assert (book.patient, book.body) == ("adult_1", "template booking-request-new")
    assert book.target == "https://fhir.nhs.uk/Id/dos-service-id|2000072489"
    assert (again.effect, again.body) == ("none", "same-request as book")
    assert again.path == "/$process-message"
    assert (shown["send"].body, shown["more"].body) == ("a text", "JSON")
    assert shown["more"].patient == "adult_1"
    assert shown["PRE-01"].patient is None
    assert shown["send"].target == ""


def test_the_text_tells_everything_and_ends_with_the_digest(tmp_path: Path) -> None:
    found = made(tmp_path)
    lines = found.render().splitlines()
    assert lines[-1] == f"digest {found.digest}"
    assert lines[-2] == "9 requests, nothing was sent"
    assert "    only if an Appointment is open" in lines
    assert "T-1 book: POST /$process-message" in lines


@pytest.mark.parametrize("alias", ["adult_1", "referral_1"])
def test_nothing_of_a_patient_but_the_alias_is_shown(
    alias: str, tmp_path: Path
) -> None:
    patient = local_profile().patients[alias]
    text = made(tmp_path, overrides={"patient": alias}).render()
    assert alias in text
    for personal in (patient.nhs_number, patient.family, patient.postcode):
        assert personal not in text


def test_a_test_that_would_not_start_is_listed_with_its_reason(tmp_path: Path) -> None:
    at_uat = made(tmp_path, stage=Stage.UAT)
    assert [test for test, _ in at_uat.left_out] == ["T-1"]
    assert "T-1: not started: prerequisite PRE-02" in at_uat.render()
    at_int = made(tmp_path, stage=Stage.INT)
    assert at_int.left_out == (
        ("T-2[one]", "left out of INT Development by the plan: not yet"),
    )


def test_what_a_stage_leaves_out_is_not_sent_again(tmp_path: Path) -> None:
    plan = compile_text(tmp_path, PLAN, flows=CANCEL_FLOW)
    test = plan.test("T-1")
    again = next(step for step in test.steps if step.ref == "again")
    alone = replace(test, prerequisites=(), build=lambda: TestBody((again,), ()))
    found = preview(
        [(alone, alone.cases[0])],
        plan=plan,
        profile=local_profile(),
        library=Library.builtin(),
        now=NOW,
    )
    assert found.requests == ()


def test_the_same_run_has_the_same_digest(tmp_path: Path) -> None:
    later = NOW.replace(hour=22)
    assert made(tmp_path).digest == made(tmp_path, now=later).digest


def test_another_run_has_another_digest(tmp_path: Path) -> None:
    digests = {
        made(tmp_path).digest,
        made(tmp_path, text=PLAN.replace("Only in UAT", "only in UAT")).digest,
        made(tmp_path, only="T-1").digest,
        made(tmp_path, stage=Stage.UAT).digest,
        made(tmp_path, now=NOW.replace(day=24)).digest,
        made(tmp_path, budget=1).digest,
        made(tmp_path, solution={"version": "1"}).digest,
        made(tmp_path, overrides={"patient": "referral_1"}).digest,
    }
    assert len(digests) == 8


def test_the_day_of_the_digest_is_londons(tmp_path: Path) -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 2 July, 00:30 in London
    next_day = datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert made(tmp_path, now=summer).digest == made(tmp_path, now=next_day).digest


def test_previews_of_several_plans_are_joined(tmp_path: Path) -> None:
    one, two = made(tmp_path, only="T-1"), made(tmp_path, only="T-2")
    both, reverse = join([one, two]), join([two, one])
    assert both.requests == one.requests + two.requests
    assert both.digest != reverse.digest
