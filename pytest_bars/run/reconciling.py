"""Find out by reading what became of a write whose answer was lost."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from pytest_bars.client.draft import Draft
from pytest_bars.errors import ExchangeError, StageRefusal
from pytest_bars.exchange import EffectKind, Exchange
from pytest_bars.fhir.resources import first, resource_type, resources_in
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import NHS_NUMBER
from pytest_bars.run.ledger import type_of
from pytest_bars.run.running import Running
from pytest_bars.steps.base import StepReport
from pytest_bars.steps.patients import nhs_numbers

_UNKNOWN: Final = "what became of it is unknown"
_UNDONE: Final = frozenset({"cancelled", "revoked", "entered-in-error"})


def reconcile(report: StepReport, address: str, running: Running) -> str:
    """Return what reading shows, in a few words; the ledger is told.

    Nothing is ever sent again: only GET requests leave.
    """
    exchange, draft = report.exchange, report.draft
    if exchange is None or draft is None:
        return _UNKNOWN
    match draft.effect.kind:
        case EffectKind.CREATE | EffectKind.NONE:
            return _reconcile_create(exchange, draft, address, running)
        case EffectKind.CANCEL:
            return _reconcile_cancel(draft, address, running)
        case _:
            return _UNKNOWN


def _reconcile_create(
    exchange: Exchange, draft: Draft, address: str, running: Running
) -> str:
    kind = type_of(draft)
    sent = None if isinstance(draft.body, bytes) else first(draft.body, kind)
    found = None
    if sent is not None:
        found = next(
            (
                each
                for each in _search(kind, draft, address, running)
                if _is_same(sent, each) and each.get("status") not in _UNDONE
            ),
            None,
        )
    entry = running.ledger.note_lost(exchange, draft, found)
    if found is None:
        return "reading does not show whether it arrived"
    return f"reading shows that it arrived: {entry}"


def _reconcile_cancel(draft: Draft, address: str, running: Running) -> str:
    for entry in running.ledger.named(draft):
        path = f"/{entry.type}/{entry.id}"
        body = _read(_reading(draft, address, running, path), running)
        if isinstance(body, dict) and body.get("status") in _UNDONE:
            running.ledger.close(entry, f"{address}.reconcile")
            return f"reading shows that {entry} is {body['status']}"
        return f"reading does not show that {entry} is undone"
    return _UNKNOWN


def _search(
    kind: str, draft: Draft, address: str, running: Running
) -> Iterator[JsonObject]:
    """Read all of the patient's resources of that type."""
    body: Json = None if isinstance(draft.body, bytes) else draft.body
    number = next(nhs_numbers(body), None)
    if number is None:
        return
    query = (("patient:identifier", f"{NHS_NUMBER}|{number}"),)
    found = _read(_reading(draft, address, running, f"/{kind}", query), running)
    for resource in resources_in(found):
        if resource_type(resource) == kind:
            yield resource


def _reading(
    draft: Draft,
    address: str,
    running: Running,
    path: str,
    query: tuple[tuple[str, str], ...] = (),
) -> Draft:
    return Draft(
        method="GET",
        path=path,
        query=query,
        target=draft.target,
        correlation_id=draft.correlation_id,
        request_id=running.values.uuid(),
        patient=draft.patient,
        test=draft.test,
        step=f"{address}.reconcile",
        kind=draft.kind,
    )


def _read(draft: Draft, running: Running) -> Json:
    """Return the JSON of a 200, or None for anything else."""
    try:
        response = running.session.client.send(draft).response
        if response is not None and response.status == HTTPStatus.OK:
            return response.json
    except (ExchangeError, StageRefusal):
        pass  # no JSON, or refused: reading shows nothing
    return None


def _is_same(sent: JsonObject, found: JsonObject) -> bool:
    """Say whether what was found is what was sent: by id, identifier or slot."""
    return any(
        sent.get(name) and sent.get(name) == found.get(name)
        for name in ("id", "identifier", "slot")
    )
