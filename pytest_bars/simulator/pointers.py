"""Pointers to bookings and referrals: DocumentReference, the national record locator.

Source: booking-and-referral-fhir-api, specification 1.1.0 to 1.4.0 (2026-05-18); its
error codes are not published there: they are the Receiver's.
"""

from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import version_key
from pytest_bars.protocol.identifiers import NHS_NUMBER
from pytest_bars.simulator.bodies import read_object, refuse_invalid
from pytest_bars.simulator.bundles import searchset
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import code_of, objects, text
from pytest_bars.simulator.refusals import (
    INVARIANT,
    REQUIRED,
    VALUE,
    RefusalError,
    done,
)
from pytest_bars.simulator.searches import read_token, understood
from pytest_bars.simulator.shelf import Shelf, location, path_id, refuse_other_id
from pytest_bars.simulator.store import Store

_TYPE: Final = "DocumentReference"
_SUBJECT: Final = "subject:identifier"
_CUSTODIAN: Final = "custodian:identifier"
_PAGE: Final = "next-page-token"
# Source: CapabilityStatement 1.1.0, next-page-token.
PAGE_SIZE: Final = 20
# From this version on the specification calls the body DocumentReferenceBundle.
_BUNDLES_FROM: Final = "1.2.0"


class Pointers:
    """Answers for pointers."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._shelf = Shelf(_TYPE, store, faults)

    def create(self, call: Call) -> Answer:
        """Keep a new pointer; raises RefusalError if it is invalid or of nobody."""
        made = self._shelf.add(self._read_body(call))
        body = done("RESOURCE_CREATED", "The pointer has been created.")
        return Answer(201, body, "pointer-created", headers=(location(made),))

    def read(self, call: Call) -> Answer:
        """Answer with a pointer; raises RefusalError for an unknown id."""
        return Answer(200, self._shelf.find(path_id(call)), "read")

    def replace(self, call: Call) -> Answer:
        """Replace a pointer; raises RefusalError: invalid, unknown, of another id."""
        resource_id = path_id(call)
        pointer = self._read_body(call)
        refuse_other_id(pointer, resource_id)
        self._shelf.change(resource_id, pointer)
        body = done("RESOURCE_UPDATED", "The pointer has been updated.")
        return Answer(200, body, "pointer-changed")

    def delete(self, call: Call) -> Answer:
        """Remove a pointer; raises RefusalError for an unknown id."""
        self._shelf.remove(path_id(call))
        body = done("RESOURCE_DELETED", "The pointer has been deleted.")
        return Answer(200, body, "pointer-deleted")

    def search(self, call: Call) -> Answer:
        """Answer a search by patient: 20 pointers, and where the next ones are.

        Raises RefusalError where subject:identifier is missing or a value is none.
        """
        subject = _token(call, _SUBJECT)
        if subject is None:
            raise RefusalError(REQUIRED, f"{_SUBJECT} is missing.")
        optional = _token(call, _CUSTODIAN), _token(call, "type")
        found = [
            pointer
            for pointer in self._shelf.all()
            if self._is_of(pointer, subject[1]) and _fits(pointer, *optional)
        ]
        first = _first(call)
        page = found[first : first + PAGE_SIZE]
        body = searchset(self._store, understood(call, BASE_ADDRESS), page)
        body["total"] = len(found)
        if len(found) > first + PAGE_SIZE:
            _add_next(body, first + PAGE_SIZE)
        return Answer(200, body, "search")

    def _read_body(self, call: Call) -> JsonObject:
        body = read_object(call, _TYPE)
        takes_bundle = version_key(call.version) >= version_key(_BUNDLES_FROM)
        if takes_bundle and body.get("resourceType") == "Bundle":
            refuse_invalid(body, "Bundle", self._faults)
            held = [one.get("resource") for one in objects(body, "entry")]
            body = held[0] if len(held) == 1 and isinstance(held[0], dict) else {}
        refuse_invalid(body, _TYPE, self._faults)
        if not _subject(body):
            raise RefusalError(INVARIANT, "subject.identifier must be an NHS number.")
        return body

    def _is_of(self, pointer: JsonObject, nhs_number: str) -> bool:
        is_checked = not self._faults.has("pointers-of-everybody")
        return _subject(pointer) == nhs_number or not is_checked


def _fits(
    pointer: JsonObject,
    custodian: tuple[str, str] | None,
    kind: tuple[str, str] | None,
) -> bool:
    is_held = custodian is None or _identifier(pointer, "custodian") == custodian
    return is_held and (
        kind is None or code_of(pointer.get("type"), kind[0]) == kind[1]
    )


def _token(call: Call, name: str) -> tuple[str, str] | None:
    values = call.values(name)
    return read_token(values[0], name) if values else None


def _identifier(pointer: JsonObject, member: str) -> tuple[str, str]:
    return (
        text(pointer, member, "identifier", "system"),
        text(pointer, member, "identifier", "value"),
    )


def _subject(pointer: JsonObject) -> str:
    system, value = _identifier(pointer, "subject")
    return value if system == NHS_NUMBER else ""


def _first(call: Call) -> int:
    values = call.values(_PAGE)
    if not values:
        return 0
    if not (values[0].isascii() and values[0].isdigit()):
        raise RefusalError(VALUE, f"{_PAGE} must be one that a search returned.")
    return int(values[0])


def _add_next(body: JsonObject, first: int) -> None:
    (own,) = objects(body, "link")
    address = text(own, "url").partition(f"&{_PAGE}=")[0]
    link: JsonObject = {"relation": "next", "url": f"{address}&{_PAGE}={first}"}
    body["link"] = [own, link]
