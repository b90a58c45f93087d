import pytest

from pytest_bars.compile.rules_plan import MOST_TESTS
from tests.compile.plans import Data, Desk, case_test, kind, manual, plan, step, steps

PERSON: Data = {"person": "System User"}


def parties(**given: Data) -> Data:
    return plan(parties={"receiver": {"system": "product"}, **given})


def asked(**keys: object) -> Data:
    return plan(prerequisites=[{"ref": "P-1", "name": "Asked", **keys}])


def check(request: Data, *expect: Data) -> Data:
    return asked(
        check={"request": request, "expect": list(expect) or [{"status": 200}]}
    )


GET: Data = {"get": "/metadata", "to": "receiver"}
PERSONS_STEP: Data = {"by": "user", "instruct": "Look.", "expect": "It is there."}
ROWS: dict[str, tuple[Data, str, Data]] = {
    "two tests of one ref": (
        plan(case_test(), case_test()),
        'the reference "T-1" is used twice. It is used first in line',
        plan(case_test(), case_test(ref="t-1")),
    ),
    "test and prerequisite of one ref": (
        plan(case_test(ref="PRE-01")),
        'the reference "PRE-01" is used twice',
        plan(case_test(ref="PRE-02")),
    ),
    "two prerequisites of one ref": (
        plan(prerequisites=[{"ref": "P", "name": "P", "attest": {"by": "L"}}] * 2),
        'the reference "P" is used twice',
        asked(attest={"by": "L"}),
    ),
    "party of neither": (
        parties(user={"organisation": "provider"}),
        "expected one of system or person",
        parties(user={**PERSON, "organisation": "provider"}),
    ),
    "party of both": (
        parties(user={**PERSON, "system": "product"}),
        "expected only one of system or person",
        parties(user=PERSON),
    ),
    "person with a target": (
        parties(user={**PERSON, "target": "${profile.target}"}),
        "a person has no Target Identifier",
        parties(other={"system": "product", "target": "${profile.target}"}),
    ),
    "target of nothing": (
        parties(other={"system": "product", "target": "${profile.taget}"}),
        '"profile" has no "taget". Did you mean "target"?',
        parties(other={"system": "product", "target": {"system": "s", "value": "v"}}),
    ),
    "unknown receiver": (
        steps(step(request={"get": "/", "to": "reciever"})),
        'there is no party "reciever". Did you mean "receiver"?',
        steps(step(request={"get": "/", "to": "receiver"})),
    ),
    "receiver unlike any": (
        steps(step(request={"get": "/", "to": "zzz"})),
        'there is no party "zzz". Known: receiver.',
        steps(
            step(request={"get": "/", "to": "${case.to}"}),
            cases=[{"id": "a", "to": "receiver"}],
        ),
    ),
    "receiver of a case": (
        steps(
            step(request={"get": "/", "to": "${case.to}"}),
            cases=[{"id": "a", "to": "zzz"}],
        ),
        'there is no party "zzz"',
        steps(step(request={"get": "/", "to": "${window}"})),
    ),
    "person as receiver": (
        steps(step(request={"get": "/", "to": "user"})),
        'party "user" is no system',
        steps(step(), manual()),
    ),
    "system as a person": (
        steps(step(), kind("manual", {**PERSONS_STEP, "by": "receiver"})),
        'party "receiver" is no person. Known: user.',
        steps(step(), kind("manual", PERSONS_STEP)),
    ),
    "person where there is none": (
        plan(case_test(step(), manual()), parties={"receiver": {"system": "product"}}),
        'there is no party "user".',
        plan(case_test(step(), manual())),
    ),
    "var called like a root": (
        plan(vars={"patient": {"patient": "a"}, "sent": "x"}),
        'a var cannot be called "sent"',
        plan(vars={"patient": {"patient": "a"}, "sender": "x"}),
    ),
    "var that reads a later one": (
        plan(vars={"a": "${b}", "b": "x"}),
        'nothing sets "b"',
        plan(vars={"b": "x", "a": "${b}/${profile.name}"}),
    ),
    "patient by expression": (
        plan(vars={"patient": {"patient": "${profile.name}"}}),
        "a patient is named by an alias, as it stands",
        plan(vars={"patient": {"patient": "adult_2"}, "none": None, "flag": True}),
    ),
    "unknown use case": (
        plan(
            standard={"core": "1.1.6", "application": 1, "use_cases": ["a1t1", "a2t1"]}
        ),
        'Application 1 has no use case "a2t1". Did you mean "a1t1"?',
        plan(
            standard={"core": "1.1.6", "application": 1, "use_cases": ["a1t1", "a1t2"]}
        ),
    ),
    "use case unlike any": (
        plan(standard={"core": "1.1.6", "application": 1, "use_cases": ["zzz"]}),
        'Application 1 has no use case "zzz". Known: a1t1,',
        plan(standard={"core": "1.1.6", "application": 1, "use_cases": ["a1t9"]}),
    ),
    "use case where none is published": (
        plan(standard={"core": "1.1.6", "application": 7, "use_cases": ["a1t1"]}),
        'Application 7 has no use case "a1t1". None is published.',
        plan(standard={"core": "1.1.6", "application": 7}),
    ),
    "no use case where some are published": (
        plan(standard={"core": "1.1.6", "application": 3}),
        "a plan names the use cases it is about. Known: a3t1.",
        plan(standard={"core": "1.1.6", "application": 3, "use_cases": ["a3t1"]}),
    ),
    "prerequisite of no way": (
        asked(),
        "expected one of check, manual or attest, found none",
        asked(attest={"by": "Lead", "valid_for": "90d"}),
    ),
    "prerequisite of two ways": (
        asked(attest={"by": "Lead"}, manual=PERSONS_STEP),
        "expected only one of check, manual or attest",
        asked(manual=PERSONS_STEP),
    ),
    "prerequisite that writes": (
        check({"post": "/x", "to": "receiver"}),
        'a prerequisite only reads: no "post". What must be there first',
        check(GET),
    ),
    "prerequisite that captures": (
        asked(check={"request": GET, "expect": [{"status": 200}], "capture": {}}),
        "capture",
        check(GET, {"status": 200}, {"header": "ETag"}),
    ),
    "prerequisite that cannot fail": (
        check(GET, {"status": 200, "severity": "warn"}),
        'prerequisite "P-1" cannot fail',
        check(GET, {"status": 200}),
    ),
    "prerequisite of an unknown requirement": (
        asked(attest={"by": "Lead"}, requirements=["nfr-time-22"]),
        'there is no requirement "nfr-time-22"',
        asked(attest={"by": "Lead"}, requirements=["nfr-time-2"]),
    ),
    "statement that never holds": (
        asked(attest={"by": "Lead", "valid_for": "0d"}),
        "a statement is valid for some time",
        asked(attest={"by": "Lead", "valid_for": "1d"}),
    ),
    "prerequisite of a case": (
        check({"get": "/${case.a}", "to": "receiver"}),
        '"case.a" is out of sight: a prerequisite is judged for every case alike',
        check({"get": "/${count}", "to": "receiver"}),
    ),
    "prerequisite by nobody": (
        asked(manual={**PERSONS_STEP, "by": "usr"}),
        'there is no party "usr"',
        asked(manual={**PERSONS_STEP, "instruct": "Find ${patient.name}."}),
    ),
}


@pytest.mark.parametrize(
    ("bad", "message"), [row[:2] for row in ROWS.values()], ids=ROWS
)
def test_a_bad_plan_is_refused(desk: Desk, bad: Data, message: str) -> None:
    [found] = desk.messages(bad)
    assert message in found


@pytest.mark.parametrize("good", [row[2] for row in ROWS.values()], ids=ROWS)
def test_its_near_miss_is_accepted(desk: Desk, good: Data) -> None:
    assert desk.messages(good) == []


@pytest.mark.parametrize(("more", "count"), [(0, 0), (1, 1)], ids=["most", "one more"])
def test_tests_are_limited_cases_counted(desk: Desk, more: int, count: int) -> None:
    rows = [{"id": f"c{place}"} for place in range(10_000)]
    tests = [
        case_test(ref=f"T-{place}", cases=rows) for place in range(MOST_TESTS // 10_000)
    ]
    tests += [case_test(ref="ONE")] * more
    messages = desk.messages(plan(*tests))
    assert len(messages) == count
    assert all(f"at most {MOST_TESTS} tests" in message for message in messages)
