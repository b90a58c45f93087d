"""Where the sources disagree, the reading that is not the default can be written too.

Source: BaRS guide, Application 4 (1.2.2) and Application 6 (1.0.0-beta.4), text and
payload examples, against Core 1.2.2, message rules (2025-05-31).
"""

from typing import Final

import pytest

from pytest_bars.fhir.validate import validate
from tests.payloads.laws import holds_what_its_definition_asks
from tests.payloads.shipped import NAMES, focus_of, message, of_type, one, template

FULL: Final = [n for n in NAMES if "-validation-full" in n]
DISPATCH: Final = [n for n in NAMES if "care_plan_status" in template(n).params]


@pytest.mark.parametrize(
    ("name", "encounter"),
    [
        *((name, "finished") for name in FULL),
        ("servicerequest-response-validation-rejected", "cancelled"),
    ],
)
def test_an_answer_may_leave_the_request_active(name: str, encounter: str) -> None:
    """And say by its own Encounter what has become of it."""
    body = message(name, {"status": "active", "encounter_status": encounter})
    assert one(body, "ServiceRequest")["status"] == "active"
    assert focus_of(body)["status"] == encounter
    assert [*validate(body, "Bundle"), *holds_what_its_definition_asks(body)] == []


@pytest.mark.parametrize("name", FULL)
def test_a_full_answer_may_be_the_first_one(name: str) -> None:
    """Its reason is new when no interim answer was sent."""
    header = one(message(name, {"message_reason": "new"}), "MessageHeader")
    assert "'code': 'new'" in str(header["reason"])
    assert "'code': 'update'" in str(one(message(name), "MessageHeader")["reason"])


@pytest.mark.parametrize("name", DISPATCH)
def test_a_plan_of_care_may_be_active_or_completed(name: str) -> None:
    """With the Encounter still going on."""
    for status in ("active", "completed"):
        wanted = {"care_plan_status": status, "encounter_status": "in-progress"}
        body = message(name, wanted)
        assert one(body, "CarePlan")["status"] == status
        assert "in-progress" in [e["status"] for e in of_type(body, "Encounter")]


def test_an_upgrade_has_a_third_encounter_and_its_own_clock_start() -> None:
    """The others have two, and the clock start of the request.

    Source: guide, Application 4, Payloads for Responders.
    """
    request = one(message("servicerequest-request-validation-new"), "CarePlan")
    for name in FULL:
        is_upgrade = name.endswith("-upgrade")
        body = message(name)
        assert len(of_type(body, "Encounter")) == (3 if is_upgrade else 2)
        same = one(body, "CarePlan")["period"] == request["period"]
        assert same is not is_upgrade
