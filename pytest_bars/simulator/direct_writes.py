"""Bookings and referrals written as bare resources, without a message: API 1.1.0.

Source: booking-and-referral-fhir-api, specification 1.1.0 to 1.4.0 (2026-05-18); BaRS
guide, Foundation appointment management (alpha preview, 2025-05-31). What a message of
the same kind is refused for, a bare resource is refused for as well: our reading.
"""

from collections.abc import MutableMapping
from dataclasses import replace

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import REQUEST_ID
from pytest_bars.protocol.identifiers import NHS_NUMBER
from pytest_bars.simulator.bodies import read_object, read_resource, refuse_invalid
from pytest_bars.simulator.calls import Answer, Call
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import identifier_of, objects, text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    DUPLICATE,
    INVARIANT,
    NOT_FOUND,
    RefusalError,
    done,
)
from pytest_bars.simulator.resources import UK_CORE
from pytest_bars.simulator.shelf import location, path_id, refuse_other_id
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.workflows import REVOKED


class DirectWrites:
    """Answers POST, PUT, PATCH and DELETE of one type of resource.

    final: statuses of one that has ended.
    """

    def __init__(
        self,
        resource_type: str,
        final: frozenset[str],
        records: MutableMapping[str, Record],
        store: Store,
        faults: ActiveFaults,
    ) -> None:
        self._type = resource_type
        self._final = final
        self._records = records
        self._store = store
        self._faults = faults

    def create(self, call: Call, service: Service) -> Answer:
        """Keep a new resource and answer with it.

        Raises RefusalError: repeated, invalid, ended already, or what it needs is gone.
        """
        self._refuse_repeated(call)
        resource = read_resource(call, self._type, self._faults)
        if text(resource, "status") in self._final:
            raise RefusalError(INVARIANT, f"A new {self._type} cannot have ended.")
        record = self._make(resource, service)
        if not self._faults.has("create-not-stored"):
            self._records[record.id] = record
        self._note(call)
        made = record.current
        return Answer(200, made, "created", headers=(location(made),))

    def replace(self, call: Call, service: Service) -> Answer:
        """Replace a resource and answer with it.

        Raises RefusalError: repeated, invalid, unknown, ended, changed since it was
        read, or another patient's.
        """
        self._refuse_repeated(call)
        resource_id = path_id(call)
        resource = read_resource(call, self._type, self._faults)
        refuse_other_id(resource, resource_id)
        return self._change(call, service, resource)

    def patch(self, call: Call, service: Service) -> Answer:
        """Replace the members that a part of a resource has, and answer with it all.

        Raises RefusalError as `replace` does; the resource is judged as it becomes.
        Source: specification, request body of PATCH: an Appointment, in FHIR JSON.
        """
        self._refuse_repeated(call)
        resource_id = path_id(call)
        part = read_object(call, self._type)
        if "id" in part:
            refuse_other_id(part, resource_id)
        if resource_id in self._records:
            current = self._records[resource_id].current
            meta = part.get("meta", current["meta"])
            part = {**current, **part, "id": resource_id, "meta": meta}
            refuse_invalid(part, self._type, self._faults)
        return self._change(call, service, part)

    def delete(self, call: Call, _: Service) -> Answer:
        """Remove a resource; raises RefusalError: repeated, or unknown."""
        self._refuse_repeated(call)
        record = self._find(path_id(call))
        self._let_go(record)
        if not self._faults.has("delete-ignored"):
            del self._records[record.id]
        self._note(call)
        told = f"The {self._type} has been deleted."
        return Answer(200, done("RESOURCE_DELETED", told), "deleted")

    def _change(self, call: Call, service: Service, resource: JsonObject) -> Answer:
        record = self._find(path_id(call))
        self._refuse_ended(record)
        self._refuse_stale(record, resource)
        if nhs_number_of(resource) != record.nhs_number:
            raise RefusalError(INVARIANT, "The patient is not the one of the record.")
        if self._faults.has("change-ignored"):
            record = replace(record, versions=[*record.versions])
        else:
            resource = self._rearranged(record, resource, service)
        changed = self._store.revise(record, resource)
        self._note(call)
        return Answer(200, changed, "changed")

    def _make(self, resource: JsonObject, _: Service) -> Record:
        """Return the record of a new resource."""
        meta = self._store.meta(1, f"{UK_CORE}{self._type}")
        made = {**resource, "id": self._store.new_id(self._type), "meta": meta}
        return Record(
            id=text(made, "id"),
            nhs_number=nhs_number_of(resource),
            organisation="",
            versions=[made],
            patient=patient_in(resource),
        )

    def _rearranged(
        self, _record: Record, resource: JsonObject, _service: Service
    ) -> JsonObject:
        """Take and free what a change asks for; return it as it then is."""
        return resource

    def _let_go(self, record: Record) -> None:
        """Free what a removed resource had taken: nothing."""

    def _find(self, resource_id: str) -> Record:
        if resource_id not in self._records:
            raise RefusalError(NOT_FOUND, f"There is no {self._type} with that id.")
        return self._records[resource_id]

    def _refuse_ended(self, record: Record) -> None:
        is_ended = record.status in self._final
        if is_ended and not self._faults.has("ended-change-accepted"):
            raise RefusalError(CONFLICT, f"The {self._type} has ended already.")

    def _refuse_stale(self, record: Record, resource: JsonObject) -> None:
        """Refuse a change that was made from an older version.

        Source: BaRS guide, Core 1.2.2, Bundle-Processing, Data Conflicts.
        """
        read = text(resource, "meta", "versionId")
        is_stale = bool(read) and read != text(record.current, "meta", "versionId")
        if is_stale and not self._faults.has("stale-change-accepted"):
            raise RefusalError(CONFLICT, "The record has changed since it was read.")

    def _refuse_repeated(self, call: Call) -> None:
        """Refuse a request that was processed.

        Source: BaRS guide, Core 1.2.2, Transactional-integrity.
        """
        is_known = _request_id(call) in self._store.request_ids
        if is_known and not self._faults.has("accepts-duplicate-request-id"):
            raise RefusalError(
                DUPLICATE, "A request with this X-Request-Id was processed already."
            )

    def _note(self, call: Call) -> None:
        self._store.request_ids.add(_request_id(call))


class DirectReferrals(DirectWrites):
    """Answers for bare ServiceRequests."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        super().__init__("ServiceRequest", REVOKED, store.referrals, store, faults)


def nhs_number_of(resource: JsonObject) -> str:
    """Return the NHS number of a bare resource's patient, "" where it has none.

    It stands in a contained Patient, or in the reference to the patient.
    """
    number = identifier_of(patient_in(resource), NHS_NUMBER)
    actors = [one.get("actor") for one in objects(resource, "participant")]
    for reference in (resource.get("subject"), *actors):
        if not number and text(reference, "identifier", "system") == NHS_NUMBER:
            number = text(reference, "identifier", "value")
    return number


def patient_in(resource: JsonObject) -> JsonObject:
    """Return the Patient that a bare resource contains, {} without one."""
    contained = objects(resource, "contained")
    return next((one for one in contained if one.get("resourceType") == "Patient"), {})


def _request_id(call: Call) -> str:
    return (call.header(REQUEST_ID) or "").lower()
