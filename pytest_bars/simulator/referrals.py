"""Referrals: make one, update one, cancel one."""

from typing import Final

from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.links import check_link, linked_id, without_link
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.requests import Requests, answer_with
from pytest_bars.simulator.scripted import StatefulPatient, refuse_new
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.updates import Kind, check_patient
from pytest_bars.simulator.workflows import CANCELLED, ENDED

_PROFILE: Final = (
    "https://fhir.nhs.uk/StructureDefinition/BARSServiceRequest-request-referral"
)
_KIND: Final = Kind("ServiceRequest", "referral", ENDED, "referral-")


class Referrals:
    """Makes, updates and cancels referrals."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._requests = Requests(store, faults, store.referrals, _KIND, _PROFILE)
        self._stateful = StatefulPatient(store, faults)

    def refer(self, message: Message, service: Service) -> Answer:
        """Store the ServiceRequest; answer with it, its id and a planned Encounter.

        Raises RefusalError: no patient, link wrong, or a patient with a scripted
        answer.
        """
        check_patient(message)
        refuse_new("Referral", message, self._faults)
        link = linked_id(message.focus, "supportingInfo", "Appointment")
        self._stateful.refuse_referral(message, link)
        self._check_link(message, link)
        record = self._requests.add(message, link=link)
        if self._faults.has("link-ignored"):
            record.versions[0] = without_link(
                record.current, "supportingInfo", "Appointment"
            )
            record.link = ""
        planned = self._requests.planned_encounter(message)
        shown = [record.current, planned]
        return answer_with(self._store, service, message, shown, "referral-new")

    def update(self, message: Message, service: Service) -> Answer:
        """Keep the ServiceRequest as the newest version; answer with it.

        Raises RefusalError: no patient, link wrong, no id, no such referral, ended
        already, changed since, or another patient's.
        Source: BaRS guide, Applications 3 and 6, scope (updating a referral).
        """
        check_patient(message)
        link = linked_id(message.focus, "supportingInfo", "Appointment")
        self._check_link(message, link)
        shown = [self._requests.update(message, link=link)]
        return answer_with(self._store, service, message, shown, "referral-update")

    def cancel(self, message: Message, service: Service) -> Answer:
        """Set the ServiceRequest's status; answer with it.

        Raises RefusalError: no id, no such referral, ended already, changed since, or
        another patient's.
        """
        check_patient(message)
        self._stateful.refuse_cancelling_referral(message)
        shown, record = self._requests.end(message)
        if record is not None:
            self._unlink(record)
        return answer_with(self._store, service, message, [shown], "referral-cancel")

    def _check_link(self, message: Message, link: str) -> None:
        bookings = self._store.appointments
        check_link(link, bookings, message, self._faults, ended=CANCELLED)

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
