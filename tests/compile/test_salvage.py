"""A part that does not load is set aside, and all else is judged at once."""

import json
from pathlib import Path
from typing import ClassVar

import pytest

from pytest_bars.checks import default_checks
from pytest_bars.compile.compile import Compiler
from pytest_bars.errors import PlanError
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import Step
from pytest_bars.steps import default_steps
from tests.compile.plans import (
    Data,
    Desk,
    case_test,
    flow,
    kind,
    plan,
    step,
    use,
    write,
)

UNSET = case_test(step(request={"get": "/${slot}", "to": "receiver"}), ref="T-2")
BROKEN = case_test(nme="x")


def test_a_fault_of_shape_hides_no_fault_of_sense(desk: Desk) -> None:
    messages = desk.messages(plan(BROKEN, UNSET))
    assert len(messages) == 2
    assert 'Did you mean "name"?' in messages[0]
    assert 'nothing sets "slot"' in messages[1]


def test_a_broken_test_is_judged_no_further(desk: Desk) -> None:
    broken = {**UNSET, "nme": "x"}
    assert len(desk.messages(plan(case_test(), broken))) == 1


def test_a_broken_prerequisite_is_still_known(desk: Desk) -> None:
    asked = [{"ref": "A", "name": "a", "attest": {"by": 3}}, {"ref": 7}]
    messages = desk.messages(
        plan(case_test(prerequisites=["A"]), UNSET, prerequisites=asked)
    )
    assert not any("there is no prerequisite" in message for message in messages)
    assert any('nothing sets "slot"' in message for message in messages)


def test_a_broken_flow_is_not_called_unknown(desk: Desk) -> None:
    messages = desk.messages(
        plan(case_test(use("bad")), UNSET),
        {"bad": flow(titel="x"), "worse": {"steps": 1}},
    )
    assert not any("there is no flow" in message for message in messages)
    assert any('nothing sets "slot"' in message for message in messages)


def test_what_a_broken_flow_returns_is_left_open(desk: Desk) -> None:
    read = step(request={"get": "/${other.slot}", "to": "receiver"})
    messages = desk.messages(
        plan(case_test(use("bad"), read)), {"bad": flow(titel="x")}
    )
    assert len(messages) == 1


@pytest.mark.parametrize(
    "change",
    [{"titel": "x"}, {"parties": {}}, {"vars": {"a": [1]}}, {"schema": "bars-plan/2"}],
    ids=["unknown key", "no party", "bad var", "other schema"],
)
def test_a_fault_of_the_plan_itself_comes_alone(desk: Desk, change: Data) -> None:
    messages = desk.messages({**plan(UNSET), **change})
    assert messages
    assert not any("nothing sets" in message for message in messages)


def test_faults_of_flows_come_with_those_of_the_plan_itself(desk: Desk) -> None:
    messages = desk.messages(
        {**plan(), "titel": "x"}, {"bad": flow(write(effect=None))}
    )
    assert any('needs an "effect"' in message for message in messages)
    assert any('"titel"' in message for message in messages)


def test_a_file_that_is_no_map_is_a_fault(desk: Desk) -> None:
    assert len(desk.messages("- 1\n")) == 1


def test_a_flows_file_that_cannot_be_read_hides_nothing(desk: Desk) -> None:
    desk.write("bad.bars-flows.yaml", "{")
    messages = desk.messages(
        plan(case_test(use("x")), UNSET, use=["bad.bars-flows.yaml"])
    )
    assert any('nothing sets "slot"' in message for message in messages)
    assert not any("there is no flow" in message for message in messages)


def test_faults_are_sorted_and_each_is_there_once(desk: Desk) -> None:
    faults = desk.faults(plan(UNSET, BROKEN, case_test(ref="T-3", exclusive=["x"])))
    assert faults == sorted(faults, key=lambda fault: fault.sort_key)
    assert len(set(faults)) == len(faults) == 3


def test_a_listener_is_promised_wherever_it_is_asked_for(desk: Desk) -> None:
    receive = kind("receive", {"at": "sender"}, expect=[{"received": {"times": 1}}])
    messages = desk.messages(
        plan(case_test(step(), receive), UNSET), {"f": flow(receive)}
    )
    assert sum('"receive" waits for a call' in message for message in messages) == 2
    assert any('nothing sets "slot"' in message for message in messages)


def test_a_case_may_be_called_received(desk: Desk) -> None:
    rows = [{"id": "a", "received": "x", "receive": "y"}]
    assert desk.messages(plan(case_test(cases=rows))) == []


def test_a_body_may_hold_what_a_listener_is_called(desk: Desk) -> None:
    body = {"json": [{"receive": 1}]}
    request = {"post": "/", "to": "receiver", "body": body}
    assert desk.messages(plan(case_test(write(request=request)))) == []


def test_a_broken_test_that_is_repeated_by_an_alias_is_reported(desk: Desk) -> None:
    test = "{ref: T-1, name: A test, kind: happy-path, steps: []}"
    text = json.dumps(plan(use=None)).replace(
        '"tests": [', f'"tests": [&t {test}, *t, '
    )
    messages = desk.messages(text)
    assert messages
    assert all("expected 1 or more entries" in message for message in messages)


class ReceiveStep(Step):
    """A kind that an extension might bring."""

    key: ClassVar[str] = "receive"
    receive: str


def test_a_listener_that_an_extension_brings_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.write(
        "a.bars.yaml", plan(case_test(step(), kind("receive", 3)), use=None)
    )
    language = Language((*default_steps(), ReceiveStep), default_checks())
    with pytest.raises(PlanError) as caught:
        Compiler(language, Library.builtin(), tmp_path).compile(path)
    assert "later release" not in str(caught.value)
