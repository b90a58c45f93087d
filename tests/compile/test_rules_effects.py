import pytest

from tests.compile.plans import (
    CANCEL,
    Data,
    Desk,
    flow,
    kind,
    manual,
    step,
    steps,
    use,
    write,
)

CREATE: Data = {"create": "Appointment", "undo": "cancel"}
AGAIN = kind(
    "resend",
    {"of": "read", "as": "same-request"},
    "again",
    expect=[{"status": 200}],
)
CLEANUP: Data = {
    "flow": "cancel",
    "with": {"booking_id": "1", "patient": "${patient}"},
    "when": {"open": "Appointment"},
}
MAKE = flow(
    write(effect={"create": "Appointment"}),
)
FLOWS = {
    "make": MAKE,
    "free": flow(write(effect={"cancel": "Slot"})),
    "look": flow(step()),
    "book_again": flow(write(effect=CREATE)),
    "outer": flow(
        use("cancel", "inner", booking_id="${booking_id}", patient="${patient}"),
        params={"booking_id": "id", "patient": "patient"},
    ),
    "one": {**CANCEL, "params": {"booking_id": "id"}},
    "texts": {**CANCEL, "params": {"booking_id": "string", "patient": "patient"}},
    "ids": {**CANCEL, "params": {"booking_id": "id", "b": "id", "patient": "patient"}},
}
FLOWS["one"]["steps"] = [
    {**CANCEL["steps"][0], "request": {"delete": "/a/${booking_id}", "to": "receiver"}}
]
ROWS: dict[str, tuple[Data, str, Data]] = {
    "write without effect": (
        steps(write(effect=None)),
        'a "post" needs an "effect". Say effect: none, or {create: Appointment',
        steps(write(effect="none")),
    ),
    "write that says read": (
        steps(write(effect="read")),
        'a "post" is no read',
        steps(write(effect=CREATE)),
    ),
    "get with an effect": (
        steps(step(effect="none")),
        "a get has no effect: it reads. Leave it out.",
        steps(step(effect="read")),
    ),
    "resend of a write without effect": (
        steps(write("read"), AGAIN),
        'a "resend" needs an "effect"',
        steps(step(), AGAIN),
    ),
    "effect on a flow step": (
        steps(step(), use("one", booking_id="1") | {"effect": CREATE}),
        'a "flow" step says no effect. Its effect is the union',
        steps(step(), use("one", booking_id="1")),
    ),
    "effect on a manual step": (
        steps(step(), manual(effect="none")),
        'a "manual" step says no effect',
        steps(step(), manual()),
    ),
    "effect of nothing": (
        steps(write(effect={"undo": "cancel"})),
        "expected one of create, update or cancel, found none",
        steps(write(effect={"update": "Appointment"})),
    ),
    "effect of two kinds": (
        steps(write(effect={"create": "Slot", "cancel": "Slot"})),
        "expected only one of create, update or cancel",
        steps(write(effect={"cancel": "Slot"})),
    ),
    "effect on no resource": (
        steps(write(effect={"cancel": "Apointment"})),
        '"Apointment" is no FHIR resource type. Did you mean "Appointment"?',
        steps(write(effect={"cancel": "Appointment"})),
    ),
    "undo by a flow that only reads": (
        steps(write(effect={"create": "Appointment", "undo": "look"})),
        'flow "look" undoes nothing: no step of it cancels or updates a record of',
        steps(write(effect=CREATE)),
    ),
    "undo by a flow for another type": (
        steps(write(effect={"update": "Slot", "undo": "cancel"})),
        "no step of it cancels or updates a record of type Slot.",
        steps(write(effect={"update": "Appointment", "undo": "cancel"})),
    ),
    "undo by a flow that creates": (
        steps(write(effect={"create": "Appointment", "undo": "book_again"})),
        'flow "book_again" undoes nothing',
        steps(write(effect={"create": "Appointment", "undo": "outer"})),
    ),
    "creation without undo": (
        steps(write(effect={"create": "Appointment"})),
        'step "book" creates a record of type Appointment and nothing undoes it',
        steps(write(effect={"create": "Appointment"}), cleanup=[CLEANUP]),
    ),
    "creation without undo inside a flow": (
        steps(kind("flow", "make")),
        'step "other.book" creates a record of type Appointment',
        steps(
            kind("flow", "make"),
            cleanup=[{**CLEANUP, "when": None} | {"when": {"open": "Appointment"}}],
        ),
    ),
    "cleanup of another type": (
        steps(
            write("a", effect={"create": "Appointment"}),
            write("b", effect={"create": "Slot", "undo": "free"}),
            cleanup=[{**CLEANUP, "when": {"open": "Slot"}}],
        ),
        'step "a" creates a record of type Appointment',
        steps(
            write("a", effect={"create": "Appointment"}),
            cleanup=[{key: CLEANUP[key] for key in ("flow", "with")}],
        ),
    ),
    "unknown undo": (
        steps(write(effect={"create": "Appointment", "undo": "cancle"})),
        'there is no flow "cancle". Did you mean "cancel"?',
        steps(write(effect={"create": "Appointment", "undo": "one"})),
    ),
    "undo unlike any flow": (
        steps(write(effect={"create": "Appointment", "undo": "xyz"})),
        'there is no flow "xyz". Name its file under "use".',
        steps(write(effect={"create": "Appointment", "undo": "cancel"})),
    ),
    "undo that needs a text": (
        steps(write(effect={"create": "Appointment", "undo": "texts"})),
        (
            'flow "texts" cannot undo: its param "booking_id" is of type string, '
            "expected id, resource or patient"
        ),
        steps(write(effect={"create": "Appointment", "undo": "cancel"})),
    ),
    "undo that needs two ids": (
        steps(write(effect={"create": "Appointment", "undo": "ids"})),
        'flow "ids" cannot undo: several params are of type id',
        steps(write(effect={"create": "Appointment", "undo": "one"})),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_effect_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad, FLOWS)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good, FLOWS) == []


def test_an_undo_that_runs_itself_is_told_and_ends(desk: Desk) -> None:
    circle = {"circle": flow(kind("flow", "circle"))}
    bad = steps(write(effect={"create": "Appointment", "undo": "circle"}))
    circular, nothing = desk.messages(bad, circle)
    assert circular == "a flow cannot run itself: circle -> circle."
    assert nothing.startswith('flow "circle" undoes nothing')


def test_an_undo_that_runs_an_unknown_flow_is_not_judged(desk: Desk) -> None:
    bad = steps(write(effect={"create": "Appointment", "undo": "undo"}))
    [message] = desk.messages(bad, {"undo": flow(kind("flow", "cancle"))})
    assert message.startswith('there is no flow "cancle"')


def test_a_write_that_loses_its_original_is_said_once(desk: Desk) -> None:
    again = {**AGAIN, "resend": {"of": "raed", "as": "same-request"}, "effect": "none"}
    [found] = desk.messages(steps(step(), again))
    assert (
        'no step "raed" has sent a request before Did you mean "read"?'
        in found.replace("before.", "before")
    )
