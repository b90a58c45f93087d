"""Whatever is wrong with a plan, it compiles or gives marked faults: nothing else."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compile.plans import (
    BOOK,
    CANCEL,
    Data,
    Desk,
    case_test,
    kind,
    manual,
    plan,
    step,
    use,
    write,
)

Place = tuple[str | int, ...]
UNTIL: Data = {"until": [{"status": 200}], "every": "1s", "within": "${window}"}
SEND: Data = {
    "post": "/$process-message",
    "to": "receiver",
    "body": {
        "template": "booking-request-new",
        "with": {"slot": "${slot}", "patient": "${patient}"},
        "set": {"entry[Appointment].resource.status": "booked"},
    },
}
CHECKS: list[Data] = [
    {"status": [200, 201]},
    {"fhirpath": "id = %a", "with": {"a": "${count}"}, "because": "So"},
    {"header": "ETag", "equals": "${sent.X-Request-Id}"},
    {"body": {"contains": ["x"]}},
    {"duration": {"max": "5s"}, "severity": "warn"},
    {"outcome": {"code": "REC_CONFLICT", "issue": "${case.issue}"}},
]
FULL = plan(
    case_test(
        step(
            "slots",
            expect=CHECKS,
            poll=UNTIL,
            capture={"slot": {"fhirpath": "entry", "type": "resource", "claim": "id"}},
        ),
        write("send", request=SEND, effect={"create": "Appointment", "undo": "cancel"}),
        use("book", "first", patient="${patient}"),
        kind(
            "resend",
            {"of": "first.book", "as": "${case.as}"},
            "again",
            effect="none",
            expect=[{"status": 409}],
        ),
        manual(stages=["uat"]),
        kind("wait", {"for": "1s"}, "pause"),
        cases=[{"id": "a", "as": "same-request", "issue": "x", "requirements": []}],
        not_in={"int": "later"},
        prerequisites=["PRE-01"],
        workflows=["app1-slots"],
        exclusive=["patient"],
        within="5m",
        cleanup=[
            {
                "flow": "cancel",
                "with": {"booking_id": "${first.booking_id}", "patient": "${patient}"},
                "when": {"open": "Appointment"},
            }
        ],
    ),
    prerequisites=[
        {
            "ref": "PRE-01",
            "name": "It answers",
            "check": {
                "request": {"get": "/metadata", "to": "receiver"},
                "expect": [{"status": 200}],
            },
        },
        {"ref": "PRE-02", "name": "A person", "manual": manual()["manual"]},
    ],
)
VALUES: list[Any] = [None, 3, "/", "${", "${x}", [], ["x"], {}, {"a": 1}]


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield where anything stands in data."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield (*place, key)
        yield from places(item, (*place, key))


def holder_of(data: Any, place: Place) -> Any:
    for key in place[:-1]:
        data = data[key]
    return data


def with_value(data: Data, place: Place, value: Any) -> Data:
    changed = copy.deepcopy(data)
    holder_of(changed, place)[place[-1]] = value
    return changed


def without(data: Data, place: Place) -> Data:
    changed = copy.deepcopy(data)
    del holder_of(changed, place)[place[-1]]
    return changed


def renamed(data: Data, place: Place) -> Data:
    changed = without(data, place)
    holder = holder_of(changed, place)
    if isinstance(holder, dict):
        holder[f"{place[-1]}s"] = holder_of(data, place)[place[-1]]
    return changed


def twice(data: Data, place: Place) -> Data:
    changed = copy.deepcopy(data)
    holder = holder_of(changed, place)
    if isinstance(holder, list):
        holder.append(holder[int(place[-1])])
    return changed


def test_the_plan_to_be_broken_is_good(desk: Desk) -> None:
    assert desk.messages(FULL) == []


@pytest.mark.parametrize("change", [without, renamed, twice])
def test_each_part_may_be_missing_misnamed_or_there_twice(
    desk: Desk, change: Any
) -> None:
    found = [desk.faults(change(FULL, place)) for place in places(FULL)]
    assert any(found)
    assert all(fault.message for faults in found for fault in faults)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_each_part_may_be_something_else(desk: Desk, value: Any) -> None:
    found = [desk.faults(with_value(FULL, place, value)) for place in places(FULL)]
    assert sum(map(bool, found)) > len(found) // 4


@pytest.mark.parametrize("value", VALUES[:4], ids=repr)
def test_each_part_of_a_flow_may_be_something_else(desk: Desk, value: Any) -> None:
    flows = {"cancel": CANCEL, "book": BOOK}
    found = [
        desk.faults(FULL, with_value(flows, place, value)) for place in places(flows)
    ]
    assert any(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
FOLDER_IS_SHARED = [HealthCheck.function_scoped_fixture]


@given(place=st.sampled_from(list(places(FULL))), value=JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=FOLDER_IS_SHARED)
def test_any_value_anywhere_gives_a_plan_or_faults(
    desk: Desk, place: Place, value: Any
) -> None:
    for fault in desk.faults(with_value(FULL, place, value)):
        assert fault.mark.line >= 1


@given(text=st.text(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=FOLDER_IS_SHARED)
def test_any_text_gives_a_plan_or_faults(desk: Desk, text: str) -> None:
    assert desk.faults(text.encode("utf-8", "replace").decode("utf-8"))
