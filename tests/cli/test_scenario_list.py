import json
from typing import Any

from click.testing import CliRunner

from pytest_bars.cli.simulate import simulate
from pytest_bars.protocol.messages import Workflow
from pytest_bars.simulator.faults import FAULTS


def listed() -> dict[str, Any]:
    result = CliRunner().invoke(simulate, ["--scenario-list", "--json"])
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_scripted_answer_is_listed_once() -> None:
    ids = [one["id"] for one in listed()["scripted"]]
    assert len(ids) == len(set(ids)) == 54 + 15
    assert "tkw-val-12" in ids
    assert "tkw-stateful-cancel-referral-referral-created" in ids


def test_a_scripted_answer_says_trigger_and_answer() -> None:
    scripted = {one["id"]: one for one in listed()["scripted"]}
    returned = "9e595424-9d67-45db-9a90-03259653cd37"
    assert scripted["tkw-val-02"]["answer"] == f"200 with id {returned}"
    assert scripted["tkw-val-02"]["trigger"].endswith(" 9658499082")
    assert scripted["tkw-val-11"]["trigger"] == f"GET /ServiceRequest/{returned}"
    assert scripted["tkw-val-11"]["answer"] == "408"
    cell = scripted["tkw-stateful-make-booking-appointment-booked"]
    assert cell["answer"] == "409, booking already exists"


def test_every_workflow_is_listed_but_the_one_no_application_has() -> None:
    workflows = {one["workflow"] for one in listed()["messages"]}
    assert workflows == set(Workflow) - {Workflow.UPDATE_BOOKING}


def test_every_message_is_taken_by_the_default_service() -> None:
    messages = listed()["messages"]
    assert {one["application"] for one in messages} == set(range(1, 8))
    assert all("2000072489" in one["services"] for one in messages)


def test_an_application_has_its_own_rule_instead_of_cores() -> None:
    careplans = [
        one["careplan"]
        for one in listed()["messages"]
        if (one["application"], one["workflow"]) == (6, "new referral")
    ]
    assert careplans == [["active", "completed"]]


def test_the_faults_are_listed() -> None:
    assert listed()["faults"] == FAULTS


def test_the_list_can_be_read() -> None:
    result = CliRunner().invoke(simulate, ["--scenario-list"])
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert "Scripted answers (69)" in lines
    assert "Application 7" in lines
    assert (
        "  validation updated: servicerequest-request update validation, "
        "ServiceRequest active or on-hold -> 200 with what is stored" in lines
    )
    assert (
        "  new booking: booking-request new, Appointment booked -> "
        "200 with what is stored" in lines
    )
    assert any(line.startswith("  slots-empty: ") for line in lines)
