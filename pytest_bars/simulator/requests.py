"""ServiceRequests as the Receiver keeps them: referrals and validation requests."""

from collections.abc import Iterable
from dataclasses import dataclass

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.use_cases import application_of
from pytest_bars.simulator.bundles import message_response
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message, use_case_of
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import INVARIANT, RefusalError
from pytest_bars.simulator.resources import (
    UK_CORE,
    localise,
    patient_of,
    patient_reference,
    readable_identifier,
)
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.updates import Kind, find_to_end, find_to_update


@dataclass(frozen=True, slots=True)
class Requests:
    """Stores, updates and ends the ServiceRequests of one category.

    records: where they are kept. profile: of the resources stored.
    """

    store: Store
    faults: ActiveFaults
    records: dict[str, Record]
    kind: Kind
    profile: str

    def add(self, message: Message, *, request_id: str = "", link: str = "") -> Record:
        """Store the ServiceRequest of a message and return it.

        request_id: the id to give it, "" for a new one. link: id of the booking it
        supports.
        """
        request: JsonObject = {
            **localise(message.focus, message),
            "id": request_id or self.store.new_id("ServiceRequest"),
            "meta": self.store.meta(1, self.profile),
            "status": "active",
            "subject": patient_reference(message),
        }
        record = Record(
            id=text(request, "id"),
            nhs_number=message.nhs_number,
            organisation=message.organisation,
            versions=[request],
            link=link,
            patient=patient_of(message),
        )
        if not self.faults.has(f"{self.kind.prefix}not-stored"):
            self.records[record.id] = record
        self.store.originals[message.id] = record
        return record

    def update(self, message: Message, *, link: str = "") -> JsonObject:
        """Add the ServiceRequest of a message as a version; return what to show.

        Raises RefusalError: no id, unknown, ended, changed since, another patient's, or
        another Application's.
        """
        record = find_to_update(self.records, message, self.kind, self.faults)
        changed: JsonObject = {
            **localise(message.focus, message),
            "subject": patient_reference(message),
        }
        if record is None:
            return changed
        self._check_application(message, record)
        self.store.originals[message.id] = record
        if self.faults.has("update-ignored"):
            return {**changed, "meta": record.current["meta"]}
        record.link = link
        return self.store.revise(record, changed)

    def _check_application(self, message: Message, record: Record) -> None:
        """Refuse an update that moves a request to another Application.

        Else any referral could be updated, by the use case of one that allows it.
        """
        kept = application_of(use_case_of(record.current))
        is_moved = message.application != kept
        if is_moved and not self.faults.has("update-use-case-unchecked"):
            raise RefusalError(
                INVARIANT, "The use case is of another Application than the record's."
            )

    def end(self, message: Message) -> tuple[JsonObject, Record | None]:
        """Set the status of a stored ServiceRequest; return what to show.

        The record comes with it where it changed.

        Raises RefusalError: no id, unknown, ended, changed since, another patient's.
        """
        record = find_to_end(self.records, message, self.kind, self.faults)
        if record is None:
            return {**localise(message.focus, message), "status": message.status}, None
        changed = {**record.current, "status": message.status}
        if self.faults.has(f"{self.kind.prefix}cancel-ignored"):
            return changed, None
        return self.store.revise(record, changed), record

    def planned_encounter(self, message: Message) -> JsonObject:
        """Return the Encounter the Receiver plans, with a number people can read.

        Source: BaRS guide, Application 1 (1.0.7), payload guidance of the response;
        Application 4, payload example of the acknowledgement.
        """
        return {
            "resourceType": "Encounter",
            "id": self.store.new_id("Encounter"),
            "meta": self.store.meta(1, f"{UK_CORE}Encounter"),
            "identifier": [
                readable_identifier("case-number", self.store.reference_number("R"))
            ],
            "status": "planned",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "EMER",
                "display": "emergency",
            },
            "subject": patient_reference(message),
        }


def answer_with(
    store: Store,
    service: Service,
    message: Message,
    resources: Iterable[JsonObject],
    subject: str,
) -> Answer:
    """Return the answer to a message: its focus first, the patient last."""
    shown = [*resources, patient_of(message)]
    return Answer(200, message_response(store, service, message, shown), subject)
