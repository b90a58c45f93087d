"""A case that gives a field what it cannot take is found before anything is sent."""

from typing import Any

import pytest

from tests.compile.plans import Data, Desk, kind, step, steps, use, write

AGAIN = kind("resend", {"of": "book", "as": "${case.x}"}, "again", effect="none")


def expect(check: Data, *values: Any) -> Data:
    cases = [{"id": f"c{place}", "x": value} for place, value in enumerate(values)]
    return steps(step(expect=[{"status": 200}, check]), cases=cases)


def again(*values: Any) -> Data:
    cases = [{"id": f"c{place}", "x": value} for place, value in enumerate(values)]
    resend = {**AGAIN, "expect": [{"status": 409}]}
    return steps(write(), resend, cases=cases)


def pause(*values: Any) -> Data:
    cases = [{"id": f"c{place}", "x": value} for place, value in enumerate(values)]
    return steps(step(), kind("wait", {"for": "${case.x}"}, "pause"), cases=cases)


STATUS: Data = {"status": "${case.x}"}
ROWS: dict[str, tuple[Data, str, Data]] = {
    "text for a status": (
        expect(STATUS, 200, "4o9"),
        'step "read" cannot take this: expected a whole number, found "4o9"',
        expect(STATUS, 200, 409),
    ),
    "status beyond all": (
        expect(STATUS, 999),
        "expected a number of at most 599, found the number 999",
        expect(STATUS, 599),
    ),
    "resend as something else": (
        again("same-request", "same-bundel"),
        'expected same-request or same-bundle, found "same-bundel"',
        again("same-request", "same-bundle", "same-request"),
    ),
    "time that is none": (
        pause("1s", "soon"),
        "expected a duration such as 500ms",
        pause("1s", "2m", "${window}"),
    ),
    "list of statuses": (
        expect({"status": [200, "${case.x}"]}, "x"),
        "expected a whole number",
        expect({"status": [200, "${case.x}"]}, 201),
    ),
    "two values, one bad": (
        steps(
            step(expect=[{"status": ["${case.a}", "${case.b}"]}]),
            cases=[{"id": "c", "a": 200, "b": "x"}],
        ),
        'step "read" cannot take this: expected a whole number.',
        steps(
            step(expect=[{"status": ["${case.a}", "${case.b}"]}]),
            cases=[{"id": "c", "a": 200, "b": 201}],
        ),
    ),
    "no regular text in a header": (
        expect({"header": "ETag", "equals": "${case.x}"}, 3),
        "expected text, found the number 3",
        expect({"header": "ETag", "equals": "a-${case.x}"}, 3),
    ),
    "text for a patient": (
        steps(use("book", patient="${case.x}"), cases=[{"id": "a", "x": "adult_1"}]),
        '"patient" is of type patient, found string',
        steps(
            use("book", patient="${case.x}"),
            cases=[{"id": "a", "x": "${patient}"}, {"id": "b", "x": "${patient}"}],
        ),
    ),
    "texts and numbers for an id": (
        steps(
            use("book", patient="${patient}", slot="${case.x}"),
            cases=[{"id": "a", "x": 1}, {"id": "b", "x": 2}],
        ),
        '"slot" is of type id, found integer',
        steps(
            use("book", patient="${patient}", slot="${case.x}"),
            cases=[{"id": "a", "x": "1"}, {"id": "b", "x": None}],
        ),
    ),
    "path without slash": (
        steps(
            step(request={"get": "${case.x}", "to": "receiver"}),
            cases=[{"id": "a", "x": "metadata"}],
        ),
        'step "read" cannot take this',
        steps(
            step(request={"get": "${case.x}", "to": "receiver"}),
            cases=[{"id": "a", "x": "/metadata"}],
        ),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_case_value_that_does_not_fit_is_refused(
    desk: Desk, bad: Data, message: str
) -> None:
    [found] = desk.messages(bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good) == []


def test_the_fault_is_at_the_value_of_the_case(desk: Desk) -> None:
    [fault] = desk.faults(expect(STATUS, 200, "4o9"))
    line, carets = fault.excerpt.splitlines()
    assert line[carets.index("^") :].startswith('"4o9"')


def test_a_kind_may_say_it_in_its_own_words(desk: Desk) -> None:
    check: Data = {"header": "ETag", "matches": "${case.x}"}
    [found] = desk.messages(expect(check, "("))
    assert 'step "read" cannot take this: expected a regular expression' in found


def test_a_malformed_expression_is_said_once(desk: Desk) -> None:
    check: Data = {"header": "ETag", "equals": "${case.x} ${"}
    [found] = desk.messages(expect(check, "a"))
    assert "is not closed" in found
