import json
from datetime import UTC, datetime, timedelta

import pytest

from pytest_bars.exchange import Exchange, Headers, Request, Response
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import Capture
from pytest_bars.values.capture import take
from pytest_bars.values.errors import CaptureError

BUNDLE: Json = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 2,
    "entry": [
        {"resource": {"resourceType": "Slot", "id": "s1", "status": "free"}},
        {"resource": {"resourceType": "Slot", "id": "s2", "status": "free"}},
    ],
}
SLOTS = "entry.resource.ofType(Slot)"


def exchange(body: bytes | None = json.dumps(BUNDLE).encode()) -> Exchange:
    response = Response(
        200, Headers([("Location", "/Slot/1"), ("Empty", " ")]), body or b""
    )
    return Exchange(
        number=1,
        request=Request("GET", "http://h/Slot", "/Slot", Headers(), None),
        response=None if body is None else response,
        fault=None,
        started=datetime(2026, 11, 23, tzinfo=UTC),
        duration=timedelta(0),
    )


@pytest.mark.parametrize(
    ("capture", "expected"),
    [
        ({"fhirpath": f"{SLOTS}.first().id", "type": "id"}, "s1"),
        ({"fhirpath": "total", "type": "integer"}, 2),
        ({"fhirpath": "total > 1", "type": "boolean"}, True),
        ({"fhirpath": f"{SLOTS}.id", "type": "list"}, ["s1", "s2"]),
        ({"fhirpath": "'30s'", "type": "duration"}, "30s"),
        ({"header": "location", "type": "string"}, "/Slot/1"),
        ({"fhirpath": "entry[0]", "type": "patient"}, BUNDLE["entry"][0]),  # type: ignore[index,call-overload] # JSON
        ({"fhirpath": "type"}, "searchset"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_value_of_the_declared_type_is_taken(
    capture: dict[str, Json], expected: Json
) -> None:
    assert take(Capture.model_validate(capture), exchange()) == expected


def test_a_claim_gives_every_candidate() -> None:
    capture = Capture(fhirpath=SLOTS, type="resource", claim="id")
    assert take(capture, exchange()) == [
        {"resourceType": "Slot", "id": "s1", "status": "free"},
        {"resourceType": "Slot", "id": "s2", "status": "free"},
    ]


def test_fhirpath_sees_the_variables_handed_in() -> None:
    capture = Capture(fhirpath=f"{SLOTS}.where(id = %wanted).id", type="id")
    assert take(capture, exchange(), variables={"wanted": "s2"}) == "s2"


@pytest.mark.parametrize(
    ("capture", "message"),
    [
        ({"fhirpath": "entry.resource.ofType(Appointment).id"}, "found nothing"),
        ({"fhirpath": f"{SLOTS}.id"}, "found 2 values, expected one"),
        ({"header": "ETag"}, "header ETag found nothing"),
        ({"header": "Empty", "type": "id"}, "found an empty text, expected an id"),
        ({"fhirpath": "total", "type": "id"}, "found a number, expected an id"),
        ({"fhirpath": "type", "type": "resource"}, "found a text, expected a resource"),
        ({"fhirpath": "type", "type": "integer"}, "found a text, expected an integer"),
        ({"fhirpath": "type", "type": "duration"}, "expected a duration"),
        ({"fhirpath": "total > 1", "type": "string"}, "found a boolean"),
        ({"fhirpath": f"{SLOTS}.first()", "type": "string"}, "found Slot"),
        ({"fhirpath": "%other"}, "other"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_taken_is_said_with_its_path(
    capture: dict[str, Json], message: str
) -> None:
    with pytest.raises(CaptureError, match=message) as caught:
        take(Capture.model_validate(capture), exchange())
    assert str(capture.get("fhirpath") or capture["header"]) in str(caught.value)


def test_a_candidate_that_is_no_resource_is_refused() -> None:
    capture = Capture(fhirpath=f"{SLOTS}.id", type="resource", claim="id")
    with pytest.raises(CaptureError, match="expected a resource"):
        take(capture, exchange())


@pytest.mark.parametrize(
    ("body", "message"),
    [(None, "no response"), (b"<html>", "not JSON")],
    ids=["lost", "html"],
)
def test_without_a_json_response_nothing_is_taken(
    body: bytes | None, message: str
) -> None:
    with pytest.raises(CaptureError, match=message):
        take(Capture(fhirpath="id"), exchange(body))


@pytest.mark.parametrize("value", [[], None], ids=["list", "null"])
def test_a_list_or_null_is_described(value: Json) -> None:
    body = json.dumps(value).encode()
    with pytest.raises(CaptureError):
        take(Capture(fhirpath="$this", type="id"), exchange(body))
