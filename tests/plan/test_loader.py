"""A document becomes a frozen plan, or all its faults."""

from datetime import timedelta
from pathlib import Path

import pytest

from pytest_bars.checks import default_checks
from pytest_bars.documents.load import parse_document, read_document
from pytest_bars.errors import PlanError
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_flows, load_plan
from pytest_bars.plan.model import FlowStep, Param
from pytest_bars.plan.types import Expression
from pytest_bars.stages import Stage
from pytest_bars.steps import default_steps
from tests.plan.kinds import (
    DurationCheck,
    FhirPathCheck,
    ManualStep,
    RequestBody,
    RequestStep,
    ResendStep,
    StatusCheck,
    sample_language,
)
from tests.plan.plans import DESIGN, FLOWS

LANGUAGE = sample_language()
SHIPPED = Path(__file__).parents[2] / "testplans"


@pytest.mark.parametrize(
    "language",
    [LANGUAGE, Language(default_steps(), default_checks())],
    ids=["sample", "default"],
)
def test_the_example_of_the_design_is_read(language: Language) -> None:
    plan = load_plan(parse_document(DESIGN.encode(), "p"), language)
    assert (plan.plan, plan.version, len(plan.tests)) == ("APP1-ED-BOOKING", "1.0.0", 2)
    assert plan.tests[0].within == timedelta(minutes=5)
    assert plan.tests[1].not_in[Stage.INT].startswith("the partner")
    assert plan.tests[1].cases[0]["id"] == "same-request"


def test_each_step_is_of_its_kind() -> None:
    plan = load_plan(parse_document(DESIGN.encode(), "p"), LANGUAGE)
    kinds = [type(step).__mro__[1] for step in plan.tests[0].steps]
    assert kinds == [RequestStep, RequestStep, ManualStep, FlowStep]
    resend = plan.tests[1].steps[1]
    assert isinstance(resend, ResendStep)
    assert isinstance(resend.resend.as_, Expression)


def test_each_check_is_of_its_kind() -> None:
    plan = load_plan(parse_document(DESIGN.encode(), "p"), LANGUAGE)
    kinds = [type(check) for step in plan.tests[0].steps[:2] for check in step.expect]
    assert kinds == [StatusCheck, FhirPathCheck, StatusCheck, DurationCheck]


def test_the_request_of_a_prerequisite_is_that_of_a_step() -> None:
    plan = load_plan(parse_document(DESIGN.encode(), "p"), LANGUAGE)
    check = plan.prerequisites[0].check
    assert check is not None
    assert isinstance(check.request, RequestBody)
    assert isinstance(check.expect[0], StatusCheck)


def test_a_language_without_requests_keeps_theirs_plain() -> None:
    tests = DESIGN.index("tests:")
    manual = """tests:
  - ref: M
    name: Look
    kind: happy-path
    steps: [{ref: a, name: b, manual: {by: a, instruct: b, expect: c}}]
"""
    content = (DESIGN[:tests] + manual).encode()
    plan = load_plan(
        parse_document(content, "p"), Language([ManualStep], [StatusCheck])
    )
    check = plan.prerequisites[0].check
    assert check is not None
    assert check.request == {"get": "/metadata", "to": "receiver"}


def test_a_flows_file_is_read() -> None:
    flows = load_flows(parse_document(FLOWS.encode(), "p"), LANGUAGE)
    flow = flows.flows["cancel-booking"]
    assert flow.params["booking_id"] == "id"
    assert flow.params["patient"] == Param(type="patient", required=False)
    poll = flow.steps[0].poll
    assert poll is not None
    within: object = poll.within
    assert isinstance(within, Expression)
    assert isinstance(poll.until[0], StatusCheck)


def test_all_faults_of_a_plan_are_told_in_order() -> None:
    spoiled = DESIGN.replace("happy-path", "hapy").replace("get: /Slot", "got: /Slot")
    spoiled = spoiled.replace("title: 111", "titel: 111")
    with pytest.raises(PlanError) as caught:
        load_plan(parse_document(spoiled.encode(), "p"), LANGUAGE)
    assert [fault.mark.line for fault in caught.value.faults] == [5, 41, 50]


def test_faults_of_a_flows_file_are_told() -> None:
    spoiled = FLOWS.replace("effect: {cancel", "effect: {canel")
    with pytest.raises(PlanError, match='unknown key "canel"'):
        load_flows(parse_document(spoiled.encode(), "p"), LANGUAGE)


@pytest.mark.parametrize(
    "path", sorted(SHIPPED.rglob("*.bars.yaml")), ids=lambda path: path.stem
)
def test_every_shipped_plan_is_read(path: Path) -> None:
    language = Language(default_steps(), default_checks())
    assert load_plan(read_document(path, root=SHIPPED), language).tests
