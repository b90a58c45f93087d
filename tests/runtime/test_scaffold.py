"""What a new project holds, and that it never costs an old one."""

import re
from pathlib import Path

import pytest

from pytest_bars.environments.project import load_project
from pytest_bars.errors import ProjectError
from pytest_bars.runtime.scaffold import (
    Side,
    project_name,
    scaffold,
    shipped_plans,
    write_project,
)
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.runtime.workbench import open_workbench

ROLES: list[tuple[int, Side, tuple[str, ...]]] = [
    (1, "receiver", ("booking-receiver", "referral-receiver")),
    (2, "sender", ("booking-sender", "referral-sender")),
    (3, "receiver", ("referral-receiver",)),
    (4, "receiver", ("validation-receiver",)),
    (4, "sender", ("validation-sender",)),
    (5, "receiver", ("referral-receiver",)),
    (6, "sender", ("referral-sender",)),
    (7, "receiver", ("booking-receiver",)),
]


@pytest.mark.parametrize(("number", "side", "roles"), ROLES)
def test_the_claim_is_that_of_the_application_and_role(
    tmp_path: Path, number: int, side: Side, roles: tuple[str, ...]
) -> None:
    write_project(tmp_path, scaffold(number, side, "8812"))
    project = load_project(tmp_path / "bars.yaml")
    assert project.name == "8812"
    assert [(claim.application, claim.roles) for claim in project.claims] == [
        (number, roles)
    ]


@pytest.mark.parametrize(("number", "side"), [row[:2] for row in ROLES])
def test_what_is_made_has_no_fault(tmp_path: Path, number: int, side: Side) -> None:
    write_project(tmp_path, scaffold(number, side, "acme"))
    bench = open_workbench(RunSettings(root=tmp_path))
    plans = [bench.compile(path) for path in tmp_path.rglob("*.bars.yaml")]
    assert sum(len(plan.tests) for plan in plans) > 0
    assert {plan.standard.application for plan in plans} == {number}


def test_a_plan_gets_an_id_of_its_own_and_finds_its_flows() -> None:
    made = scaffold(1, "receiver", "acme")
    text = made["testplans/ed-booking.bars.yaml"]
    assert "plan: acme.APP1-ED-BOOKING\n" in text
    for used in re.findall(r"[\w/]+\.bars-flows\.yaml", text):
        assert f"testplans/{used}" in made


@pytest.mark.parametrize(
    ("text", "name"),
    [("8812", "8812"), ("Acme & Co", "Acme---Co"), ("äöü", "project")],
)
def test_the_name_of_a_project_begins_references(text: str, name: str) -> None:
    assert project_name(text) == name


def test_a_plan_is_otherwise_the_shipped_one() -> None:
    shipped = (shipped_plans() / "booking" / "ed-booking.bars.yaml").read_text("utf-8")
    made = scaffold(1, "receiver", "acme")["testplans/ed-booking.bars.yaml"]
    told = shipped.split("tests:", 1)
    assert made.split("tests:", 1)[1] == told[1]


def test_a_side_nobody_wrote_plans_for_is_refused() -> None:
    with pytest.raises(ProjectError, match=r"Application 5 .* is the sender"):
        scaffold(5, "sender", "acme")


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "bars.yaml").write_text("mine")
    with pytest.raises(ProjectError, match=r"has bars\.yaml already"):
        write_project(tmp_path, {"pytest.ini": "", "bars.yaml": ""})
    assert [path.name for path in tmp_path.iterdir()] == ["bars.yaml"]
    assert (tmp_path / "bars.yaml").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="file"):
        write_project(tmp_path / "file", {"a/bars.yaml": ""})
