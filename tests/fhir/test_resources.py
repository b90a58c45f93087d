import pytest

from pytest_bars.fhir.resources import (
    first,
    is_resource,
    is_resource_type,
    resource_type,
    resources_in,
)
from pytest_bars.jsontypes import Json
from tests.fhir import samples


@pytest.mark.parametrize("name", ["Bundle", "Slot", "ServiceRequest", "MessageHeader"])
def test_a_resource_type_of_fhir_is_known(name: str) -> None:
    assert is_resource_type(name)


@pytest.mark.parametrize("name", ["slot", "Slots", "HumanName", "Resource", ""])
def test_any_other_name_is_none(name: str) -> None:
    assert not is_resource_type(name)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"resourceType": "Slot"}, "Slot"),
        ({"resourceType": "Sloot"}, "Sloot"),
        ({"resourceType": 1}, None),
        ({}, None),
        (["Slot"], None),
        (None, None),
    ],
    ids=["known", "unknown", "number", "absent", "list", "null"],
)
def test_the_type_is_what_the_json_names(value: Json, found: str | None) -> None:
    assert resource_type(value) == found
    assert is_resource(value) is (found == "Slot")


def test_a_bundle_yields_its_resources_in_order() -> None:
    types = [resource_type(resource) for resource in resources_in(samples.message())]
    assert types == ["MessageHeader", "Appointment", "Slot", "Patient"]


def test_another_resource_yields_itself() -> None:
    assert list(resources_in(samples.slot())) == [samples.slot()]


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"resourceType": "Bundle"},
        {"resourceType": "Bundle", "entry": 1},
        {"resourceType": "Bundle", "entry": [1, {}, {"resource": 1}, {"resource": {}}]},
    ],
    ids=["null", "list", "object", "no-entry", "number", "no-resources"],
)
def test_what_holds_no_resource_yields_none(value: Json) -> None:
    assert list(resources_in(value)) == []


def test_the_first_of_a_type_is_found() -> None:
    assert first(samples.message(), "Slot") == samples.slot()
    assert first(samples.message(), "Task") is None
