from typing import Any

import pytest

from tests.compile.plans import (
    Data,
    Desk,
    case_test,
    kind,
    manual,
    plan,
    step,
    steps,
    write,
)

WARN: Data = {"status": 200, "severity": "warn"}
BLOCKED: Data = {"status": 200, "on_fail": "blocked"}
STAGES = ["local", "sandbox", "int", "int-assurance", "uat", "prod", "prod-e2e"]
CANCEL: Data = {"flow": "cancel", "with": {"booking_id": "1", "patient": "${patient}"}}
MAKE = write(effect={"create": "Appointment", "undo": "cancel"})


def one(**keys: Any) -> Data:
    return plan(case_test(**keys))


def cleaned(**keys: object) -> Data:
    return steps(MAKE, cleanup=[{**CANCEL, **keys}])


ROWS: dict[str, tuple[Data, str, Data]] = {
    "error test for the Business Go Live": (
        one(kind="error", e2e=True),
        "an error test never runs in production: it cannot be e2e",
        one(kind="happy-path", e2e=True),
    ),
    "stage left out without reason": (
        one(not_in={"int": " "}),
        "expected text",
        one(not_in={"int": "no reset before December"}),
    ),
    "unknown stage": (
        one(not_in={"uta": "later"}),
        'found "uta"',
        one(not_in={"uat": "later"}),
    ),
    "no stage left": (
        one(not_in=dict.fromkeys(STAGES, "later")),
        'test "T-1" is left with no stage to run in',
        one(not_in=dict.fromkeys(STAGES[1:], "later")),
    ),
    "no stage left to an error test": (
        one(kind="error", not_in=dict.fromkeys(STAGES[:5], "later")),
        'test "T-1" is left with no stage',
        one(kind="error", not_in=dict.fromkeys(STAGES[:4], "later")),
    ),
    "reference that is a word of pytest": (
        one(ref="pytestmark"),
        'the reference "pytestmark" means something to pytest itself',
        one(ref="PytestMark"),
    ),
    "no time": (one(within="0s"), "no test runs in no time", one(within="1s")),
    "expression in the name": (
        one(name="For ${patient.name}"),
        "a name is shown as it stands and holds no ${}",
        one(name="For {patient}"),
    ),
    "expression in the description": (
        one(description="For ${patient.name}"),
        "a description is shown as it stands",
        one(description="For $x"),
    ),
    "unknown prerequisite": (
        one(prerequisites=["PRE-10"]),
        'there is no prerequisite "PRE-10". Did you mean "PRE-01"?',
        one(prerequisites=["PRE-01"]),
    ),
    "prerequisite unlike any": (
        one(prerequisites=["x"]),
        'there is no prerequisite "x". Known: PRE-01.',
        one(prerequisites=[]),
    ),
    "prerequisite twice": (
        one(prerequisites=["PRE-01", "PRE-01"]),
        '"PRE-01" is there twice',
        one(prerequisites=["PRE-01"]),
    ),
    "unknown workflow": (
        one(workflows=["app1-booking-nwe"]),
        'there is no workflow "app1-booking-nwe". Did you mean "app1-booking-new"?',
        one(workflows=["app1-booking-new"]),
    ),
    "workflow unlike any": (
        one(workflows=["@"]),
        'there is no workflow "@". Workflows are ids such as app1-booking-new.',
        one(workflows=["app1-slots"]),
    ),
    "unknown requirement": (
        one(requirements=["core-booking-receiver-0"]),
        'there is no requirement "core-booking-receiver-0"',
        one(requirements=["core-booking-receiver-1"]),
    ),
    "exclusive use of nothing": (
        one(exclusive=["patients"]),
        'there is no var "patients" to have for oneself. Did you mean "patient"?',
        one(exclusive=["patient"]),
    ),
    "exclusive use unlike any var": (
        one(exclusive=["zzz"]),
        "Known: count, patient, window.",
        one(exclusive=["count"]),
    ),
    "nothing but warnings": (
        steps(step(expect=[WARN])),
        'test "T-1" cannot fail: nothing in it is expected',
        steps(step(expect=[WARN, {"status": 200}])),
    ),
    "nothing but data": (
        steps(step(expect=[BLOCKED])),
        'test "T-1" cannot fail',
        steps(step(expect=[BLOCKED]), step("b")),
    ),
    "nothing but a pause": (
        steps(kind("wait", {"for": "1s"})),
        'test "T-1" cannot fail',
        steps(kind("wait", {"for": "1s"}), manual()),
    ),
    "nothing in a stage": (
        steps(step(stages=["uat", "prod", "prod-e2e", "int"])),
        (
            'test "T-1" cannot fail in local, sandbox and int-assurance: every step '
            "that expects something is left out there. Leave those stages out"
        ),
        steps(
            step(stages=["uat", "prod", "prod-e2e", "int"]),
            not_in=dict.fromkeys(["local", "sandbox", "int-assurance"], "by hand"),
        ),
    ),
    "empty list of cases": (
        one(cases=[]),
        "expected at least one case",
        one(cases=[{"id": "a"}]),
    ),
    "two cases of one id": (
        one(cases=[{"id": "a"}, {"id": "a"}]),
        'the case "a" is there twice',
        one(cases=[{"id": "a"}, {"id": "A"}]),
    ),
    "case without id": (
        one(cases=[{"name": "a"}]),
        'a case needs an "id"',
        one(cases=[{"id": "a", "name": "a"}]),
    ),
    "unknown requirement of a case": (
        one(cases=[{"id": "a", "requirements": ["process-duplicates"]}]),
        'there is no requirement "process-duplicates"',
        one(cases=[{"id": "a", "requirements": ["process-duplicate"]}]),
    ),
    "case that reads a case": (
        one(cases=[{"id": "a", "x": "${case.id}"}]),
        "a case cannot read a case",
        one(cases=[{"id": "a", "x": ["${patient.name}", "${now}"]}]),
    ),
    "case that reads a capture": (
        steps(
            step(capture={"slot": {"fhirpath": "id"}}),
            cases=[{"id": "a", "x": "${slot}"}],
        ),
        'nothing sets "slot"',
        steps(
            step(capture={"slot": {"fhirpath": "id"}}),
            cases=[{"id": "a", "x": "${uuid}"}],
        ),
    ),
    "cleanup by an unknown flow": (
        cleaned(flow="cancle"),
        'there is no flow "cancle". Did you mean "cancel"?',
        cleaned(flow="cancel"),
    ),
    "cleanup by a flow unlike any": (
        cleaned(flow="zzz"),
        'there is no flow "zzz". Name its file under "use".',
        cleaned(),
    ),
    "cleanup without its params": (
        cleaned(**{"with": {"booking_id": "1"}}),
        'flow "cancel" needs "patient"',
        cleaned(),
    ),
    "cleanup of what nothing sets": (
        cleaned(**{"with": {"booking_id": "${slot}", "patient": "${patient}"}}),
        'nothing sets "slot"',
        steps(
            {**MAKE, "capture": {"slot": {"fhirpath": "id"}}, "stages": ["uat"]},
            step(),
            cleanup=[
                {**CANCEL, "with": {"booking_id": "${slot}", "patient": "${patient}"}}
            ],
        ),
    ),
    "cleanup of what nothing creates": (
        cleaned(when={"open": "Appointmnt"}),
        'no step creates a record of type Appointmnt. Did you mean "Appointment"?',
        cleaned(when={"open": "Appointment"}),
    ),
    "cleanup where nothing is created": (
        steps(cleanup=[{**CANCEL, "when": {"open": "Slot"}}]),
        "no step creates a record of type Slot. Take the cleanup, or its when, away.",
        steps(cleanup=[CANCEL]),
    ),
    "cleanup called like a step": (
        cleaned(ref="book"),
        'the reference "book" is used twice',
        cleaned(ref="undo"),
    ),
    "test without steps": (
        plan({"ref": "T-1", "name": "A test", "kind": "happy-path", "steps": []}),
        "expected 1 or more entries",
        one(),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_test_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good) == []


def test_a_plan_without_vars_and_prerequisites_knows_none(desk: Desk) -> None:
    test = case_test(exclusive=["a"], prerequisites=["B"])
    messages = desk.messages(plan(test, vars=None, prerequisites=None))
    assert messages == [
        'there is no var "a" to have for oneself.',
        'there is no prerequisite "B".',
    ]
