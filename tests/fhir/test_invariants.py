"""Invariants of FHIR that matter to bookings and referrals."""

from typing import Any

import pytest

from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject
from tests.fhir import samples
from tests.fhir.samples import edited, without

PHONE: Json = {"system": "phone", "value": "07700 900001"}


def broken(resource: JsonObject) -> list[str]:
    """Return the places where an invariant does not hold, each with its name."""
    return [
        f"{fault.location} {fault.message[-7:-2].strip('( ')}"
        for fault in validate(resource)
        if fault.rule == "CF-INVARIANT"
    ]


def booked(*missing: str, **more: Json) -> JsonObject:
    """Return an Appointment without some members, and with others."""
    made: dict[str, Any] = samples.appointment()
    return {key: made[key] for key in made if key not in missing} | more


def period(start: str, end: str) -> JsonObject:
    """Return a Patient with a name of a period."""
    name: Json = [{"family": "A", "period": {"start": start, "end": end}}]
    return {"resourceType": "Patient", "name": name}


def extended(**members: Json) -> JsonObject:
    """Return a Patient with an extension."""
    return {"resourceType": "Patient", "extension": [{"url": "https://x", **members}]}


@pytest.mark.parametrize(
    ("resource", "places"),
    [
        pytest.param(booked(), [], id="appointment"),
        pytest.param(
            booked("end"), ["Appointment app-3", "Appointment app-2"], id="no-end"
        ),
        pytest.param(booked("start", "end"), ["Appointment app-3"], id="no-time"),
        pytest.param(booked("start", "end", status="proposed"), [], id="proposed"),
        pytest.param(
            edited(booked(), ("participant", 0), {"status": "accepted"}),
            ["Appointment.participant[0] app-1"],
            id="nobody",
        ),
        pytest.param(
            {"resourceType": "Patient", "telecom": [{"value": "07700 900001"}]},
            ["Patient.telecom[0] cpt-2"],
            id="what-number",
        ),
        pytest.param({"resourceType": "Patient", "telecom": [PHONE]}, [], id="phone"),
        pytest.param(
            {"resourceType": "Organization", "active": True},
            ["Organization org-1"],
            id="no-name",
        ),
        pytest.param({"resourceType": "Organization", "name": "A"}, [], id="named"),
        pytest.param(
            {"resourceType": "Patient", "contact": [{"gender": "male"}]},
            ["Patient.contact[0] pat-1"],
            id="no-contact",
        ),
        pytest.param(
            {"resourceType": "Patient", "contact": [{"telecom": [PHONE]}]},
            [],
            id="contact",
        ),
        pytest.param(extended(), ["Patient.extension[0] ext-1"], id="no-value"),
        pytest.param(extended(valueCode="x"), [], id="value"),
        pytest.param(
            extended(_valueCode={"id": "y"}), [], id="value-that-is-not-there"
        ),
        pytest.param(
            extended(valueCode="x", extension=[{"url": "https://y", "valueCode": "x"}]),
            ["Patient.extension[0] ext-1"],
            id="both",
        ),
        pytest.param(period("2026-11-23", "2026-11-24"), [], id="period"),
        pytest.param(
            period("2026-11-24", "2026-11-23"),
            ["Patient.name[0].period per-1"],
            id="backwards",
        ),
        pytest.param(period("2026-11-24", "soon"), [], id="no-moment"),
    ],
)
def test_invariants(resource: JsonObject, places: list[str]) -> None:
    assert broken(resource) == places


@pytest.mark.parametrize(
    ("reference", "is_fine"),
    [
        ("Slot/s1", True),
        ("Slot/s1/_history/2", True),
        ("https://x.example/Slot/1", True),
        ("urn:uuid:00000000-0000-4000-8000-000000000002", True),
        ("Slt/s1", False),
        ("Slot/{id}", False),
        (":uuid:00000000", False),
        ("s1", False),
    ],
)
def test_forms_of_references(reference: str, is_fine: bool) -> None:  # noqa: FBT001 - a column of the table
    resource = edited(samples.appointment(), ("slot", 0, "reference"), reference)
    faults = [str(fault) for fault in validate(resource) if fault.rule == "CF-REF-FORM"]
    told = "no reference: expected #id, Type/id or an absolute URL."
    assert faults == ([] if is_fine else [f"Appointment.slot[0].reference: {told}"])


def test_a_full_url_is_absolute() -> None:
    bundle = edited(samples.message(), ("entry", 2, "fullUrl"), "Slot/s1")
    assert [str(fault) for fault in validate(bundle)] == [
        "Bundle.entry[2].fullUrl: no absolute URL."
    ]
    assert validate(without(samples.message(), "id")) == ()
