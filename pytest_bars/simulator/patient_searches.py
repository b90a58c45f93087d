"""Whom a search for bookings or referrals is for.

Source: BaRS API specification: 1.0.0 has patient:identifier alone, required; 1.1.0 and
later also take name, birth date and postcode, none of them required.
"""

import re
from dataclasses import dataclass
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.operations import find_operation
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.reading import at, objects, text
from pytest_bars.simulator.refusals import REQUIRED, VALUE, RefusalError
from pytest_bars.simulator.searches import read_token
from pytest_bars.simulator.store import Record

_IDENTIFIER: Final = "patient:identifier"
_NAME: Final = "patient:name"
_BIRTH_DATE: Final = "patient:birthdate"
_POSTCODE: Final = "patient:address-postalcode"
PATIENT_PARAMETERS: Final = (_IDENTIFIER, _NAME, _BIRTH_DATE, _POSTCODE)
# A FHIR date, or as the published example has it: day, month, year.
_DATE: Final = re.compile(r"(?:eq)?(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4}))")


@dataclass(frozen=True, slots=True)
class PatientSearch:
    """Whom a search is for; None for what it does not ask."""

    nhs_number: str | None = None
    name: str | None = None
    birth_date: str | None = None
    postcode: str | None = None

    def is_of(self, record: Record) -> bool:
        """Say whether a record's patient is the one, as far as was asked."""
        patient = record.patient
        postcodes = {_plain(text(one, "postalCode")) for one in _addresses(record)}
        return (
            self.nhs_number in {None, record.nhs_number}
            and self.birth_date in {None, text(patient, "birthDate")}
            and (self.postcode is None or _plain(self.postcode) in postcodes)
            and (self.name is None or _is_named(record, self.name))
        )


def read_patient_search(call: Call, *, needs_number: bool = False) -> PatientSearch:
    """Read whom a search is for.

    needs_number: whether only patient:identifier is understood, as in 1.0.0.

    Raises RefusalError: nobody is named, or a value cannot be read.
    """
    operation = find_operation(call.method, call.path, call.version)
    known = {one.name for one in operation.query} if operation is not None else set()
    if needs_number:
        known &= {_IDENTIFIER}
    given = {name: _first(call, name) for name in PATIENT_PARAMETERS if name in known}
    if not any(given.values()):
        names = ", ".join(given)
        raise RefusalError(REQUIRED, f"A patient must be named: {names}.")
    token = given[_IDENTIFIER]
    birth_date = given.get(_BIRTH_DATE)
    return PatientSearch(
        nhs_number=read_token(token, _IDENTIFIER)[1] if token else None,
        name=given.get(_NAME),
        birth_date=_date(birth_date) if birth_date else None,
        postcode=given.get(_POSTCODE),
    )


def _first(call: Call, name: str) -> str | None:
    """Return a value without the line end that the published examples carry."""
    values = call.values(name)
    return values[0].strip() or None if values else None


def _date(value: str) -> str:
    found = _DATE.fullmatch(value)
    if found is None:
        raise RefusalError(VALUE, f"{_BIRTH_DATE} must be a date such as 1990-12-31.")
    year, month, day, day_first, month_second, year_last = found.groups()
    parts = (year, month, day) if year else (year_last, month_second, day_first)
    return "-".join(parts)


def _addresses(record: Record) -> list[JsonObject]:
    return objects(record.patient, "address")


def _is_named(record: Record, name: str) -> bool:
    """Say whether each word begins a name of the patient, as FHIR's search does."""
    names = [
        part.casefold()
        for one in objects(record.patient, "name")
        for part in (text(one, "family"), *_given(one))
    ]
    return all(
        any(part.startswith(word) for part in names) for word in name.casefold().split()
    )


def _given(name: JsonObject) -> list[str]:
    found = at(name, "given")
    return (
        [one for one in found if isinstance(one, str)]
        if isinstance(found, list)
        else []
    )


def _plain(postcode: str) -> str:
    return "".join(postcode.split()).upper()
