import pytest

from tests.compile.plans import BOOK, Data, Desk, flow, kind, step, steps, use, write

SLOT: Data = {"slot": {"fhirpath": "id", "type": "id"}}


def book(**arguments: object) -> Data:
    return use("book", "first", **arguments)


PATIENT = {"patient": "${patient}"}
ROWS: dict[str, tuple[Data, str, Data]] = {
    "unknown flow": (
        steps(step(), kind("flow", "bok")),
        'there is no flow "bok". Did you mean "book"?',
        steps(book(**PATIENT)),
    ),
    "flow unlike any": (
        steps(step(), kind("flow", "xyz")),
        'there is no flow "xyz". Name its file under "use".',
        steps(book(**PATIENT)),
    ),
    "missing param": (
        steps(kind("flow", "book", "first")),
        'flow "book" needs "patient". Add with: {patient: "${patient}"}',
        steps(book(**PATIENT)),
    ),
    "unknown param": (
        steps(book(**PATIENT, slt="1")),
        'flow "book" has no "slt". Did you mean "slot"?',
        steps(book(**PATIENT, slot="1")),
    ),
    "param unlike any": (
        steps(book(**PATIENT, xyz="1")),
        'flow "book" has no "xyz". It takes patient, slot.',
        steps(book(**PATIENT, slot=None)),
    ),
    "text for a patient": (
        steps(book(patient="adult_1")),
        '"patient" is of type patient, found string',
        steps(book(**PATIENT)),
    ),
    "null for a patient": (
        steps(book(patient=None)),
        '"patient" needs a value, found null',
        steps(book(**PATIENT, slot=None)),
    ),
    "patient for an id": (
        steps(book(patient="${patient}", slot="${patient}")),
        '"slot" is of type id, found patient',
        steps(book(patient="${patient}", slot="${patient.alias}")),
    ),
    "whole number for an id": (
        steps(book(**PATIENT, slot=12)),
        '"slot" is of type id, found integer',
        steps(book(**PATIENT, slot="12")),
    ),
    "boolean for an id": (
        steps(book(**PATIENT, slot=True)),
        '"slot" is of type id, found boolean',
        steps(book(**PATIENT, slot="x-${count}")),
    ),
    "list for an id": (
        steps(book(**PATIENT, slot=["1"])),
        '"slot" is of type id, found list',
        steps(book(**PATIENT, slot="${window}")),
    ),
    "resource for an id": (
        steps(book(**PATIENT, slot={"resourceType": "Slot"})),
        '"slot" is of type id, found resource',
        steps(step(capture=SLOT), book(**PATIENT, slot="${slot}")),
    ),
    "text that is no duration": (
        steps(use("pause", "p", time="soon")),
        '"time" is a duration such as 30s, found "soon"',
        steps(use("pause", "p", time="30s")),
    ),
    "whole number for a duration": (
        steps(use("pause", "p", time=30)),
        '"time" is of type duration, found integer',
        steps(use("pause", "p", time="${window}")),
    ),
    "malformed argument": (
        steps(book(patient="${patient")),
        "is not closed",
        steps(book(**PATIENT)),
    ),
    "unknown argument": (
        steps(book(patient="${patint}")),
        'nothing sets "patint". Did you mean "patient"?',
        steps(book(**PATIENT)),
    ),
}
FLOWS: Data = {
    "pause": flow(step(), kind("wait", {"for": "${time}"}), params={"time": "duration"})
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_use_of_a_flow_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad, FLOWS)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good, FLOWS) == []


BAD_FLOWS: dict[str, tuple[Data, str, Data]] = {
    "param called like a root": (
        {"f": flow(params={"case": "string"})},
        'a param cannot be called "case": the name has a meaning of its own',
        {"f": flow(params={"cases": "string"})},
    ),
    "default of another type": (
        {"f": flow(params={"a": {"type": "integer", "default": "3"}})},
        "the default is of type string, expected integer",
        {"f": flow(params={"a": {"type": "integer", "default": 3}})},
    ),
    "return never set": (
        {"f": flow(step(capture=SLOT), returns={"slots": "id"})},
        'flow "f" returns "slots" and never sets it. Did you mean "slot"?',
        {"f": flow(step(capture=SLOT), returns={"slot": "id"})},
    ),
    "return of another type": (
        {"f": flow(step(capture=SLOT), returns={"slot": "resource"})},
        '"slot" is of type id, and returned as resource',
        {"f": flow(step(capture=SLOT), returns={"slot": "string"})},
    ),
    "return of a param": (
        {"f": flow(params={"a": "id"}, returns={"b": "id"})},
        'flow "f" returns "b" and never sets it',
        {"f": flow(params={"a": "id"}, returns={"a": "id"})},
    ),
    "flow that runs itself": (
        {"f": flow(step(), kind("flow", "f"))},
        "a flow cannot run itself: f -> f.",
        {"f": flow(step(), kind("flow", "g")), "g": flow()},
    ),
    "flow without a check": (
        {"f": flow(step(expect=None))},
        'step "read" sends a request and expects nothing',
        {"f": flow(step())},
    ),
    "flow that writes without effect": (
        {"f": flow(write(effect=None))},
        'a "post" needs an "effect"',
        {"f": flow(write())},
    ),
    "flow of an unknown flow": (
        {"f": flow(step(), use("bok"))},
        'there is no flow "bok". Did you mean "book"?',
        {
            "f": flow(
                step(),
                use("book", patient="${a}"),
                params={"a": "patient"},
            )
        },
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in BAD_FLOWS.values()], ids=BAD_FLOWS
)
def test_a_bad_flow_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(steps(), bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in BAD_FLOWS.values()], ids=BAD_FLOWS)
def test_its_near_miss_of_a_flow_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(steps(), good) == []


def test_each_flow_of_a_cycle_is_named_and_its_users_are_left_alone(desk: Desk) -> None:
    flows = {
        "f": flow(step(), kind("flow", "g")),
        "g": flow(step(), kind("flow", "h"), kind("flow", "unrelated", "u")),
        "h": flow(step(), kind("flow", "g")),
        "unrelated": flow(),
    }
    messages = desk.messages(steps(step(), kind("flow", "f")), flows)
    assert messages == [
        "a flow cannot run itself: g -> h -> g.",
        "a flow cannot run itself: h -> g -> h.",
    ]


def test_a_flow_that_is_not_there_is_the_only_fault(desk: Desk) -> None:
    [message] = desk.messages(steps(kind("flow", "bok")))
    assert message.startswith('there is no flow "bok".')


def test_a_step_inside_nested_flows_is_found_by_its_address(desk: Desk) -> None:
    flows = {
        "inner": {
            **BOOK,
            "steps": [{**BOOK["steps"][0], "effect": {"create": "Slot"}}],
        },
        "outer": flow(
            use("inner", "i", patient="${p}"),
            params={"p": "patient"},
        ),
    }
    used = use("outer", "o", p="${patient}")
    [found] = desk.messages(steps(used), flows)
    assert 'step "o.i.book" creates a record of type Slot' in found


def test_a_flows_file_alone_leaves_open_what_only_a_plan_knows(desk: Desk) -> None:
    flows = {
        "f": flow(step(request={"get": "/", "to": "anyone"}), kind("flow", "other"))
    }
    path = desk.write("x.bars-flows.yaml", {"schema": "bars-flows/1", "flows": flows})
    assert desk.compiler().flows_faults(path) == ()


def test_a_flows_file_alone_is_judged_by_every_other_rule(desk: Desk) -> None:
    flows = {"f": flow(write(effect=None)), "g": flow(step(expect=None))}
    path = desk.write("x.bars-flows.yaml", {"schema": "bars-flows/1", "flows": flows})
    messages = [fault.message for fault in desk.compiler().flows_faults(path)]
    assert len(messages) == 2


def test_a_flows_file_that_is_not_there_is_a_fault(desk: Desk) -> None:
    faults = desk.compiler().flows_faults(desk.folder / "x.bars-flows.yaml")
    assert len(faults) == 1
