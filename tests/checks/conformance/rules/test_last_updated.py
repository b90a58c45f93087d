"""When each resource last changed."""

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from tests.checks.conformance.bodies import booking, found
from tests.fhir.samples import edited

THEN = "2026-11-23T08:30:00Z"
LATER = "2026-11-23T08:30:00.5+00:00"
EARLIER = "2026-11-23T09:29:59+01:00"
PLACE = "ServiceRequest.meta.lastUpdated"


def request(updated: str | None, status: str = "active") -> JsonObject:
    meta: JsonObject = {"versionId": "1"}
    if updated is not None:
        meta["lastUpdated"] = updated
    return {
        "resourceType": "ServiceRequest",
        "id": "r1",
        "meta": meta,
        "status": status,
        "intent": "plan",
        "subject": {"display": "somebody"},
    }


def bundle(*resources: JsonObject) -> JsonObject:
    entries: list[Json] = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def test_a_record_says_when_it_changed() -> None:
    assert found(request(THEN)) == []
    assert found(request(None)) == [("CF-LAST-UPDATED", PLACE)]


def test_every_resource_of_a_message_says_so() -> None:
    body = edited(booking(), ("entry", 5, "resource", "meta"), {"versionId": "1"})
    place = "Bundle.entry[5].resource.meta.lastUpdated"
    assert found(body) == [("CF-LAST-UPDATED", place)]
    body = edited(booking(), ("meta",), {"versionId": "1"})
    assert found(body) == [("CF-LAST-UPDATED", "Bundle.meta.lastUpdated")]


def test_what_a_search_finds_says_so_but_not_its_bundle() -> None:
    outcome: JsonObject = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "information", "code": "informational"}],
    }
    place = "Bundle.entry[0].resource.meta.lastUpdated"
    assert found(bundle(request(None), outcome)) == [("CF-LAST-UPDATED", place)]


@pytest.mark.parametrize(
    ("updated", "status", "is_fine"),
    [
        pytest.param(LATER, "revoked", True, id="changed-and-later"),
        pytest.param(THEN, "active", True, id="nothing-changed"),
        pytest.param(THEN, "revoked", False, id="changed-and-the-same"),
        pytest.param(EARLIER, "revoked", False, id="changed-and-earlier"),
        pytest.param(LATER, "active", False, id="later-for-nothing"),
        pytest.param("2026", "revoked", True, id="not-to-be-compared"),
        pytest.param("soon", "revoked", True, id="no-time"),
        pytest.param(None, "revoked", True, id="not-there"),
    ],
)
def test_it_moves_where_content_changed(
    updated: str | None,
    status: str,
    is_fine: bool,  # noqa: FBT001 - a column of the table
) -> None:
    broken = found(request(updated, status), before=request(THEN))
    assert (("CF-LAST-UPDATED-MOVES", PLACE) not in broken) is is_fine


def test_an_earlier_state_of_something_else_is_no_proof() -> None:
    other = {**request(THEN), "id": "r2"}
    assert found(request(THEN), before=other) == [
        ("CF-LAST-UPDATED-MOVES", "ServiceRequest")
    ]


def test_resources_of_two_bundles_are_matched_by_id() -> None:
    other = {**request(THEN), "id": "r2"}
    broken = found(
        bundle(request(THEN, "revoked"), other), before=bundle(request(THEN))
    )
    place = "Bundle.entry[0].resource.meta.lastUpdated"
    assert broken == [("CF-LAST-UPDATED-MOVES", place)]
