"""Scripted answers: patients, ids and services for which TKW always answers the same.

Source: BaRS guide, Build, TKW page (2025-05-31). The page gives statuses; the codes
are those of the failure scenario pages for the same status.
"""

from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.identifiers import MESSAGE_CATEGORIES
from pytest_bars.protocol.int_patients import STATEFUL_NHS_NUMBER
from pytest_bars.protocol.messages import Category
from pytest_bars.protocol.sentinels import (
    BOOKED_ID,
    REFERRED_ID,
    STATEFUL_TABLE,
    VALIDATED_ID,
    MessageKind,
    Sentinel,
    StatefulEvent,
    StatefulState,
    message_sentinel,
    read_sentinel,
)
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    FAILED,
    INVARIANT,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    NOT_IMPLEMENTED,
    TIMED_OUT,
    TOO_MANY,
    UNAUTHORISED,
    UNAVAILABLE,
    UNPROCESSABLE,
    RefusalError,
)
from pytest_bars.simulator.store import Record, Store
from pytest_bars.simulator.workflows import CANCELLED, REVOKED

_REASONS: Final = {
    400: INVARIANT,
    401: UNAUTHORISED,
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    408: TIMED_OUT,
    409: CONFLICT,
    422: UNPROCESSABLE,
    429: TOO_MANY,
    500: FAILED,
    501: NOT_IMPLEMENTED,
    503: UNAVAILABLE,
}


def _sample_request(resource_id: str, category: Category) -> JsonObject:
    coding: JsonObject = {"system": MESSAGE_CATEGORIES, "code": category}
    return {
        "resourceType": "ServiceRequest",
        "id": resource_id,
        "meta": {"versionId": "1", "lastUpdated": "2026-01-05T09:00:00.000+00:00"},
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [coding]}],
        "subject": {"type": "Patient", "display": "Sample patient"},
    }


SAMPLES: Final[dict[tuple[str, str], JsonObject]] = {
    ("Appointment", BOOKED_ID): {
        "resourceType": "Appointment",
        "id": BOOKED_ID,
        "meta": {"versionId": "1", "lastUpdated": "2026-01-05T09:00:00.000+00:00"},
        "status": "booked",
        "start": "2026-01-06T09:00:00+00:00",
        "end": "2026-01-06T09:30:00+00:00",
        "participant": [
            {
                "actor": {"type": "Patient", "display": "Sample patient"},
                "status": "accepted",
            }
        ],
    },
    ("ServiceRequest", REFERRED_ID): _sample_request(REFERRED_ID, Category.REFERRAL),
    ("ServiceRequest", VALIDATED_ID): _sample_request(
        VALIDATED_ID, Category.VALIDATION
    ),
}
"""What TKW always has, by type and id: it is read and changed with success, though no
search finds it and no message changes it."""


def refuse_sentinel(sentinel: Sentinel | None, faults: ActiveFaults) -> None:
    """Refuse what a sentinel says is refused."""
    if sentinel is None or faults.has("sentinels-ignored"):
        return
    reason = _REASONS.get(sentinel.status)
    if reason is not None:
        raise RefusalError(reason, f"Scripted answer: {sentinel.name}.")


def refuse_new(kind: MessageKind, message: Message, faults: ActiveFaults) -> None:
    """Refuse a new message for a patient whose scripted answer is an error."""
    refuse_sentinel(message_sentinel(kind, message.nhs_number or None), faults)


def scripted_id(kind: MessageKind, message: Message, faults: ActiveFaults) -> str:
    """Return the id that TKW gives what is new for a patient, "" where none is told.

    Not for one without an NHS number: all of those would share one record.
    """
    sentinel = message_sentinel(kind, message.nhs_number)
    if sentinel is None or faults.has("sentinels-ignored"):
        return ""
    return sentinel.returned_id or ""


def is_sample(resource_type: str, resource_id: str, faults: ActiveFaults) -> bool:
    """Say whether TKW has a resource whatever was sent before."""
    is_on = not faults.has("sentinels-ignored")
    return is_on and (resource_type, resource_id) in SAMPLES


def refuse_read(resource_type: str, resource_id: str, faults: ActiveFaults) -> None:
    """Refuse reading an id whose scripted answer is an error."""
    refuse_sentinel(read_sentinel(resource_type, resource_id), faults)


class StatefulPatient:
    """The one patient whose messages TKW relates to each other, per organisation."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults

    def refuse_booking(self, message: Message) -> None:
        """Refuse a booking where the table does."""
        self._refuse(StatefulEvent.MAKE_BOOKING, message)

    def refuse_cancelling_booking(self, message: Message) -> None:
        """Refuse the cancellation of a booking where the table does."""
        self._refuse(StatefulEvent.CANCEL_BOOKING, message)

    def refuse_referral(self, message: Message, linked: str) -> None:
        """Refuse a referral where the table does.

        linked: id of the booking it supports; "" counts as mislinked.
        """
        booking = self._booking(message)
        is_right = booking is not None and booking.id == linked
        self._refuse(
            StatefulEvent.CREATE_LINKED_REFERRAL
            if is_right or (booking is None and linked)
            else StatefulEvent.CREATE_MISLINKED_REFERRAL,
            message,
        )

    def refuse_cancelling_referral(self, message: Message) -> None:
        """Refuse the cancellation of a referral where the table does.

        One that outlived its booking can be cancelled: the page leaves open what state
        that is.
        """
        held = self._store.referrals.get(text(message.focus, "id"))
        if held is None or held.status in REVOKED:
            self._refuse(StatefulEvent.CANCEL_REFERRAL, message)

    def _refuse(self, event: StatefulEvent, message: Message) -> None:
        is_off = self._faults.has("stateful-patient-ignored")
        if message.nhs_number != STATEFUL_NHS_NUMBER or is_off:
            return
        cell = STATEFUL_TABLE[event, self._state(message)]
        reason = _REASONS.get(cell.status)
        if reason is not None:
            raise RefusalError(reason, f"Stateful patient: {cell.reason}.")

    def _state(self, message: Message) -> StatefulState:
        """Return what the patient has, as the sending organisation knows it.

        A referral counts while the booking it is linked to is open; so cancelling the
        booking leads to the initial state, which the page leaves open.
        """
        booking = self._booking(message)
        if booking is None:
            return StatefulState.INITIAL
        referrals = self._store.referrals.values()
        is_referred = any(
            referral.link == booking.id and referral.status not in REVOKED
            for referral in referrals
        )
        return StatefulState.REFERRED if is_referred else StatefulState.BOOKED

    def _booking(self, message: Message) -> Record | None:
        for record in self._store.appointments.values():
            is_theirs = record.organisation == message.organisation
            is_patients = record.nhs_number == message.nhs_number
            if is_theirs and is_patients and record.status not in CANCELLED:
                return record
        return None
