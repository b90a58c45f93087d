"""Bookings written as bare Appointments: what they do to slots.

Source: BaRS guide, Foundation appointment management (alpha preview, 2025-05-31).
"""

from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.diary import DiarySlot
from pytest_bars.simulator.direct_writes import DirectWrites
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import objects, text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    INVARIANT,
    NOT_FOUND,
    RefusalError,
)
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.workflows import CANCELLED

# R4 has no Appointment.replaces, which the preview asks for; R5's stands in an
# extension. Source: HL7, FHIR R5 (5.0.0), Appointment; Extensions for Converting
# Between Versions.
REPLACES: Final = (
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.replaces"
)


class DirectBookings(DirectWrites):
    """Answers for bare Appointments; a booking takes a slot, its end frees it."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        super().__init__("Appointment", CANCELLED, store.appointments, store, faults)

    def _make(self, resource: JsonObject, service: Service) -> Record:
        self._check_replaced(resource)
        slot = self._take(resource, service)
        record = super()._make(_at_time_of(slot, resource), service)
        record.slot = slot
        return record

    def _rearranged(
        self, record: Record, resource: JsonObject, service: Service
    ) -> JsonObject:
        """Free the slot of a booking that ends; take another that a change names."""
        if text(resource, "status") in self._final:
            self._let_go(record)
            return resource
        if record.slot is None or _slot_id(resource) != record.slot.id:
            slot = self._take(resource, service)
            self._let_go(record)
            record.slot = slot
        return _at_time_of(record.slot, resource)

    def _let_go(self, record: Record) -> None:
        if record.slot is not None and not self._faults.has("cancel-keeps-slot"):
            record.slot.is_free = True

    def _take(self, resource: JsonObject, service: Service) -> DiarySlot:
        slot_id = _slot_id(resource)
        if not slot_id:
            raise RefusalError(INVARIANT, "Appointment.slot must name a Slot.")
        slot = self._store.diary.find(service.id, slot_id)
        if slot is None:
            raise RefusalError(NOT_FOUND, "This service has no Slot with that id.")
        self._store.diary.name(service.id, slot_id)
        is_checked = not self._faults.has("books-without-checking-slot")
        if not slot.is_free and is_checked:
            raise RefusalError(CONFLICT, "The Slot is no longer free.")
        slot.is_free = self._faults.has("slot-stays-free")
        return slot

    def _check_replaced(self, resource: JsonObject) -> None:
        """Refuse to replace a booking that does not exist; it may be open still.

        The preview's interface table has the new booking first, its process list
        cancels the old one first.
        """
        for extension in objects(resource, "extension"):
            if extension.get("url") == REPLACES:
                reference = text(extension, "valueReference", "reference")
                is_known = reference.removeprefix("Appointment/") in self._records
                if not is_known and not self._faults.has("replaced-unchecked"):
                    raise RefusalError(NOT_FOUND, "The replaced booking is unknown.")


def _slot_id(resource: JsonObject) -> str:
    return text(resource, "slot", 0, "reference").rpartition("Slot/")[2]


def _at_time_of(slot: DiarySlot, resource: JsonObject) -> JsonObject:
    """Return the Appointment at the time of its slot, whatever the request said."""
    times = {"start": slot.start.isoformat(), "end": slot.end.isoformat()}
    return {**resource, **times}
