import pytest

from tests.compile.plans import (
    Data,
    Desk,
    case_test,
    flow,
    kind,
    manual,
    plan,
    step,
    steps,
    use,
    write,
)

SLOT: Data = {"slot": {"fhirpath": "id", "type": "id"}}
FIRST = use("book", "first", patient="${patient}")
PART = kind("flow", "part", "first")
FLOWS: Data = {
    "part": flow(
        step("a"),
        step("b", capture=SLOT, stages=["uat"]),
        returns={"slot": "id"},
    ),
    "outer": flow(
        use("book", "inner", patient="${patient}"),
        params={"patient": "patient"},
    ),
}


def get(path: str, ref: str = "use", **keys: object) -> Data:
    return step(ref, request={"get": path, "to": "receiver"}, **keys)


def equals(text: str) -> list[Data]:
    return [{"status": 200}, {"header": "ETag", "equals": text}]


def again(of: str) -> Data:
    body = {"of": of, "as": "same-request"}
    return kind("resend", body, "again", effect="none", expect=[{"status": 409}])


ROWS: dict[str, tuple[Data, str, Data]] = {
    "capture used before it is set": (
        steps(get("/${slot}"), step(capture=SLOT)),
        '"slot" is used before it is set: step "read" sets it',
        steps(step(capture=SLOT), get("/${slot}")),
    ),
    "capture used by its own step": (
        steps(get("/${slot}", capture=SLOT)),
        '"slot" is used before it is set: step "use" sets it',
        steps(get("/", capture=SLOT), get("/${slot}", "b")),
    ),
    "capture left out in a stage": (
        steps(step(), step("a", capture=SLOT, stages=["uat"]), get("/${slot}")),
        (
            '"slot" is not set in local, sandbox, int, int-assurance, prod and '
            'prod-e2e: step "a" sets it and runs in uat only. Give both steps '
            "the same stages"
        ),
        steps(
            step(),
            step("a", capture=SLOT, stages=["uat"]),
            get("/${slot}", stages=["uat"]),
        ),
    ),
    "capture set in two stages of three": (
        steps(
            step("a", capture=SLOT, stages=["uat"]),
            step("b", capture=SLOT, stages=["int"]),
            get("/${slot}", stages=["uat", "int", "prod"]),
            step("c"),
        ),
        '"slot" is not set in prod: ',
        steps(
            step("a", capture=SLOT, stages=["uat"]),
            step("b", capture=SLOT, stages=["int"]),
            get("/${slot}", stages=["uat", "int"]),
            step("c"),
        ),
    ),
    "return left out in a stage": (
        steps(PART, get("/${first.slot}")),
        '"first.slot" is not set in local',
        steps(PART, get("/${first.slot}", stages=["uat"])),
    ),
    "return used before it is set": (
        steps(get("/${first.booking_id}"), FIRST),
        '"first" is used before it is set: step "first" sets it',
        steps(FIRST, get("/${first.booking_id}")),
    ),
    "unknown return": (
        steps(FIRST, get("/${first.bookingid}")),
        '"first" has no "bookingid". Did you mean "booking_id"?',
        steps(FIRST, get("/${first.booking_id}")),
    ),
    "inner name of a flow": (
        steps(PART, get("/${first.b}", stages=["uat"])),
        '"first" has no "b". It has slot.',
        steps(PART, get("/${first.slot}", stages=["uat"])),
    ),
    "unknown name": (
        steps(get("/${cuont}")),
        'nothing sets "cuont". Did you mean "count"?',
        steps(get("/${count}")),
    ),
    "name unlike any": (
        steps(get("/${zzz}")),
        'nothing sets "zzz". Known here: count, now, party',
        steps(get("/${now+1d}/${today}/${uuid}")),
    ),
    "unknown member of a patient": (
        steps(get("/${patient.nhsnumber}")),
        '"patient" has no "nhsnumber". Did you mean "nhs_number"?',
        steps(get("/${patient.nhs_number}")),
    ),
    "member of a text": (
        steps(step(capture=SLOT), get("/${slot.id}")),
        '"slot" is of type id and has no "id"',
        steps(step(capture={"slot": {"fhirpath": "$this"}}), get("/${slot.a.b}")),
    ),
    "unknown field of the profile": (
        steps(get("/${profile.taget.value}")),
        '"profile" has no "taget". Did you mean "target"?',
        steps(get("/${profile.target.value}")),
    ),
    "unknown part of a field of the profile": (
        steps(get("/${profile.target.ods}")),
        '"profile.target" has no "ods". It has system, value.',
        steps(get("/${profile.organisation.ods}")),
    ),
    "unknown party": (
        steps(get("/${party.reciever.system}")),
        '"party" has no "reciever". Did you mean "receiver"?',
        steps(get("/${party.receiver.target.value}")),
    ),
    "unknown fact of the run": (
        steps(get("/${run.stge}")),
        '"run" has no "stge". Did you mean "stage"?',
        steps(get("/${run.stage}")),
    ),
    "received": (
        steps(get("/${received.id}")),
        'is for the reply of a "receive" step',
        steps(get("/$received.id")),
    ),
    "case of a test without": (
        steps(get("/${case.a}")),
        '"case.a" is out of sight: this test has no cases',
        steps(get("/${case.a}"), cases=[{"id": "x", "a": "1"}]),
    ),
    "value only some cases have": (
        steps(get("/${case.a}"), cases=[{"id": "x", "a": "1"}, {"id": "y"}]),
        'case y has no "a". Give every case the same names',
        steps(get("/${case.a}"), cases=[{"id": "x", "a": "1"}, {"id": "y", "a": None}]),
    ),
    "value no case has": (
        steps(get("/${case.stats}"), cases=[{"id": "x", "status": "1"}]),
        '"case" has no "stats". Did you mean "status"?',
        steps(get("/${case.id}"), cases=[{"id": "x"}]),
    ),
    "all of a case": (
        steps(get("/${case}"), cases=[{"id": "x"}]),
        '"case" is all of a case: name one of its values',
        steps(get("/${case.id}"), cases=[{"id": "x"}]),
    ),
    "unknown name for a person": (
        steps(
            step(),
            kind(
                "manual",
                {"by": "user", "instruct": "See ${patiet.name}", "expect": "."},
            ),
        ),
        'nothing sets "patiet"',
        steps(
            step(),
            kind(
                "manual",
                {"by": "user", "instruct": "See ${patient.name}", "expect": "."},
            ),
        ),
    ),
    "sent before it is sent": (
        steps(get("/${sent.X-Request-Id}")),
        '"sent.X-Request-Id" is read before the step has sent. Address an earlier step',
        steps(step(expect=equals("${sent.X-Request-Id}"))),
    ),
    "sent of a later step": (
        steps(step("a", expect=equals("${sent.b.X-Request-Id}")), step("b")),
        'no step "b" has sent a request before. Sent before: a.',
        steps(step("a"), step("b", expect=equals("${sent.a.X-Request-Id}"))),
    ),
    "sent of nothing": (
        steps(step(expect=equals("${sent}"))),
        '"sent" needs a header',
        steps(step(expect=equals("${sent.read.Accept}"))),
    ),
    "sent first of all": (
        steps(get("/${sent.raed.Accept}")),
        'no step "raed" has sent a request before',
        steps(step(), get("/${sent.read.Accept}")),
    ),
    "sent by a step left out": (
        steps(step("a", stages=["uat"]), get("/${sent.a.Accept}")),
        'step "a" sends nothing in local',
        steps(step("a"), get("/${sent.a.Accept}")),
    ),
    "sent inside a flow": (
        steps(FIRST, get("/${sent.first.bok.Accept}")),
        'no step "first.bok" has sent a request before. Did you mean "first.book"?',
        steps(FIRST, get("/${sent.first.book.Accept}/${sent.first.Accept}")),
    ),
    "resend of nothing": (
        steps(step(), again("raed")),
        'no step "raed" has sent a request before. Did you mean "read"?',
        steps(step(), write(), again("book")),
    ),
    "resend of a flow": (
        steps(FIRST, again("first")),
        '"first" is a flow: name the request inside it. Such as first.book.',
        steps(FIRST, again("first.book")),
    ),
    "resend from an inner flow": (
        steps(
            use("outer", "o", patient="${patient}"),
            again("o.book"),
        ),
        'no step "o.book" has sent',
        steps(
            use("outer", "o", patient="${patient}"),
            again("o.inner.book"),
        ),
    ),
    "capture of a later test": (
        plan(case_test(get("/${slot}")), case_test(step(capture=SLOT), ref="T-2")),
        'nothing sets "slot"',
        plan(case_test(step(capture=SLOT)), case_test(step(capture=SLOT), ref="T-2")),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_name_without_value_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad, FLOWS)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good, FLOWS) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${case.a}", '"case.a" is out of sight: a flow sees its params only'),
        ("${patient.name}", '"patient.name" is out of sight: a flow sees its params'),
        ("${nobody}", 'nothing sets "nobody"'),
    ],
)
def test_a_flow_sees_its_params_only(desk: Desk, text: str, message: str) -> None:
    flows = {"f": flow(get(f"/{text}"))}
    [found] = desk.messages(steps(), flows)
    assert message in found


WHOLE: Data = {"patient": "${patient}", "target": "${profile.target}"}


def test_a_flow_sees_params_profile_party_and_run(desk: Desk) -> None:
    path = "/${a}/${profile.name}/${party.receiver.system}/${run.stage}/${now}"
    flows = {"f": flow(get(path), params={"a": "string"})}
    assert desk.messages(steps(), flows) == []


def test_manual_text_of_a_flow_is_judged(desk: Desk) -> None:
    flows = {
        "f": flow(step(), manual(manual={"by": "usr", "instruct": "a", "expect": "b"}))
    }
    [found] = desk.messages(steps(), flows)
    assert 'there is no party "usr". Did you mean "user"?' in found


@pytest.mark.parametrize(
    "name", ["patient", "slots", "other", "profile.target", "party.receiver"]
)
def test_what_is_no_text_stands_inside_none(desk: Desk, name: str) -> None:
    slots: Data = {"slots": {"fhirpath": "entry", "type": "list"}}
    booked = use("book", "other", patient="${patient}")
    given = (step("a", capture=slots), booked, get(f"/${{{name}}}"))
    [found] = desk.messages(steps(*given))
    assert f'"{name}" is no text and cannot stand inside one. Let it be' in found


def test_what_is_no_text_may_be_the_whole_value(desk: Desk) -> None:
    given = write(request={"post": "/", "to": "receiver", "body": {"json": WHOLE}})
    assert desk.messages(steps(given)) == []


def test_a_name_whose_step_never_runs_is_never_set(desk: Desk) -> None:
    given = step("a", capture=SLOT, stages=["uat"])
    messages = desk.messages(
        steps(given, get("/${slot}"), not_in={"uat": "later"}), FLOWS
    )
    assert '"slot" is never set: step "a" sets it nowhere.' in messages
