"""Required bindings of elements."""

from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from pytest_bars.fhir import bindings
from pytest_bars.fhir.bindings import required_codes
from pytest_bars.fhir.definitions import CODES
from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject

MEMBERS = [
    (owner, member)
    for listed in (CODES, bindings._ELEMENT_CODES)
    for owner, members in listed.items()
    for member in members
]


def told_by_library(owner: str, member: str) -> frozenset[str] | None:
    """Return what the library's models say of a code; None where not all of it."""
    model: Any = get_fhir_model_class(owner)
    (field,) = (each for each in model.model_fields.values() if each.alias == member)
    listed = field.json_schema_extra.get("enum_values")
    return None if listed is None or "+" in listed else frozenset(listed)


@pytest.mark.parametrize(("owner", "member"), MEMBERS)
def test_the_codes_are_those_of_the_library(owner: str, member: str) -> None:
    told = told_by_library(owner, member)
    assert told is None or told == required_codes(owner, member)


def test_what_has_no_required_binding_takes_any_code() -> None:
    assert required_codes("Slot", "language") == frozenset()
    assert required_codes("Nothing", "x") == frozenset()


def observation(comparator: str) -> JsonObject:
    quantity: Json = {"value": 1, "comparator": comparator}
    code: Json = {"text": "x"}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "valueQuantity": quantity,
    }


def test_a_code_of_an_element_is_judged() -> None:
    assert validate(observation("<=")) == ()
    (fault,) = validate(observation("=<"))
    assert str(fault) == (
        'Observation.valueQuantity.comparator: "=<" is none of: <, <=, >, >=.'
    )
    assert fault.rule == "CF-CODE-REQUIRED"


def test_many_codes_are_counted() -> None:
    body: Json = {
        "resourceType": "Questionnaire",
        "status": "active",
        "subjectType": ["Patient", "Person2"],
    }
    (fault,) = validate(body)
    assert fault.location == "Questionnaire.subjectType[1]"
    assert fault.message == '"Person2" is none of the 148 codes allowed.'
