import pytest

from tests.compile.plans import Data, Desk, checked, step, steps

ANY = {"because": "It is so"}
ROWS = {
    "fhirpath without because": (
        {"fhirpath": "id.exists()"},
        'a "fhirpath" needs a "because"',
        {"fhirpath": "id.exists()", "because": "There is an id"},
    ),
    "fhirpath that is none": (
        {"fhirpath": "id.exists(", **ANY},
        "this is not FHIRPath",
        {"fhirpath": "id.exists()", **ANY},
    ),
    "fhirpath followed by more": (
        {"fhirpath": "id.exists() oops", **ANY},
        "this is not FHIRPath",
        {"fhirpath": "id.exists() or id.empty()", **ANY},
    ),
    "expression in fhirpath": (
        {"fhirpath": "id = '${count}'", **ANY},
        "FHIRPath holds no ${}. Hand the value in",
        {"fhirpath": "id = %count", "with": {"count": "${count}"}, **ANY},
    ),
    "variable not handed in": (
        {"fhirpath": "%cont = %count", "with": {"count": "${count}"}, **ANY},
        '"%cont" has no value. Did you mean "count"?',
        {"fhirpath": "id = %resource.id", **ANY},
    ),
    "value never used": (
        {"fhirpath": "id.exists()", "with": {"count": 3}, **ANY},
        '"count" is handed in and never used. FHIRPath reads it as %count.',
        {"fhirpath": "id = %count", "with": {"count": 3}, **ANY},
    ),
    "always true": (
        {"fhirpath": " ( true ) ", **ANY},
        "cannot fail, or cannot hold: the expression reads nothing of the response",
        {"fhirpath": "$this = true", **ANY},
    ),
    "compares constants": (
        {"fhirpath": "1 = 1", **ANY},
        "cannot fail, or cannot hold: the expression reads nothing of the response",
        {"fhirpath": "1 = id.count()", **ANY},
    ),
    "constant with a matcher": (
        {"fhirpath": "'a' & 'b'", "equals": "ab", **ANY},
        "cannot fail, or cannot hold: the expression reads nothing of the response",
        {"fhirpath": "'a' & %resource.id", "equals": "ab", **ANY},
    ),
    "every status": (
        {"status": list(range(100, 600))},
        "cannot fail: it expects every status",
        {"status": list(range(100, 599))},
    ),
    "no status": (
        {"status": []},
        "cannot hold: it expects no status",
        {"status": [200]},
    ),
    "no time": (
        {"duration": {"max": "0s"}},
        "cannot hold: no answer takes no time",
        {"duration": {"max": "1ms"}},
    ),
    "endless time": (
        {"duration": {"max": "11m"}},
        "cannot fail: no answer is awaited for that long",
        {"duration": {"max": "10m"}},
    ),
    "empty body": (
        {"body": {"contains": []}},
        "cannot fail: it expects nothing of the body",
        {"body": {"contains": ["x"]}},
    ),
    "unknown requirement": (
        {"status": 200, "requirements": ["core-booking-reciever-1"]},
        (
            'there is no requirement "core-booking-reciever-1". '
            'Did you mean "core-booking-receiver-1"?'
        ),
        {"status": 200, "requirements": ["core-booking-receiver-1"]},
    ),
    "requirement unlike any": (
        {"status": 200, "requirements": ["@@"]},
        'there is no requirement "@@". Requirements are ids such as',
        {"status": 200, "requirements": ["process-duplicate", "nfr-time-2"]},
    ),
    "unknown name": (
        {"header": "ETag", "equals": "${cuont}"},
        'nothing sets "cuont". Did you mean "count"?',
        {"header": "ETag", "equals": "${count}"},
    ),
    "malformed expression": (
        {"header": "ETag", "equals": "${count"},
        "is not closed",
        {"header": "ETag", "equals": "$${count"},
    ),
    "received": (
        {"received": {"times": 1}},
        "listening arrives with a later release",
        {"status": 200},
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_check_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(checked(bad))
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(checked(good)) == []


def test_a_duration_may_be_an_expression(desk: Desk) -> None:
    check: Data = {"duration": {"max": "${window}"}}
    assert desk.messages(checked(check)) == []


def test_checks_of_a_poll_are_judged_too(desk: Desk) -> None:
    poll: Data = {"until": [{"fhirpath": "id"}], "every": "1s", "within": "9s"}
    [found] = desk.messages(steps(step(poll=poll)))
    assert "because" in found


def test_the_fault_is_at_what_is_wrong(desk: Desk) -> None:
    [fault] = desk.faults(checked({"fhirpath": "id.exists(", **ANY}))
    line, carets = fault.excerpt.splitlines()
    assert line[carets.index("^") :].startswith('"id.exists("')
