"""What a test has created and not yet undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pytest_bars.client.draft import Draft
from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import EffectKind, Exchange, Response
from pytest_bars.fhir.resources import (
    first,
    is_resource_type,
    resource_type,
    resources_in,
)
from pytest_bars.journal import Journal
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.steps.base import StepReport

# What BaRS messages create; looked for where a step declared no effect.
_KINDS: Final = ("Appointment", "ServiceRequest", "DocumentReference")
UNKNOWN: Final = "unknown"


@dataclass(slots=True)
class Entry:
    """Something created at a Receiver.

    name: unique in the run. id: None when it is not known. undo: the flow that undoes
    it, or None. resource: as last seen. is_unknown: the answer was lost.
    """

    name: str
    type: str
    id: str | None
    target: Json
    patient: str | None
    undo: str | None
    resource: JsonObject | None = None
    is_unknown: bool = False
    closed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it still exists, as far as we know."""
        return self.closed_by is None

    def __str__(self) -> str:
        return f"{self.type}/{self.id or UNKNOWN}"


class Ledger:
    """Keep the entries of one test, and journal each as it opens and closes.

    Opening is durable: who has to undo it later depends on it. undo: gives the flow
    that undoes a resource type, for what a step created without saying so.
    """

    def __init__(
        self, test: str, journal: Journal, undo: Callable[[str], str | None]
    ) -> None:
        self._test = test
        self._journal = journal
        self._undo = undo
        self._entries: list[Entry] = []

    @property
    def open(self) -> list[Entry]:
        """Return the open entries, the last created first."""
        return [entry for entry in reversed(self._entries) if entry.is_open]

    def has_open(self, kind: str) -> bool:
        """Say whether something of that resource type is open."""
        return any(entry.is_open and entry.type == kind for entry in self._entries)

    def note(self, report: StepReport, address: str) -> None:
        """Note what an answered request did: a 2xx creates, or undoes."""
        exchange, draft = report.exchange, report.draft
        if exchange is None or draft is None or exchange.response is None:
            return
        if draft.method == "GET" or not _is_success(exchange.response):
            return
        body = _json(exchange.response)
        match draft.effect.kind:
            case EffectKind.CREATE | EffectKind.NONE:
                self._open(exchange, draft, body)
            case EffectKind.CANCEL:
                for entry in self.named(draft, body)[:1]:
                    self.close(entry, address)
            case _:
                pass  # an update creates and undoes nothing

    def note_lost(
        self, exchange: Exchange, draft: Draft, found: JsonObject | None
    ) -> Entry | None:
        """Note a create whose answer was lost. found: it, if reading showed it."""
        return self._open(exchange, draft, found, is_unknown=found is None)

    def named(self, draft: Draft, body: Json = None) -> list[Entry]:
        """Return the open entries a cancellation is for; all of its type if unsaid."""
        kind = draft.effect.resource_type or UNKNOWN
        ids = _named(draft, body, kind)
        entries = [entry for entry in self.open if entry.type == kind]
        return [entry for entry in entries if entry.id in ids] if ids else entries

    def close(self, entry: Entry, by: str) -> None:
        """Note that something was undone. by: the step, or how we know."""
        entry.closed_by = by
        self._journal.record("ledger.closed", {"entry": entry.name, "by": by})

    def _open(
        self, exchange: Exchange, draft: Draft, body: Json, *, is_unknown: bool = False
    ) -> Entry | None:
        kind = type_of(draft, body)
        resource = first(body, kind) or _sent(draft, kind)
        known = None if is_unknown else _id_of(exchange, draft, body, kind)
        if known is not None and any(
            entry.is_open and (entry.type, entry.id) == (kind, known)
            for entry in self._entries
        ):
            return None
        entry = Entry(
            name=f"{self._test}#{exchange.number}",
            type=kind,
            id=known,
            target=None if draft.target is None else draft.target.as_json(),
            patient=draft.patient,
            undo=draft.effect.undo or self._undo(kind),
            resource=resource,
            is_unknown=is_unknown,
        )
        self._entries.append(entry)
        self._journal.record(
            "ledger.opened",
            {
                "entry": entry.name,
                "test": self._test,
                "type": entry.type,
                "id": entry.id,
                "target": entry.target,
                "patient": entry.patient,
                "undo": entry.undo,
            },
            durable=True,
        )
        return entry


def _is_success(response: Response) -> bool:
    return response.status // 100 == 2  # noqa: PLR2004 - the class of success


def _json(response: Response) -> Json:
    try:
        return response.json
    except ExchangeError:
        return None


def _sent(draft: Draft, kind: str) -> JsonObject | None:
    return None if isinstance(draft.body, bytes) else first(draft.body, kind)


def type_of(draft: Draft, body: Json = None) -> str:
    """Return what the effect declares; else what answer, message or path name."""
    if draft.effect.resource_type is not None:
        return draft.effect.resource_type
    for kind in _KINDS:
        if first(body, kind) or _sent(draft, kind):
            return kind
    head = draft.path.strip("/").split("/")[0]
    return head if is_resource_type(head) else UNKNOWN


def _id_of(exchange: Exchange, draft: Draft, body: Json, kind: str) -> str | None:
    """Return the id the Receiver gave; else the one the message came with."""
    for resource in (first(body, kind), _located(exchange, kind), _sent(draft, kind)):
        found = resource.get("id") if resource else None
        if isinstance(found, str):
            return found
    return None


def _located(exchange: Exchange, kind: str) -> JsonObject | None:
    """Return the id in a Location header, `.../Appointment/123/_history/1`."""
    response = exchange.response
    location = (response.headers.get("Location") if response else None) or ""
    parts = location.split("/")
    if kind in parts[:-1]:
        return {"id": parts[parts.index(kind) + 1]}
    return None


def _named(draft: Draft, body: Json, kind: str) -> set[str]:
    """Return the ids of that type in a cancellation: its path, message and answer."""
    sent: Json = None if isinstance(draft.body, bytes) else draft.body
    resources = [*resources_in(sent), *resources_in(body)]
    named = {each.get("id") for each in resources if resource_type(each) == kind}
    head, _, tail = draft.path.strip("/").partition("/")
    named.add(tail.partition("/")[0] if head == kind else None)
    return {each for each in named if isinstance(each, str) and each}
