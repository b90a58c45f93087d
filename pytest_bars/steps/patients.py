"""Find the NHS numbers in what is sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pytest_bars.environments.profile import Patient
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.identifiers import NHS_NUMBER

_TOKEN: Final = re.compile(re.escape(NHS_NUMBER) + r"\|([\d -]+)")


def nhs_numbers(value: Json) -> Iterator[str]:
    """Yield every NHS number of a FHIR body: the values of its NHS number identifiers.

    Only identifiers are looked at: ten digits elsewhere are services and telephones.
    """
    if isinstance(value, dict):
        number = value.get("value")
        if value.get("system") == NHS_NUMBER and isinstance(number, str):
            yield number.replace(" ", "").replace("-", "")
        for member in value.values():
            if isinstance(member, dict | list):
                yield from nhs_numbers(member)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list):
                yield from nhs_numbers(item)


def nhs_numbers_of_query(query: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield every NHS number of search parameters, written `system|value`."""
    for _, text in query:
        for match in _TOKEN.finditer(text):
            yield match.group(1).replace(" ", "").replace("-", "")


def alias_of(number: str, patients: Mapping[str, Patient]) -> str | None:
    """Return the alias under which a patient of that NHS number is declared."""
    for alias, patient in patients.items():
        if patient.nhs_number == number:
            return alias
    return None
