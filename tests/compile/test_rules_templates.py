import pytest

from tests.compile.plans import Data, Desk, flow, steps, write

SLOT = {"resourceType": "Slot", "id": "1"}
ARGUMENTS: Data = {"slot": SLOT, "patient": "${patient}"}
NAME = "booking-request-new"


def send(body: Data, **keys: object) -> Data:
    request = {"post": "/$process-message", "to": "receiver", "body": body}
    return steps(write(request=request), **keys)


def new(**keys: object) -> Data:
    return send({"template": NAME, "with": ARGUMENTS, **keys})


def by_case(*names: object) -> Data:
    cases = [{"id": f"c{place}", "t": name} for place, name in enumerate(names)]
    return send({"template": "${case.t}", "with": ARGUMENTS}, cases=cases)


ROWS: dict[str, tuple[Data, str, Data]] = {
    "unknown template": (
        send({"template": "booking-request-nwe", "with": ARGUMENTS}),
        f'there is no payload template "booking-request-nwe". Did you mean "{NAME}"?',
        new(),
    ),
    "template unlike any": (
        send({"template": "zzz"}),
        'there is no payload template "zzz". Known: booking-request-cancel, ',
        send({"json": {"resourceType": "Bundle"}}),
    ),
    "template of a case": (
        by_case("booking-request-nwe", NAME),
        'there is no payload template "booking-request-nwe"',
        by_case(NAME, NAME),
    ),
    "template by another name": (
        send({"template": "${window}", "with": ARGUMENTS}),
        "a template is named as it stands, or by ${case.x}",
        new(),
    ),
    "missing argument": (
        send({"template": NAME, "with": {"slot": SLOT}}),
        f'template "{NAME}" needs "patient"',
        send({"template": NAME, "with": ARGUMENTS}),
    ),
    "unknown argument": (
        new(**{"with": {**ARGUMENTS, "slto": 1}}),
        f'template "{NAME}" has no "slto". Did you mean "slot"?',
        new(**{"with": {**ARGUMENTS, "referral": "1"}}),
    ),
    "argument of another type": (
        new(**{"with": {**ARGUMENTS, "slot": "${patient}"}}),
        '"slot" is of type resource, found patient',
        new(**{"with": {**ARGUMENTS, "referral": None}}),
    ),
    "edit that leads nowhere": (
        new(set={"entry[Appointmnt].resource.status": "x"}),
        'Did you mean "Appointment"?',
        new(set={"entry[Appointment].resource.status": "x"}),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_use_of_a_template_is_refused(
    desk: Desk, bad: Data, message: str
) -> None:
    [found] = desk.messages(bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good) == []


def test_a_malformed_name_of_a_template_is_said(desk: Desk) -> None:
    messages = desk.messages(send({"template": "${case.t"}))
    assert any("is not closed" in message for message in messages)


def test_a_template_of_a_flow_is_judged_where_it_stands(desk: Desk) -> None:
    body = {"post": "/", "to": "receiver", "body": {"template": "zzz"}}
    [fault] = desk.faults(steps(), {"f": flow(write(request=body))})
    assert fault.mark.path.endswith("main.bars-flows.yaml")
