import pytest

from tests.compile.plans import BOOK, Data, Desk, kind, manual, step, steps, use, write

SLOT: Data = {"slot": {"fhirpath": "id", "type": "id"}}
RESOURCE: Data = {"slot": {"fhirpath": "entry.resource", "type": "resource"}}
UNTIL: Data = {"until": [{"status": 200}], "every": "1s", "within": "9s"}
WAIT = kind("wait", {"for": "1s"}, "pause")
RESEND = kind("resend", {"of": "book", "as": "same-request"}, "again", effect="none")
BOOK_STEP = use("book", "first", patient="${patient}")


def asks(request: Data) -> Data:
    """Return a step with this request of the receiver."""
    return step(request={"to": "receiver", **request})


ROWS: dict[str, tuple[Data, str, Data]] = {
    "request that expects nothing": (
        steps(step(), step("b", expect=None)),
        'step "b" sends a request and expects nothing',
        steps(step(), step("b", expect=None, poll=UNTIL)),
    ),
    "path that leads elsewhere": (
        steps(asks({"get": "/../x"})),
        "the segments . and .. lead elsewhere",
        steps(asks({"get": "/${window}/x"})),
    ),
    "path to another host": (
        steps(asks({"get": "//evil.example/x"})),
        "cannot be sent; expected one below the base URL",
        steps(asks({"get": "${window}/x"})),
    ),
    "header of the connection": (
        steps(asks({"get": "/Slot", "headers": {"Host": "x"}})),
        "The header Host belongs to the connection and cannot be set",
        steps(asks({"get": "/Slot", "headers": {"Accept": None}})),
    ),
    "header on two lines": (
        steps(asks({"get": "/Slot", "headers": {"X-A": "${window}\r\nX-B: 1"}})),
        "The value of the header X-A cannot be sent",
        steps(asks({"get": "/Slot", "headers": {"X-A": "${window}"}})),
    ),
    "fault of our simulator, asked of others": (
        steps(asks({"get": "/Slot", "headers": {"bars-simulator-fault": "slow"}})),
        "is for our simulator, and the step runs in sandbox, int, int-assurance, uat,",
        steps(
            {
                **asks({"get": "/Slot", "headers": {"bars-simulator-fault": "slow"}}),
                "stages": ["local"],
            },
            asks({"get": "/Slot", "headers": {"bars-simulator-fault": None}})
            | {"ref": "everywhere"},
        ),
    ),
    "resend that expects nothing": (
        steps(write(), RESEND),
        'step "again" sends a request and expects nothing',
        steps(write(), {**RESEND, "expect": [{"status": 409}]}),
    ),
    "expect on manual": (
        steps(step(), manual(expect=[{"status": 200}])),
        'a "manual" step has no response for "expect". What the person should see',
        steps(step(), manual()),
    ),
    "capture on wait": (
        steps(step(), {**WAIT, "capture": SLOT}),
        'a "wait" step has no response for "capture"',
        steps(step(capture=SLOT), WAIT),
    ),
    "capture on flow": (
        steps({**BOOK_STEP, "capture": SLOT}),
        'a "flow" step has no response for "capture". Let the flow return the value',
        steps({**BOOK_STEP, "expect": [{"status": 200}]}),
    ),
    "poll on resend": (
        steps(write(), {**RESEND, "poll": UNTIL}),
        'only a "request" can poll, no "resend"',
        steps(step(poll=UNTIL)),
    ),
    "poll on a write": (
        steps(write(poll=UNTIL)),
        'a "post" is never sent again by itself',
        steps(step(poll=UNTIL)),
    ),
    "poll without pause": (
        steps(step(poll={**UNTIL, "every": "0s"})),
        "reading again needs a pause",
        steps(step(poll={**UNTIL, "every": "1ms"})),
    ),
    "poll without a second read": (
        steps(step(poll={**UNTIL, "every": "10s"})),
        '"every" is longer than "within"',
        steps(step(poll={**UNTIL, "every": "9s"})),
    ),
    "poll for an unknown time": (
        steps(step(poll={**UNTIL, "within": "${windw}"})),
        'nothing sets "windw". Did you mean "window"?',
        steps(step(poll={**UNTIL, "within": "${window}"})),
    ),
    "conversation of a manual step": (
        steps(step(), manual(conversation="other")),
        'a "manual" step cannot open a conversation',
        steps(step(conversation="other"), {**BOOK_STEP, "conversation": "third"}),
    ),
    "conversation of a resend": (
        steps(write(), {**RESEND, "expect": [{"status": 409}], "conversation": "x"}),
        'a "resend" step cannot open a conversation',
        steps(write(conversation="x")),
    ),
    "error test in production": (
        steps(step(), step("b", stages=["uat", "prod"]), kind="error"),
        "an error test never runs in prod",
        steps(step(), step("b", stages=["uat", "prod"])),
    ),
    "step that never runs": (
        steps(step(), step("b", stages=["uat"]), not_in={"uat": "later"}),
        (
            'step "b" never runs: its test runs in local, sandbox, int, '
            "int-assurance, prod and prod-e2e only"
        ),
        steps(step(), step("b", stages=["uat", "int"]), not_in={"uat": "later"}),
    ),
    "expression in a name": (
        steps(step(name="Read ${patient.name}")),
        "a name is shown as it stands",
        steps(step(name="Read $patient {name}")),
    ),
    "expression in a key": (
        steps(step(request={"get": "/", "to": "receiver", "query": {"${a}": ["b"]}})),
        "a key holds no ${}",
        steps(step(request={"get": "/", "to": "receiver", "query": {"a": ["b", "c"]}})),
    ),
    "expression in a key of an item": (
        steps(
            write(
                request={"post": "/", "to": "receiver", "body": {"json": [{"${a}": 1}]}}
            )
        ),
        "a key holds no ${}",
        steps(
            write(request={"post": "/", "to": "receiver", "body": {"json": [{"a": 1}]}})
        ),
    ),
    "capture by neither": (
        steps(step(capture={"slot": {"type": "id"}})),
        "expected one of fhirpath or header, found none",
        steps(step(capture={"slot": {"header": "ETag", "type": "string"}})),
    ),
    "capture by both": (
        steps(step(capture={"slot": {"header": "ETag", "fhirpath": "id"}})),
        "expected only one of fhirpath or header",
        steps(step(capture={"slot": {"fhirpath": "id"}})),
    ),
    "capture by what is no FHIRPath": (
        steps(step(capture={"slot": {"fhirpath": "id("}})),
        "this is not FHIRPath",
        steps(step(capture={"slot": {"fhirpath": "id"}})),
    ),
    "capture with a variable": (
        steps(step(capture={"slot": {"fhirpath": "where(id = %count)"}})),
        '"%count" has no value: a capture has no "with"',
        steps(step(capture={"slot": {"fhirpath": "where(id = %resource.id)"}})),
    ),
    "claim of an id": (
        steps(step(capture={"slot": {"fhirpath": "id", "type": "id", "claim": "id"}})),
        "a claim needs a fhirpath that finds resources",
        steps(step(capture={"slot": {**RESOURCE["slot"], "claim": "id"}})),
    ),
    "claim of a header": (
        steps(step(capture={"s": {"header": "E", "type": "resource", "claim": "id"}})),
        "a claim needs a fhirpath that finds resources",
        steps(step(capture={"s": {"header": "E", "type": "string"}})),
    ),
    "capture called like a var": (
        steps(step(capture={"count": {"fhirpath": "id"}})),
        'a capture cannot be called "count": it is a var',
        steps(step(capture=SLOT), step("b", capture=SLOT)),
    ),
    "capture called like a root": (
        steps(step(capture={"profile": {"fhirpath": "id"}})),
        'a capture cannot be called "profile": the name has a meaning of its own',
        steps(step(capture={"profiles": {"fhirpath": "id"}})),
    ),
    "capture called like a call": (
        steps(step(capture={"uuid": {"fhirpath": "id"}})),
        'a capture cannot be called "uuid"',
        steps(step(capture={"uuids": {"fhirpath": "id"}})),
    ),
    "capture called like a time": (
        steps(step(capture={"now-7d": {"fhirpath": "id"}})),
        'a capture cannot be called "now-7d": it reads as a time',
        steps(step(capture={"now-7": {"fhirpath": "id"}})),
    ),
    "capture called like a flow step": (
        steps(BOOK_STEP, step(capture={"first": {"fhirpath": "id"}})),
        'a capture cannot be called "first": it is step "first"',
        steps(BOOK_STEP, step(capture={"second": {"fhirpath": "id"}})),
    ),
    "flow step with a dot": (
        steps({**BOOK_STEP, "ref": "first.book"}),
        'a flow step cannot be called "first.book": a dot separates it',
        steps({**BOOK_STEP, "ref": "first-book"}),
    ),
    "flow step called like a capture": (
        steps(step(capture=SLOT), {**BOOK_STEP, "ref": "slot"}),
        'a flow step cannot be called "slot": it is step "read"',
        steps(step(capture=SLOT), {**BOOK_STEP, "ref": "slots"}),
    ),
    "flow step called like a root": (
        steps({**BOOK_STEP, "ref": "run"}),
        'a flow step cannot be called "run"',
        steps({**BOOK_STEP, "ref": "runs"}),
    ),
    "two steps of one ref": (
        steps(step(), step()),
        'the reference "read" is used twice. It is used first in line',
        steps(step(), step("Read")),
    ),
    "step that reads as one inside another": (
        steps(step("first.book"), BOOK_STEP),
        'the reference "first.book" reads as a step inside "first"',
        steps(step("second.book"), BOOK_STEP),
    ),
    "two flow steps of one ref": (
        steps(BOOK_STEP, BOOK_STEP),
        'the reference "first" is used twice',
        steps(BOOK_STEP, {**BOOK_STEP, "ref": "second"}),
    ),
    "receive": (
        steps(step(), kind("receive", {"at": "sender"})),
        '"receive" waits for a call to us, and listening arrives with a later release',
        steps(step(), WAIT),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_step_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good) == []


def test_two_steps_of_a_flow_have_two_refs(desk: Desk) -> None:
    flows = {"twice": {**BOOK, "steps": [*BOOK["steps"], *BOOK["steps"]]}}
    [found] = desk.messages(steps(), flows)
    assert 'the reference "book" is used twice' in found
