"""What lint says where a request is not of the API version."""

from dataclasses import replace

import pytest

from pytest_bars.compile.compile import api_faults
from pytest_bars.environments.loader import load_profile
from pytest_bars.source import Fault
from pytest_bars.stages import Stage
from tests.compile.plans import Data, Desk, case_test, flow, plan, step, steps, use

LOCAL = load_profile("local", None, environ={})
SEARCH = {"get": "/Appointment", "to": "receiver"}
POINTERS = {"get": "/DocumentReference", "query": {"subject:identifier": "s|v"}}
PARTIES = {
    "receiver": {"system": "product", "target": "${profile.target}"},
    "api": {"system": "product"},
    "user": {"person": "System User", "organisation": "provider"},
}
WRITE: Data = {"effect": "none"}
BARE = {"json": {"resourceType": "Appointment"}}


def asking(request: Data, version: str = "1.0.0", **test: object) -> Data:
    """Return a plan for a version with one request."""
    effect = {} if "get" in request else WRITE
    data = steps(step(request={"to": "receiver", **request}, **effect), **test)
    standard = {**data["standard"], "api": version}
    return {**data, "standard": standard, "parties": PARTIES}


def told(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.message for fault in faults]


def messages(desk: Desk, data: Data, flows: Data | None = None) -> list[str]:
    return told(api_faults(desk.compile(data, flows)))


ROWS: dict[str, tuple[Data, str, str, Data, str]] = {
    "operation of a later version": (
        {"post": "/Appointment", "use_context": "c"},
        "1.0.0",
        "API 1.0.0 has no POST /Appointment.",
        {"post": "/Appointment", "use_context": "c"},
        "1.1.0",
    ),
    "operation that ended": (
        {"get": "/Organization", "to": "api"},
        "1.4.0",
        "API 1.4.0 has no GET /Organization.",
        {"get": "/Organization", "to": "api"},
        "1.3.0",
    ),
    "path of no version": (
        {"get": "/Slots"},
        "1.0.0",
        "API 1.0.0 has no GET /Slots.",
        {"get": "${window}/Slots"},
        "1.0.0",
    ),
    "search without patient": (
        SEARCH,
        "1.0.0",
        'API 1.0.0 requires "patient:identifier" of GET /Appointment.',
        SEARCH,
        "1.1.0",
    ),
    "parameter that is left out": (
        {**SEARCH, "query": {"patient:identifier": None}},
        "1.0.0",
        'API 1.0.0 requires "patient:identifier" of GET /Appointment.',
        {**SEARCH, "query": {"patient:identifier": "s|${window}"}},
        "1.0.0",
    ),
    "target for what takes none": (
        POINTERS,
        "1.1.0",
        "API 1.1.0: GET /DocumentReference takes no NHSD-Target-Identifier.",
        {**POINTERS, "to": "api"},
        "1.1.0",
    ),
    "no target for what needs one": (
        {"get": "/Appointment/1", "to": "api"},
        "1.0.0",
        "API 1.0.0 requires NHSD-Target-Identifier of GET /Appointment/{id}.",
        {"get": "/metadata", "to": "api"},
        "1.0.0",
    ),
    "bare resource without use-context": (
        {"post": "/Appointment", "body": BARE},
        "1.1.0",
        "API 1.1.0 requires use-context of POST /Appointment.",
        {"post": "/Appointment", "body": BARE, "headers": {"use-context": "c"}},
        "1.1.0",
    ),
    "message without use-context": (
        {"post": "/$process-message"},
        "1.0.0",
        "API 1.0.0 requires use-context of POST /$process-message.",
        {
            "post": "/$process-message",
            "body": {"json": {"resourceType": "Bundle"}},
        },
        "1.0.0",
    ),
    "header taken away": (
        {"get": "/metadata", "headers": {"accept": None}},
        "1.0.0",
        "API 1.0.0 requires the header Accept of GET /metadata.",
        {"get": "/metadata", "headers": {"accept": "*/*", "X-Other": None}},
        "1.0.0",
    ),
    "version of the request": (
        {**SEARCH, "api": "1.0.0"},
        "1.1.0",
        'API 1.0.0 requires "patient:identifier" of GET /Appointment.',
        {**SEARCH, "api": "1.1.0"},
        "1.0.0",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_the_version_does_not_have_is_a_fault(desk: Desk, name: str) -> None:
    bad, version, message, _, _ = ROWS[name]
    assert messages(desk, asking(bad, version)) == [message]


@pytest.mark.parametrize("name", ROWS)
def test_what_it_has_is_none(desk: Desk, name: str) -> None:
    *_, good, version = ROWS[name]
    assert messages(desk, asking(good, version)) == []


@pytest.mark.parametrize("name", ROWS)
def test_an_error_test_may_ask_for_anything(desk: Desk, name: str) -> None:
    bad, version, *_ = ROWS[name]
    assert messages(desk, asking(bad, version, kind="error")) == []


@pytest.mark.parametrize(
    ("request_", "version", "hint"),
    [
        (
            {"get": "/Organization", "to": "api"},
            "1.4.0",
            "It is in 1.2.0, 1.3.0: say so by standard: {api: VERSION}.",
        ),
        ({"get": "/Slots"}, "1.0.0", 'Did you mean "/Slot"?'),
        ({"get": "/x/y"}, "1.0.0", "No version has it; only an error test may ask"),
        (SEARCH, "1.0.0", "1.1.0, 1.2.0, 1.3.0, 1.4.0 do not require it."),
        ({**POINTERS, "query": {}, "to": "api"}, "1.1.0", "Every version that has it"),
    ],
)
def test_a_fault_says_what_to_do(
    desk: Desk, request_: Data, version: str, hint: str
) -> None:
    [fault] = api_faults(desk.compile(asking(request_, version)))
    assert (fault.hint or "").startswith(hint)


def test_what_every_version_requires_is_said_to_be_so(desk: Desk) -> None:
    [fault] = api_faults(desk.compile(asking({"get": "/MessageDefinition"})))
    assert fault.hint == "Every version that has it does."


def test_a_fault_is_at_its_place(desk: Desk) -> None:
    [fault] = api_faults(desk.compile(asking({**POINTERS, "to": "receiver"}, "1.1.0")))
    assert '"receiver"' in fault.excerpt


def test_each_case_is_judged_for_itself(desk: Desk) -> None:
    cases = [
        {"id": "old", "api": "1.0.0", "name": None, "part": "Appointment"},
        {"id": "new", "api": "1.1.0", "name": "x", "part": "ServiceRequest"},
    ]
    request = {
        "get": "/${case.part}",
        "api": "${case.api}",
        "query": {"patient:name": "${case.name}", "x": ["${case.name}", "y"]},
    }
    assert messages(desk, asking(request, cases=cases)) == [
        'API 1.0.0 requires "patient:identifier" of GET /Appointment.'
    ]


def test_what_shows_only_when_it_runs_is_left_open(desk: Desk) -> None:
    request = {**SEARCH, "api": "${window}"}
    assert messages(desk, asking(request)) == []


def test_flows_and_prerequisites_are_judged_where_they_are_used(desk: Desk) -> None:
    bad = step(request=SEARCH)
    flows = {"bad": flow(bad), "unused": flow(step(request={"get": "/x", "to": "api"}))}
    message = 'API 1.0.0 requires "patient:identifier" of GET /Appointment.'
    used = plan(case_test(use("bad")), case_test(use("bad", "b"), ref="T-2"))
    assert messages(desk, {**used, "parties": PARTIES}, flows) == [message]
    check = {"request": SEARCH, "expect": [{"status": 200}]}
    asked = [{"ref": "PRE-01", "name": "OK", "check": check}]
    needing = plan(case_test(prerequisites=["PRE-01"]), prerequisites=asked)
    assert messages(desk, needing) == [message]
    tidy = plan(case_test(cleanup=[{"flow": "bad"}]))
    assert messages(desk, tidy, {"bad": flow(bad)}) == [message]


def test_the_profiles_version_wins_over_the_plans(desk: Desk) -> None:
    compiled = desk.compile(asking({"post": "/Appointment", "use_context": "c"}))
    later = replace(LOCAL, api_version="1.1.0")
    assert api_faults(compiled, later) == ()
    asked = desk.compile(asking({"get": "/Appointment"}, "1.1.0"))
    assert api_faults(asked, LOCAL) == ()
    assert api_faults(asked, later) == ()
    [fault] = api_faults(asked, replace(LOCAL, api_version="1.0.0"))
    assert fault.message == (
        "API 1.0.0 (profile local; the plan says 1.1.0) requires "
        '"patient:identifier" of GET /Appointment.'
    )


def test_a_requests_own_version_wins_over_the_profiles(desk: Desk) -> None:
    compiled = desk.compile(asking({**SEARCH, "api": "1.0.0"}, "1.1.0"))
    [fault] = api_faults(compiled, replace(LOCAL, api_version="1.2.0"))
    assert fault.message.startswith("API 1.0.0 requires")


def test_only_what_runs_in_the_profiles_stage_is_asked(desk: Desk) -> None:
    compiled = desk.compile(asking(SEARCH, not_in={"int": "not yet"}))
    assert api_faults(compiled, replace(LOCAL, stage=Stage.INT)) == ()
    assert api_faults(compiled, LOCAL)


@pytest.mark.parametrize("status", [400, [200, 400], "${case.status}"])
def test_a_step_that_may_be_refused_asks_for_anything(
    desk: Desk, status: object
) -> None:
    bad = step(request=SEARCH, expect=[{"resource": "Bundle"}, {"status": status}])
    test = case_test(bad, cases=[{"id": "a", "status": 422}])
    assert messages(desk, plan(test)) == []
