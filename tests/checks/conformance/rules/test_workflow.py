"""Event, reason, category and statuses agree."""

import pytest

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json, JsonObject
from tests.checks.conformance.bodies import (
    CAREPLAN,
    ENCOUNTER,
    HEADER,
    SUBJECT,
    booking,
    cancelled_booking,
    categories,
    found,
    referral,
    response,
    rules,
)
from tests.fhir.samples import edited

REASON = (*HEADER, "reason", "coding", 0, "code")
STATUS = "Bundle.entry[1].resource.status"


@pytest.mark.parametrize("use_case", ["a1t1", "a2t1", "a3t1", "a5t1", "a6t1"])
def test_a_new_referral_is_a_workflow(use_case: str) -> None:
    assert rules(referral(use_case)) == set()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(edited(cancelled_booking(), REASON, "new"), id="cancelled-as-new"),
        pytest.param(edited(booking(), REASON, "delete"), id="delete"),
        pytest.param(edited(booking(), (*SUBJECT, "status"), "proposed"), id="status"),
        pytest.param(
            edited(referral(), (*SUBJECT, "category"), categories("handover", "a1t1")),
            id="category",
        ),
        pytest.param(
            edited(referral("a1t1"), REASON, "update"), id="update-of-application-1"
        ),
    ],
)
def test_a_combination_that_is_no_workflow_is_found(body: JsonObject) -> None:
    assert ("CF-WORKFLOW", STATUS) in found(body)


def test_the_combination_is_told() -> None:
    body = edited(cancelled_booking(), REASON, "new")
    told = [finding.message for finding in judge_body(Subject(body))]
    assert told == ["booking-request, new, cancelled: no workflow has these together."]


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ((*CAREPLAN, "status"), "draft", "Bundle.entry[2].resource.status"),
        ((*ENCOUNTER, "status"), "planned", "Bundle.entry[3].resource.status"),
    ],
)
@pytest.mark.parametrize("use_case", ["a1t1", "a6t1"])
def test_a_wrong_status_beside_it_is_found(
    path: tuple[str | int, ...], status: str, place: str, use_case: str
) -> None:
    body = edited(referral(use_case), path, status)
    assert found(body) == [("CF-STATUS", place)]


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ((*CAREPLAN, "status"), "active", "Bundle.entry[2].resource.status"),
        ((*ENCOUNTER, "status"), "in-progress", "Bundle.entry[3].resource.status"),
    ],
)
def test_what_application_6_has_otherwise_than_core_is_noted(
    path: tuple[str | int, ...], status: str, place: str
) -> None:
    assert found(edited(referral("a6t1"), path, status)) == [
        ("CF-STATUS-DISPUTED", place)
    ]
    assert found(edited(referral("a3t1"), path, status)) == [("CF-STATUS", place)]


def test_an_update_core_has_not_is_noted() -> None:
    body = edited(referral("a3t1"), REASON, "update")
    assert found(body) == [("CF-STATUS-DISPUTED", STATUS)]


@pytest.mark.parametrize(
    ("status", "encounter", "rule"),
    [
        pytest.param("active", "in-progress", None, id="interim"),
        pytest.param("completed", "triaged", None, id="final-by-core"),
        pytest.param("revoked", "triaged", None, id="rejected-by-core"),
        pytest.param("active", "finished", "CF-STATUS-DISPUTED", id="final"),
        pytest.param("active", "cancelled", "CF-STATUS-DISPUTED", id="rejected"),
        pytest.param("active", "planned", "CF-STATUS", id="not-begun"),
        pytest.param("completed", "planned", "CF-STATUS", id="completed-not-begun"),
        pytest.param("draft", "in-progress", "CF-WORKFLOW", id="draft"),
    ],
)
def test_statuses_of_a_validation_response(
    status: str, encounter: str, rule: str | None
) -> None:
    broken = rules(response(status, encounter))
    about = {"CF-STATUS", "CF-STATUS-DISPUTED", "CF-WORKFLOW"}
    assert broken & about == ({rule} if rule else set())


@pytest.mark.parametrize("name", ["eventCoding", "reason"])
def test_without_event_or_reason_there_is_nothing_to_hold_against(name: str) -> None:
    broken: Json = {"coding": []} if name == "reason" else {"code": "x"}
    assert "CF-WORKFLOW" not in rules(edited(booking(), (*HEADER, name), broken))
