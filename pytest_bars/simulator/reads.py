"""Reading bookings and referrals back, by id and by patient."""

import re
from collections.abc import Mapping
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.bundles import searchset
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.diary import stable_id
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.patient_searches import (
    PATIENT_PARAMETERS,
    PatientSearch,
    read_patient_search,
)
from pytest_bars.simulator.reading import identifier_of
from pytest_bars.simulator.refusals import NOT_FOUND, VALUE, RefusalError
from pytest_bars.simulator.scripted import SAMPLES, refuse_read
from pytest_bars.simulator.searches import understood
from pytest_bars.simulator.store import Record, Store

GUID: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)


class Reader:
    """Answers reads of one type of resource."""

    def __init__(
        self,
        resource_type: str,
        records: Mapping[str, Record],
        store: Store,
        faults: ActiveFaults,
    ) -> None:
        self._type = resource_type
        self._records = records
        self._store = store
        self._faults = faults

    def read(self, call: Call) -> Answer:
        """Answer GET /{type}/{id}.

        Raises RefusalError: no GUID, unknown, or an id with a scripted answer.
        """
        resource_id = call.path.rpartition("/")[2]
        is_checked = not self._faults.has("read-any-id-accepted")
        if is_checked and not GUID.fullmatch(resource_id):
            raise RefusalError(VALUE, f"{self._type} ids are GUIDs.")
        resource_id = resource_id.lower()
        refuse_read(self._type, resource_id, self._faults)
        resource = SAMPLES.get((self._type, resource_id))
        record = self._records.get(resource_id)
        if record is not None:
            resource = self._shown(record)
        if resource is None and self._faults.has("read-unknown-200"):
            resource = searchset(self._store, f"{BASE_ADDRESS}{call.path}", [])
        if resource is None:
            raise RefusalError(NOT_FOUND, f"There is no {self._type} with that id.")
        return Answer(200, resource, "read")

    def search(self, call: Call) -> Answer:
        """Answer GET /{type} by the patient's NHS number, or from 1.1.0 by who it is.

        Raises RefusalError where no patient is named, or not as it has to be.
        """
        found = [self._shown(record) for record in self._matches(call)]
        body = searchset(self._store, understood(call, BASE_ADDRESS), found)
        return Answer(200, body, "search")

    def _matches(self, call: Call) -> list[Record]:
        wanted = self._wanted(call)
        identifiers = call.values("ServiceRequest.identifier")
        if self._faults.has("search-empty"):
            return []
        ignores_patient = self._faults.has("search-ignores-patient")
        return [
            record
            for record in self._records.values()
            if (ignores_patient or wanted.is_of(record))
            and (not identifiers or _has_identifier(record.current, identifiers[0]))
        ]

    def _wanted(self, call: Call) -> PatientSearch:
        """Read whom a search is for; a fault lets it be for nobody."""
        try:
            needs_number = self._faults.has("search-needs-nhs-number")
            return read_patient_search(call, needs_number=needs_number)
        except RefusalError:
            is_named = any(call.values(name) for name in PATIENT_PARAMETERS)
            if is_named or not self._faults.has("search-needs-no-patient"):
                raise
        return PatientSearch(nhs_number="")

    def _shown(self, record: Record) -> JsonObject:
        shown = record.current
        if self._faults.has("read-back-stale"):
            shown = record.versions[0]
        if self._faults.has("read-back-wrong-id"):
            shown = {**shown, "id": stable_id("another", record.id)}
        return shown


def _has_identifier(resource: JsonObject, token: str) -> bool:
    system, _, value = token.rpartition("|")
    return bool(value) and identifier_of(resource, system) == value
