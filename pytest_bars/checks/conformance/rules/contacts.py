"""CF-CONTACT, CF-CONTACT-RANK, CF-METHOD-RANK: whom to call back, and how.

Source: BaRS guide, Applications 1 to 7, Scope and Requirements (2025-05-31),
appN-contact-1 to appN-contact-3: asked of the Sender.
"""

from collections.abc import Iterator

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.reading import items
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.messages import Reason
from pytest_bars.protocol.uk_core import CONTACT_RANK_EXTENSION


def contacts_are_ranked(subject: Subject) -> Iterator[Finding]:
    """Contacts and their methods are ranked, one of each first; one can be phoned."""
    message = subject.sent
    if message is None or not message.is_request:
        return
    for place, patient in message.resources("Patient"):
        contacts = [*items(patient, "contact")]
        if message.reason == Reason.NEW and not any(map(_has_phone, contacts)):
            told = "expected a contact with a phone among its methods."
            yield Finding("CF-CONTACT", f"{place}.contact", told)
        yield from _contact_ranks(contacts, place)
        for name, contact in contacts:
            yield from _methods(contact, f"{place}.{name}")


def _contact_ranks(
    contacts: list[tuple[str, JsonObject]], place: str
) -> Iterator[Finding]:
    ranks = [(f"{place}.{name}", _rank(contact)) for name, contact in contacts]
    for where, rank in ranks:
        if rank is None:
            told = f"expected a rank ({CONTACT_RANK_EXTENSION})."
            yield Finding("CF-CONTACT-RANK", where, told)
    yield from _one_first("CF-CONTACT-RANK", f"{place}.contact", ranks)


def _methods(contact: JsonObject, place: str) -> Iterator[Finding]:
    methods = [*items(contact, "telecom")]
    if not methods:
        yield Finding("CF-CONTACT", f"{place}.telecom", "expected a method.")
    ranks = [(f"{place}.{name}.rank", method.get("rank")) for name, method in methods]
    for where, rank in ranks:
        if rank is None:
            yield Finding("CF-METHOD-RANK", where, "required, but not there.")
    yield from _one_first("CF-METHOD-RANK", f"{place}.telecom", ranks)


def _one_first(
    rule: str, place: str, ranks: list[tuple[str, Json]]
) -> Iterator[Finding]:
    first = sum(rank == 1 and not isinstance(rank, bool) for _, rank in ranks)
    if ranks and first != 1:
        yield Finding(rule, place, f"expected exactly one ranked 1, found {first}.")


def _rank(contact: JsonObject) -> Json:
    for _, extension in items(contact, "extension"):
        if extension.get("url") == CONTACT_RANK_EXTENSION:
            return extension.get("valuePositiveInt")
    return None


def _has_phone(contact: tuple[str, JsonObject]) -> bool:
    methods = items(contact[1], "telecom")
    return any(method.get("system") == "phone" for _, method in methods)
