"""Codes under the code systems of BaRS."""

import pytest

from pytest_bars.jsontypes import Json
from tests.checks.conformance.bodies import found

SYSTEM = "https://fhir.nhs.uk/CodeSystem/"


def flag(system: str, code: Json) -> Json:
    concept: Json = {"coding": [{"system": system, "code": code}]}
    return {"resourceType": "Flag", "code": concept}


def broken(system: str, code: Json) -> list[tuple[str, str]]:
    listed = found(flag(system, code))
    return [each for each in listed if each[0].startswith("CF-CODE")]


PLACE = "Flag.code.coding[0].code"


@pytest.mark.parametrize(
    ("system", "code", "rule"),
    [
        pytest.param("flag-categories-bars", "RA", None, id="published"),
        pytest.param("flag-categories-bars", "ra", "CF-CODE-BARS", id="lower-case"),
        pytest.param("flag-categories-bars", "CV", "CF-CODE-BARS", id="unpublished"),
        pytest.param("rejected-reasons-bars", "x" * 99, "CF-CODE-BARS", id="long"),
        pytest.param("pathways-dx-codes", "Dx010", "CF-CODE-EXAMPLE", id="pathways"),
        pytest.param("http-error-codes", "REC_CONFLICT", None, id="error"),
        pytest.param("http-error-codes", "SEND_BAD_REQUEST", None, id="used-error"),
        pytest.param("http-error-codes", "REC_HAPPY", "CF-CODE-BARS", id="no-error"),
        pytest.param("of-somebody-else", "x", None, id="other-system"),
        pytest.param("flag-categories-bars", 5, None, id="no-text"),
    ],
)
def test_codes(system: str, code: Json, rule: str | None) -> None:
    assert broken(SYSTEM + system, code) == ([(rule, PLACE)] if rule else [])


def test_a_coding_without_a_system_is_nobodys() -> None:
    assert found({"resourceType": "Flag", "code": {"coding": [{"code": "x"}]}})
