"""Bookings: make one, cancel one."""

from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.int_patients import INT_PATIENTS
from pytest_bars.simulator.bundles import message_response
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.diary import DiarySlot
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.links import (
    check_link,
    check_not_rebooked,
    linked_id,
    without_link,
)
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import objects, text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    INVARIANT,
    NOT_FOUND,
    RefusalError,
)
from pytest_bars.simulator.resources import (
    UK_CORE,
    localise,
    nhs_identifier,
    patient_of,
    patient_reference,
    readable_identifier,
    slot_resource,
)
from pytest_bars.simulator.scripted import StatefulPatient, refuse_new
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.updates import Kind, check_patient, find_to_end
from pytest_bars.simulator.workflows import CANCELLED, ENDED

_OTHER_PATIENT: Final = INT_PATIENTS[-1]
_KIND: Final = Kind("Appointment", "booking", CANCELLED | {"noshow"}, "")


def slot_id_of(message: Message) -> str:
    """Return the id of the Slot that a booking names, in or outside of it, or ""."""
    reference = next(iter(objects(message.focus, "slot")), {})
    outside = text(reference, "reference").removeprefix("Slot/")
    return text(message.resolve(reference), "id") or outside


class Bookings:
    """Makes and cancels bookings."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._stateful = StatefulPatient(store, faults)

    def book(self, message: Message, service: Service) -> Answer:
        """Take the slot and store the Appointment; answer with it and its id.

        Raises RefusalError: no patient, no such slot, slot taken, link wrong, or a
        patient with a scripted answer.
        """
        check_patient(message)
        refuse_new("Booking", message, self._faults)
        self._stateful.refuse_booking(message)
        slot = self._find_slot(message, service)
        link = linked_id(message.focus, "basedOn", "ServiceRequest")
        referrals = self._store.referrals
        check_link(link, referrals, message, self._faults, ended=ENDED)
        check_not_rebooked(link, self._store.appointments, self._faults)
        record = self._make_record(message, slot, link)
        slot.is_free = self._faults.has("slot-stays-free")
        if not self._faults.has("booking-not-stored"):
            self._store.appointments[record.id] = record
        self._store.originals[message.id] = record
        return self._answer(message, service, record, "booking-new")

    def cancel(self, message: Message, service: Service) -> Answer:
        """Set the Appointment's status and free its slot; answer with it.

        Raises RefusalError: no id, no such booking, ended already, changed since, or
        another patient's.
        """
        check_patient(message)
        self._stateful.refuse_cancelling_booking(message)
        record = find_to_end(self._store.appointments, message, _KIND, self._faults)
        if record is None:
            echoed = {**localise(message.focus, message), "status": message.status}
            record = Record(text(echoed, "id"), message.nhs_number, "", [echoed])
        elif self._faults.has("cancel-ignored"):
            shown = {**record.current, "status": message.status}
            record = Record(record.id, record.nhs_number, "", [shown])
        else:
            self._store.revise(record, {**record.current, "status": message.status})
            self._free(record)
            self._unlink(record)
        return self._answer(message, service, record, "booking-cancel")

    def _find_slot(self, message: Message, service: Service) -> DiarySlot:
        slot_id = slot_id_of(message)
        if not slot_id:
            raise RefusalError(INVARIANT, "Appointment.slot must name a Slot.")
        slot = self._store.diary.find(service.id, slot_id)
        if slot is None:
            raise RefusalError(NOT_FOUND, "This service has no Slot with that id.")
        is_checked = not self._faults.has("books-without-checking-slot")
        is_free = slot.is_free and slot.end > self._store.now()
        if not is_free and is_checked and not message.is_repeated:
            raise RefusalError(CONFLICT, "The Slot is no longer free.")
        return slot

    def _make_record(self, message: Message, slot: DiarySlot, link: str) -> Record:
        store = self._store
        appointment: JsonObject = {
            **localise(message.focus, message),
            "id": store.new_id("Appointment"),
            "meta": store.meta(1, f"{UK_CORE}Appointment"),
            "identifier": [
                readable_identifier("booking-reference", store.reference_number("B")),
                *objects(message.focus, "identifier"),
            ],
            "status": "booked",
            "start": slot.start.isoformat(),
            "end": slot.end.isoformat(),
            "slot": [{"reference": f"Slot/{slot.id}"}],
            "participant": [
                {"actor": patient_reference(message), "status": "accepted"}
            ],
        }
        nhs_number = message.nhs_number
        if self._faults.has("booking-wrong-patient"):
            nhs_number = _OTHER_PATIENT.nhs_number
            actor: JsonObject = {"identifier": nhs_identifier(nhs_number)}
            appointment["participant"] = [{"actor": actor, "status": "accepted"}]
        if self._faults.has("link-ignored"):
            appointment = without_link(appointment, "basedOn", "ServiceRequest")
            link = ""
        return Record(
            id=text(appointment, "id"),
            nhs_number=nhs_number,
            organisation=message.organisation,
            versions=[appointment],
            link=link,
            slot=slot,
            patient=patient_of(message),
        )

    def _free(self, record: Record) -> None:
        if record.slot is not None and not self._faults.has("cancel-keeps-slot"):
            record.slot.is_free = True

    def _unlink(self, booking: Record) -> None:
        """Take the link to a cancelled booking out of the referrals that have one.

        Source: BaRS guide, Application 1 (1.0.7), requirement on cancelling a booking
        (SHOULD decouple).
        """
        for referral in self._store.referrals.values():
            if referral.link == booking.id:
                referral.link = ""
                changed = without_link(
                    referral.current, "supportingInfo", "Appointment"
                )
                self._store.revise(referral, changed)

    def _answer(
        self, message: Message, service: Service, record: Record, subject: str
    ) -> Answer:
        resources = [record.current, patient_of(message)]
        if record.slot is not None:
            status = "free" if record.slot.is_free else "busy"
            updated = self._store.stamp()
            resources.append(slot_resource(record.slot, updated=updated, status=status))
        body = message_response(self._store, service, message, resources)
        return Answer(200, body, subject)
