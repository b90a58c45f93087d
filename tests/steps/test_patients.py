"""NHS numbers in what is sent."""

import pytest

from pytest_bars.jsontypes import Json
from pytest_bars.steps.patients import alias_of, nhs_numbers, nhs_numbers_of_query
from tests.run.bench import local_profile

NHS = "https://fhir.nhs.uk/Id/nhs-number"


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ({"identifier": [{"system": NHS, "value": "965 849 9007"}]}, ["9658499007"]),
        ([{"a": {"system": NHS, "value": "1"}}, {"system": NHS, "value": "2"}], "12"),
        ({"system": NHS, "value": 9658499007}, []),
        ({"system": "other", "value": "9658499007"}, []),
        ({"telecom": [{"value": "9658499007"}], "list": ["9658499007"]}, []),
        ("9658499007", []),
    ],
)
def test_only_identifiers_hold_nhs_numbers(body: Json, numbers: object) -> None:
    assert list(nhs_numbers(body)) == list(numbers)  # type: ignore[call-overload] # a text or a list


def test_a_query_holds_them_after_their_system() -> None:
    query = (("a", f"{NHS}|965-849-9007"), ("b", "x|9658499007"), ("c", "9658499007"))
    assert list(nhs_numbers_of_query(query)) == ["9658499007"]


@pytest.mark.parametrize(
    ("number", "alias"), [("9658499007", "adult_1"), ("9990000018", None)]
)
def test_a_declared_patient_has_an_alias(number: str, alias: str | None) -> None:
    assert alias_of(number, local_profile().patients) == alias
