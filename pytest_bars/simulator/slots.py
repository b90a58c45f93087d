"""GET /Slot: the slots of a service, with its Schedule and what belongs to it."""

from datetime import UTC, timedelta
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import DOS_SERVICE_ID
from pytest_bars.protocol.message_definitions import BOOKING_REQUEST
from pytest_bars.protocol.operations import REQUIRED_INCLUDES
from pytest_bars.protocol.sentinels import slot_sentinel
from pytest_bars.simulator.bundles import searchset
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.catalogue import DEFAULT_SERVICE, SERVICES, Service
from pytest_bars.simulator.diary import DiarySlot, stable_id
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.refusals import NOT_FOUND, RefusalError
from pytest_bars.simulator.resources import (
    EMERGENCY_DEPARTMENT,
    UK_CORE,
    slot_resource,
)
from pytest_bars.simulator.scripted import refuse_sentinel
from pytest_bars.simulator.searches import SlotSearch, read_slot_search, understood
from pytest_bars.simulator.store import Store
from pytest_bars.simulator.strictness import Regulars

_EMPTY: Final = "tkw-slot-03"
_MANDATORY: Final = "tkw-slot-04"


class SlotFinder:
    """Answers slot searches."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._regulars = Regulars(faults)

    def find(self, call: Call) -> Answer:
        """Answer a slot search.

        Raises RefusalError where a parameter does not hold or there is no such
        service.
        """
        search = self._read(call)
        service = self._service(search)
        sentinel = slot_sentinel(search.service)
        refuse_sentinel(sentinel, self._faults)
        script = sentinel.id if sentinel is not None else ""
        if self._faults.has("sentinels-ignored"):
            script = ""
        is_empty = script == _EMPTY or self._faults.has("slots-empty")
        is_empty = is_empty or not self._regulars.admit(call)
        slots = [] if is_empty else self._slots(search, service)
        asked = (
            frozenset(REQUIRED_INCLUDES) if script == _MANDATORY else search.includes
        )
        included = self._includes(service, asked) if slots else []
        body = searchset(self._store, understood(call, BASE_ADDRESS), slots, included)
        status = 201 if self._faults.has("slots-wrong-status-code") else 200
        return Answer(status, body, "slots")

    def _read(self, call: Call) -> SlotSearch:
        try:
            return read_slot_search(call)
        except RefusalError:
            if not self._faults.has("slots-parameters-unchecked"):
                raise
        now = self._store.now()
        return SlotSearch(
            service=DEFAULT_SERVICE.id,
            statuses=frozenset({"free"}),
            start=now,
            end=now + timedelta(days=7),
            includes=frozenset(REQUIRED_INCLUDES),
        )

    def _service(self, search: SlotSearch) -> Service:
        service = SERVICES.get(search.service)
        if service is not None and service.takes(BOOKING_REQUEST.name):
            return service
        if self._faults.has("slots-unknown-service-accepted"):
            return DEFAULT_SERVICE
        raise RefusalError(NOT_FOUND, "There is no bookable service with that id.")

    def _slots(self, search: SlotSearch, service: Service) -> list[JsonObject]:
        start, end = search.start.astimezone(UTC), search.end.astimezone(UTC)
        if self._faults.has("slots-ignore-window"):
            start, end = end + timedelta(days=1), end + timedelta(days=8)
        updated = self._store.stamp()
        return [
            slot_resource(slot, updated=updated, status=self._status(slot))
            for slot in self._store.diary.on_offer(service.id, start, end)
            if self._is_wanted(slot, search)
        ]

    def _is_wanted(self, slot: DiarySlot, search: SlotSearch) -> bool:
        status = "free" if slot.is_free else "busy"
        return status in search.statuses or self._faults.has("slots-ignore-status")

    def _status(self, slot: DiarySlot) -> str:
        is_free = slot.is_free and not self._faults.has("slots-always-busy")
        return "free" if is_free else "busy"

    def _includes(self, service: Service, asked: frozenset[str]) -> list[JsonObject]:
        """Return what belongs to the slots: always Schedule and HealthcareService."""
        everything = _surroundings(service, self._store.stamp())
        wanted = {name for name, asked_by in _ASKED_BY.items() if asked_by & asked}
        if self._faults.has("slots-without-schedule"):
            wanted.discard("Schedule")
        if self._faults.has("slots-without-service"):
            wanted.discard("HealthcareService")
        return [one for one in everything if one["resourceType"] in wanted]


_ASKED_BY: Final = {
    "Schedule": {"Slot:schedule", "Slot:*"},
    "HealthcareService": {"Schedule:actor:HealthcareService"},
    "Practitioner": {"Schedule:actor:Practitioner"},
    "PractitionerRole": {"Schedule:actor:PractitionerRole"},
    "Organization": {"HealthcareService:providedBy"},
    "Location": {"HealthcareService:location"},
}


def _surroundings(service: Service, updated: str) -> list[JsonObject]:
    """Return the Schedule of a service and everything around it."""
    ids = {name: stable_id(name, service.id) for name in _ASKED_BY}
    actors = ("HealthcareService", "PractitionerRole", "Practitioner")
    members: dict[str, JsonObject] = {
        "Schedule": {
            "active": True,
            "serviceCategory": [EMERGENCY_DEPARTMENT],
            "actor": [{"reference": f"{name}/{ids[name]}"} for name in actors],
        },
        "HealthcareService": {
            "identifier": [{"system": DOS_SERVICE_ID, "value": service.id}],
            "active": True,
            "providedBy": {"reference": f"Organization/{ids['Organization']}"},
            "location": [{"reference": f"Location/{ids['Location']}"}],
            "name": f"**TESTING ONLY** Simulated service ({service.label})",
        },
        "Practitioner": {
            "name": [{"family": "Clinician", "given": ["Simulated"], "prefix": ["Dr"]}]
        },
        "PractitionerRole": {
            "practitioner": {"reference": f"Practitioner/{ids['Practitioner']}"},
            "code": [{"coding": [_DOCTOR]}],
        },
        "Organization": {"name": "Simulated provider"},
        "Location": {
            "name": "Simulated department",
            "address": {"line": ["1 Test Street"], "city": "Leeds"},
        },
    }
    return [
        {
            "resourceType": name,
            "id": ids[name],
            "meta": {"lastUpdated": updated, "profile": [f"{UK_CORE}{name}"]},
            **members[name],
        }
        for name in _ASKED_BY
    ]


_DOCTOR: Final[Json] = {
    "system": "http://terminology.hl7.org/CodeSystem/practitioner-role",
    "code": "doctor",
    "display": "Doctor",
}
