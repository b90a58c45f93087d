"""The shipped templates keep the laws, and say what each is made for."""

import re
from typing import Final

import pytest

from pytest_bars.fhir.resources import resources_in
from pytest_bars.payloads.library import SUFFIX
from pytest_bars.protocol.catalogue import workflow_index
from pytest_bars.protocol.use_cases import USE_CASES
from tests.payloads.given import PATIENT
from tests.payloads.laws import (
    CODES,
    LAWS,
    Law,
    codes_are_official,
)
from tests.payloads.shipped import (
    NAMES,
    TIMES,
    message,
    of_type,
    one,
    template,
    texts,
)

WORKFLOW: Final = re.compile(r"\bapp\d-[a-z-]+[a-z]")
MESSAGES: Final = [
    (workflow.id, *call.split()[2:4])
    for workflow in workflow_index().values()
    for call in workflow.calls
    if call.startswith("POST /$process-message ")
]

CODE_SYSTEMS: Final = "https://fhir.nhs.uk/CodeSystem/"
VARIED: Final = {
    "priority": "arp-priority-codes",
    "scene": "scene-safety-codes-bars",
    "concern": "safeguarding-codes-bars",
    "adjustment": "reasonable-adjustment-codes-bars",
    "reason": "rejected-reasons-bars",
    "use_case": "usecases-categories-bars",
}


def comment(name: str) -> str:
    """Return the first lines of a template, those before its keys."""
    return template(name).content.decode().partition("schema:")[0]


def coded(name: str, member: str) -> str:
    """Return the code of a member of a message's header."""
    return next(texts(one(message(name), "MessageHeader")[member], "code"))


@pytest.mark.parametrize("whole", [False, True], ids=["least", "whole"])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_the_law(name: str, law: Law, *, whole: bool) -> None:
    """With what must be handed over, and with everything that may be."""
    assert list(law(message(name, whole=whole))) == []


@pytest.mark.parametrize(("param", "system"), VARIED.items())
def test_a_param_takes_every_code_of_its_system(param: str, system: str) -> None:
    """In each template that has it, and shows it."""
    takers = [name for name in NAMES if _is_code(name, param, system)]
    assert takers
    for name in takers:
        for code in CODES[CODE_SYSTEMS + system]:
            body = message(name, {param: code})
            assert code in texts(body, "code")
            assert list(codes_are_official(body)) == []


@pytest.mark.parametrize("name", [n for n in NAMES if "scene" in template(n).params])
def test_an_unsafe_scene_can_say_why(name: str) -> None:
    """Source: guide, Application 6, Flag (Scene safety): Flag.code.text."""
    body = message(name, {"scene": "U", "scene_reason": "A dog is loose."})
    (scene,) = (f for f in of_type(body, "Flag") if "SS" in texts(f, "code"))
    assert "A dog is loose." in texts(scene, "text")
    assert "A dog is loose." not in texts(message(name), "text")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_called_by_its_file(name: str) -> None:
    """As the library looks it up."""
    assert template(name).path.endswith(f"/{name}{SUFFIX}")
    assert template(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_read_in_one_go(name: str) -> None:
    """About 250 lines at most."""
    assert len(template(name).content.splitlines()) <= 255


@pytest.mark.parametrize("name", NAMES)
def test_its_name_begins_with_its_event(name: str) -> None:
    """Such as booking-request."""
    assert name.startswith(coded(name, "eventCoding") + "-")


@pytest.mark.parametrize("name", NAMES)
def test_its_first_lines_name_the_definition(name: str) -> None:
    """The one in MessageHeader."""
    definition = str(one(message(name), "MessageHeader")["definition"])
    assert f"MessageDefinition {definition.rpartition('/')[2]} " in comment(
        name
    ).replace("(", " ")


@pytest.mark.parametrize("name", NAMES)
def test_its_first_lines_name_workflows_it_is_a_message_of(name: str) -> None:
    """One at least, each with its event and reason."""
    named = WORKFLOW.findall(comment(name))
    assert named
    found = (coded(name, "eventCoding"), coded(name, "reason"))
    assert {(workflow, *found) for workflow in named} <= set(MESSAGES)


@pytest.mark.parametrize(("workflow", "event", "reason"), MESSAGES)
def test_every_message_of_every_workflow_has_a_template(
    workflow: str, event: str, reason: str
) -> None:
    """Named in its first lines."""
    made = (coded(name, "eventCoding") for name in NAMES if workflow in comment(name))
    reasons = {coded(n, "reason") for n in NAMES if workflow in comment(n)}
    assert event in made
    assert reason in reasons


@pytest.mark.parametrize("use_case", [*USE_CASES, None])
def test_every_use_case_has_a_template_of_its_application(use_case: str | None) -> None:
    """None: Application 7, which has none published."""
    number = use_case[1] if use_case else "7"
    mine = [name for name in NAMES if f"app{number}-" in comment(name)]
    assert mine
    for name in mine:
        assert ("use_case" in template(name).params) is (use_case is not None)


@pytest.mark.parametrize("use_case", ["a6t2", "a6t3"])
def test_what_is_asked_of_another_service_is_in_words(use_case: str) -> None:
    """Source: guide, Application 6, Payloads for Referrals, category.text."""
    (name,) = [n for n in NAMES if _asks(n) and _default(n) == use_case]
    assert "Send two." in str(
        one(message(name, {"ask": "Send two."}), "ServiceRequest")
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_only_nhs_number_is_the_patients(name: str) -> None:
    """A template carries no patient of its own."""
    identifiers = one(message(name), "Patient")["identifier"]
    assert str(PATIENT["nhs_number"]) not in template(name).content.decode()
    assert list(texts(identifiers, "value")) == [PATIENT["nhs_number"]]


def test_a_booking_is_for_the_slot_that_was_offered() -> None:
    """Same id, same time, and busy from now on."""
    body = message("booking-request-new")
    slot, appointment = one(body, "Slot"), one(body, "Appointment")
    assert (slot["id"], slot["status"]) == ("slot-1", "busy")
    for resource in (slot, appointment):
        assert {"start": resource["start"], "end": resource["end"]} == TIMES
    assert "basedOn" not in appointment


def test_a_booking_may_name_the_referral_it_is_for() -> None:
    """Source: guide, Application 1, linked referral then booking."""
    body = message("booking-request-new", {"referral": "ref-1"})
    assert one(body, "Appointment")["basedOn"] == [
        {"reference": "ServiceRequest/ref-1"}
    ]


def test_a_referral_may_name_the_booking_it_goes_with() -> None:
    """Source: guide, Application 1, linked booking then referral."""
    body = message("servicerequest-request-referral-new", {"booking": "book-1"})
    assert one(body, "ServiceRequest")["supportingInfo"] == [
        {"reference": "Appointment/book-1"}
    ]
    alone = message("servicerequest-request-referral-new")
    assert "supportingInfo" not in one(alone, "ServiceRequest")


@pytest.mark.parametrize("param", ["booking", "referral", "validation"])
def test_a_change_is_about_what_was_read(param: str) -> None:
    """It starts from the Receiver's copy."""
    changes = [n for n in NAMES if _type(n, param) == "resource"]
    assert changes
    for name in changes:
        body = message(name)
        ids = [r.get("id") for r in resources_in(body) if r["resourceType"] in KINDS]
        assert ids == [f"{param}-1"]


KINDS: Final = {"Appointment", "ServiceRequest"}


def _type(name: str, param: str) -> str | None:
    declared = template(name).params.get(param)
    return declared.type if declared else None


def _is_code(name: str, param: str, system: str) -> bool:
    """Say whether the default of a param is a code of a system."""
    declared = template(name).params.get(param)
    return declared is not None and declared.default in CODES[CODE_SYSTEMS + system]


def _asks(name: str) -> bool:
    return "ask" in template(name).params


def _default(name: str) -> object:
    return template(name).params["use_case"].default
