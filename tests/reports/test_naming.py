"""Who names a requirement, and whether they can fail for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pytest_bars.compile.model import CompiledPlan
from pytest_bars.reports import naming
from pytest_bars.reports.naming import Named, name_requirements
from tests.compile.plans import Desk
from tests.reports.runs import traced_flows, traced_plan


@pytest.fixture
def plan(tmp_path: Path) -> CompiledPlan:
    return Desk(tmp_path).compile(traced_plan(), traced_flows())


@pytest.mark.parametrize(
    ("requirement", "test", "place", "why_not"),
    [
        ("core-all-1", "P::T-1", "test", ""),
        ("core-all-3", "P::T-1", "check", ""),
        ("core-ti-1", "P::T-1", "test", naming.NO_PRODUCT_SENDS),
        ("core-caching-1", "P::T-1", "test", naming.PERMISSION),
        ("core-ti-2", "P::T-2[a]", "test", ""),
        ("core-ti-3", "P::T-3", "check", naming.NOTHING_JUDGED),
        ("nfr-time-2", "P::T-4", "check", naming.NOTHING_JUDGED),
        ("app1-slot-7", "P::T-5", "test", ""),
        ("app1-slot-10", "P::T-6", "test", naming.NO_PERSON),
        ("core-msg-11", "P::T-7", "check", ""),
        ("nfr-audit-1", "P::PRE-01", "prerequisite", ""),
        ("core-msg-1", "P::PRE-01", "prerequisite", naming.PREREQUISITE),
        ("nfr-audit-2", "P::PRE-02", "prerequisite", naming.NO_PERSON),
    ],
)
def test_a_requirement_is_named_once_by_each_and_says_what_it_is_worth(
    plan: CompiledPlan, requirement: str, test: str, place: str, why_not: str
) -> None:
    named = [n for n in name_requirements([plan]) if n.requirement == requirement]
    assert [(n.id, n.place, n.why_not) for n in named] == [(test, place, why_not)]
    assert named[0].shows is not bool(why_not)


def test_a_test_that_receives_shows_what_a_sender_must_do(plan: CompiledPlan) -> None:
    sends = plan.test("T-1")
    received = tuple(replace(step, kind="receive") for step in sends.steps)
    body = replace(sends.build(), steps=received)
    receives = replace(plan, tests=(replace(sends, build=lambda: body),))
    shown = {n.requirement for n in name_requirements([receives]) if n.shows}
    assert "core-ti-1" in shown
    assert "core-caching-1" not in shown


def test_a_test_carries_its_digest_and_name(plan: CompiledPlan) -> None:
    named = next(name_requirements([plan]))
    expected = plan.test("T-1")
    assert named == Named(
        "core-all-1", "P::T-1", expected.name, expected.digest, "test"
    )
