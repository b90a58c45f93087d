"""Validation requests of Application 4: make one, update one, cancel one."""

from typing import Final

from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.requests import Requests, answer_with
from pytest_bars.simulator.scripted import refuse_new, scripted_id
from pytest_bars.simulator.store import Store
from pytest_bars.simulator.updates import Kind, check_patient
from pytest_bars.simulator.workflows import ENDED

_PROFILE: Final = (
    "https://fhir.nhs.uk/StructureDefinition/BARSServiceRequest-request-validation"
)
_KIND: Final = Kind("ServiceRequest", "validation request", ENDED, "validation-")


class Validations:
    """Makes, updates and cancels validation requests."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._requests = Requests(store, faults, store.validations, _KIND, _PROFILE)

    def validate(self, message: Message, service: Service) -> Answer:
        """Store the ServiceRequest; answer with it, its id and a planned Encounter.

        Its id is TKW's for the patients that have one there.

        Raises RefusalError: no patient, or one with a scripted answer.
        """
        check_patient(message)
        refuse_new("Validation", message, self._faults)
        given = scripted_id("Validation", message, self._faults)
        record = self._requests.add(message, request_id=given)
        planned = self._requests.planned_encounter(message)
        shown = [record.current, planned]
        return answer_with(self._store, service, message, shown, "validation-new")

    def update(self, message: Message, service: Service) -> Answer:
        """Keep the ServiceRequest as the newest version; answer with it.

        Raises RefusalError: no patient, no id, no such request, ended already, changed
        since, or another patient's.
        """
        check_patient(message)
        shown = [self._requests.update(message)]
        return answer_with(self._store, service, message, shown, "validation-update")

    def cancel(self, message: Message, service: Service) -> Answer:
        """Set the ServiceRequest's status; answer with it.

        Raises RefusalError: no id, no such request, ended already, changed since, or
        another patient's.
        """
        check_patient(message)
        shown, _ = self._requests.end(message)
        return answer_with(self._store, service, message, [shown], "validation-cancel")
