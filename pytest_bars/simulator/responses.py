"""Responses: what the original requester makes of an answer to its request.

The harness plays both ends, so the simulator is Receiver and original requester in one.
Source: BaRS guide, Core 1.2.2, Bundle-Processing, pseudo code; Applications 1, 2, 4
and 6, workflow tables. That a response changes the stored request is our reading: it
makes visible that it was processed.
"""

from collections.abc import Mapping
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.messages import Category, Workflow
from pytest_bars.protocol.sentinels import response_sentinel
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message, category_of
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    INVARIANT,
    NOT_FOUND,
    RefusalError,
)
from pytest_bars.simulator.requests import answer_with
from pytest_bars.simulator.resources import localise
from pytest_bars.simulator.scripted import refuse_sentinel
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.updates import check_patient, check_same_patient
from pytest_bars.simulator.workflows import CANCELLED, ENDED

STATUS_AFTER: Final[Mapping[Workflow, str]] = {
    Workflow.DID_NOT_ATTEND: "revoked",
    Workflow.REFERRAL_STATUS: "active",
    Workflow.REJECT_REFERRAL: "revoked",
    Workflow.INTERIM_RESPONSE: "active",
    Workflow.FULL_RESPONSE: "completed",
    Workflow.REJECT_VALIDATION: "revoked",
}
"""Status of the stored ServiceRequest after a response, of every kind."""

_TO_VALIDATIONS: Final = frozenset(
    {
        Workflow.INTERIM_RESPONSE,
        Workflow.FULL_RESPONSE,
        Workflow.REJECT_VALIDATION,
    }
)
_BOOKING_AFTER: Final = "noshow"
_OVER: Final = CANCELLED | ENDED | {_BOOKING_AFTER}


class Responses:
    """Takes responses to the requests that the simulator accepted."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults

    def check(self, message: Message, workflow: Workflow) -> None:
        """Refuse a response that does not say, rightly, what it answers.

        It is known by the Bundle.id of a request that was accepted; so is any response
        about a patient for whom TKW has a scripted one, as TKW remembers nothing.
        """
        if workflow not in STATUS_AFTER:
            return
        response = message.header.get("response")
        is_checked = not self._faults.has("response-header-unchecked")
        if is_checked and not isinstance(response, dict):
            raise RefusalError(INVARIANT, "MessageHeader.response is missing.")
        if is_checked and text(response, "code") != "ok":
            raise RefusalError(INVARIANT, "MessageHeader.response.code must be ok.")
        is_known = self._original(message, workflow) or self._is_scripted(message)
        if not is_known and not self._faults.has("response-unknown-accepted"):
            raise RefusalError(
                NOT_FOUND, "MessageHeader.response.identifier is of no such request."
            )

    def take(self, workflow: Workflow, message: Message, service: Service) -> Answer:
        """Set the status of the request that is answered; answer with it.

        Raises RefusalError: no patient, another patient's, the request has ended, or a
        patient with a scripted answer.
        """
        check_patient(message)
        if workflow is Workflow.DID_NOT_ATTEND:
            refuse_sentinel(response_sentinel(message.nhs_number), self._faults)
        original = self._original(message, workflow)
        if original is None:
            shown = self._echo(message)
        else:
            shown = self._change(original, message, STATUS_AFTER[workflow])
        return answer_with(self._store, service, message, [shown], "response")

    def _original(self, message: Message, workflow: Workflow) -> Record | None:
        """Return the record that is answered, if it is of the kind for this answer."""
        record = self._store.originals.get(message.answers)
        if record is None:
            return None
        if record.current["resourceType"] == "Appointment":
            return record if workflow is Workflow.DID_NOT_ATTEND else None
        is_validation = category_of(record.current) == Category.VALIDATION
        return record if is_validation == (workflow in _TO_VALIDATIONS) else None

    def _is_scripted(self, message: Message) -> bool:
        is_on = not self._faults.has("sentinels-ignored")
        return is_on and response_sentinel(message.nhs_number) is not None

    def _echo(self, message: Message) -> JsonObject:
        shown = localise(message.focus, message)
        return {**shown, "id": text(shown, "id") or self._store.new_id("Echo")}

    def _change(self, record: Record, message: Message, status: str) -> JsonObject:
        check_same_patient(message, record, self._faults)
        is_late = record.status in _OVER
        if is_late and not self._faults.has("response-after-end-accepted"):
            raise RefusalError(CONFLICT, "The request that is answered has ended.")
        if record.current["resourceType"] == "Appointment":
            status = _BOOKING_AFTER
        changed = {**record.current, "status": status}
        if self._faults.has("response-ignored"):
            return changed
        return self._store.revise(record, changed)
