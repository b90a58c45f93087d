"""All seven Applications are tested, and the page on them says how."""

import re
from typing import Final

import pytest

from pytest_bars.protocol.catalogue import Application, workflows
from tests.testplans.applications import (
    numbered,
    plan_rows,
    plans_of,
    shown_by,
    workflow_rows,
)
from tests.testplans.rig import ROOT

PAGE: Final = (ROOT / "docs" / "applications.md").read_text("utf-8")
APPLICATIONS: Final = pytest.mark.parametrize(
    "application", numbered(), ids=lambda each: f"application-{each.number}"
)
ROWS: Final = ("| [", "| `")
# Where a Receiver answers later of its own accord, the answers are a plan of their own.
ANSWERING: Final = {1, 2, 4, 6}


def test_the_applications_have_thirty_six_workflows() -> None:
    """The other five of the guide are those of the Foundation preview."""
    assert sum(len(each.workflows) for each in numbered()) == 36
    assert len(workflows()) == 41


@APPLICATIONS
def test_each_workflow_has_a_happy_path(application: Application) -> None:
    """A supplier finds every sequence of the Application written."""
    missing = [
        flow.id
        for flow in application.workflows
        if not shown_by(application, flow.id, "happy-path")
    ]
    assert missing == []


@APPLICATIONS
def test_each_side_a_product_plays_has_a_plan(application: Application) -> None:
    """Receiver of requests; where there are answers, also who made the request."""
    sides = {
        name
        for plan in plans_of(application)
        for name, party in plan.parties.items()
        if party.system == "product"
    }
    assert "receiver" in sides
    assert ("sender" in sides) == (application.number in ANSWERING)


@APPLICATIONS
def test_the_page_tells_plans_and_tests(application: Application) -> None:
    """Row by row; what a row should say stands in the failure."""
    wanted = [*plan_rows(application), *workflow_rows(application)]
    assert [row for row in _section(application).splitlines() if row[:3] in ROWS] == (
        wanted
    )


def test_a_rehearsal_says_that_it_is_one() -> None:
    """A test in which we play both ends runs in no stage that counts."""
    for application in numbered():
        for plan in plans_of(application):
            for test in plan.tests:
                flows = {step.flow.name for step in test.steps if step.flow is not None}
                if any(name.startswith("product-") for name in flows):
                    told = set(test.not_in.values())
                    assert told == {
                        "the request must come from the product: Sender testing"
                    }, test.ref


def _section(application: Application) -> str:
    start = f"## Application {application.number}: {application.name}\n"
    assert start in PAGE
    return re.split(r"^## ", PAGE.split(start)[1], flags=re.MULTILINE)[0]


def test_the_page_is_beside_the_others() -> None:
    """The README leads to it."""
    assert "(docs/applications.md)" in (ROOT / "README.md").read_text("utf-8")
