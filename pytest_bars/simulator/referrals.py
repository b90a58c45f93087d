"""Referrals: make one, cancel one."""

from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.bundles import message_response
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.links import check_link, linked_id, without_link
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.resources import (
    UK_CORE,
    localise,
    patient_of,
    patient_reference,
    readable_identifier,
)
from pytest_bars.simulator.scripted import StatefulPatient, refuse_new
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.updates import Ending, check_patient, find_to_end
from pytest_bars.simulator.workflows import CANCELLED, REVOKED

_PROFILE: Final = (
    "https://fhir.nhs.uk/StructureDefinition/BARSServiceRequest-request-referral"
)
_ENDING: Final = Ending("ServiceRequest", "referral", REVOKED, "referral-")


class Referrals:
    """Makes and cancels referrals."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._stateful = StatefulPatient(store, faults)

    def refer(self, message: Message, service: Service) -> Answer:
        """Store the ServiceRequest; answer with it, its id and a planned Encounter.

        Raises RefusalError: no patient, link wrong, or a patient with a scripted
        answer.
        """
        check_patient(message)
        refuse_new(message, self._faults)
        link = linked_id(message.focus, "supportingInfo", "Appointment")
        self._stateful.refuse_referral(message, link)
        bookings = self._store.appointments
        check_link(link, bookings, message, self._faults, ended=CANCELLED)
        record = self._make_record(message, link)
        if not self._faults.has("referral-not-stored"):
            self._store.referrals[record.id] = record
        planned = self._planned_encounter(message)
        return self._answer(message, service, [record.current, planned], "referral-new")

    def cancel(self, message: Message, service: Service) -> Answer:
        """Set the ServiceRequest's status; answer with it.

        Raises RefusalError: no id, no such referral, ended already, changed since, or
        another patient's.
        """
        check_patient(message)
        self._stateful.refuse_cancelling_referral(message)
        record = find_to_end(self._store.referrals, message, _ENDING, self._faults)
        if record is None:
            shown = {**localise(message.focus, message), "status": message.status}
        elif self._faults.has("referral-cancel-ignored"):
            shown = {**record.current, "status": message.status}
        else:
            shown = self._store.revise(
                record, {**record.current, "status": message.status}
            )
            self._unlink(record)
        return self._answer(message, service, [shown], "referral-cancel")

    def _make_record(self, message: Message, link: str) -> Record:
        store = self._store
        request: JsonObject = {
            **localise(message.focus, message),
            "id": store.new_id("ServiceRequest"),
            "meta": store.meta(1, _PROFILE),
            "status": "active",
            "subject": patient_reference(message),
        }
        if self._faults.has("link-ignored"):
            request = without_link(request, "supportingInfo", "Appointment")
            link = ""
        return Record(
            id=text(request, "id"),
            nhs_number=message.nhs_number,
            organisation=message.organisation,
            versions=[request],
            link=link,
        )

    def _planned_encounter(self, message: Message) -> JsonObject:
        """Return the Encounter the Receiver plans, with a number people can read.

        Source: BaRS guide, Application 1 (1.0.7), payload guidance of the response.
        """
        store = self._store
        return {
            "resourceType": "Encounter",
            "id": store.new_id("Encounter"),
            "meta": store.meta(1, f"{UK_CORE}Encounter"),
            "identifier": [
                readable_identifier("case-number", store.reference_number("R"))
            ],
            "status": "planned",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "EMER",
                "display": "emergency",
            },
            "subject": patient_reference(message),
        }

    def _unlink(self, referral: Record) -> None:
        """Take the link to a revoked referral out of the bookings that have one.

        Source: BaRS guide, Application 1 (1.0.7), requirement on cancelling a referral
        (SHOULD decouple).
        """
        for booking in self._store.appointments.values():
            if booking.link == referral.id:
                booking.link = ""
                changed = without_link(booking.current, "basedOn", "ServiceRequest")
                self._store.revise(booking, changed)

    def _answer(
        self,
        message: Message,
        service: Service,
        resources: list[JsonObject],
        subject: str,
    ) -> Answer:
        shown = [*resources, patient_of(message)]
        body = message_response(self._store, service, message, shown)
        return Answer(200, body, subject)
