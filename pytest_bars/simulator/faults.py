"""The deliberate defects: each makes one promise of the simulator untrue.

A fault is switched on by name, when the simulator starts. It changes one thing; the
module that keeps the promise asks `ActiveFaults.has`, or, where only what an answer
looks like changes, the fault has its function in `distortions`.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_bars.errors import BarsError

_TRANSPORT: Final = {
    "connection-dropped-after-write": "A message is processed, then the connection "
    "is cut before its answer is complete.",
    "drops-correlation-id": "No answer carries X-Correlation-Id.",
    "drops-request-id-echo": "No answer carries X-Request-Id.",
    "redirects": "Every request is answered 307 with another address.",
    "response-invalid-r4": "Every FHIR body has a member that FHIR does not define.",
    "response-not-json": "Every body is plain words, labelled as FHIR JSON.",
    "response-wrong-content-type": "Every body is labelled text/html.",
    "slow": "Every answer takes six seconds.",
    "wrong-correlation-id": "Answers carry an X-Correlation-Id that was never sent.",
}

_ERRORS: Final = {
    "diagnostics-name-patient": "Diagnostics of the Receiver quote the patient.",
    "outcome-code-wrong": "Errors of the Receiver all carry REC_SERVER_ERROR.",
    "outcome-missing": "Errors have an empty body.",
    "outcome-severity-wrong": "Errors have severity information.",
    "outcome-without-diagnostics": "Errors do not say what is wrong.",
    "receiver-fails": "The Receiver answers 500 to everything.",
    "receiver-unavailable": "The Receiver answers 503 to everything.",
    "status-200-on-error": "Errors are sent with status 200.",
}

_PROXY: Final = {
    "bad-base64-accepted": "A target that is not base64 reaches the default service.",
    "missing-correlation-id-accepted": "A request needs no X-Correlation-Id.",
    "missing-request-id-accepted": "A request needs no X-Request-Id.",
    "missing-target-accepted": "A request without target reaches the default service.",
    "old-version-accepted": "DocumentReference is open to API versions below 1.1.0.",
    "proxy-metadata-refused": "GET /metadata without a target is refused.",
    "rate-limited": "Every request is answered 429 by the proxy.",
    "target-without-value-accepted": "A target with no value reaches the default "
    "service.",
    "token-refused": "Every access token is refused with 401.",
    "unknown-path-accepted": "An unknown path is answered 200.",
    "unknown-target-accepted": "A target not in the Endpoint Catalogue reaches the "
    "default service.",
}

_NEGOTIATION: Final = {
    "message-definition-context-unchecked": "GET /MessageDefinition needs no context.",
    "message-definition-empty": "No MessageDefinition is found for any service.",
    "message-definition-missing-booking": "The booking-request definition is missing.",
    "message-definition-missing-referral": "The referral definition is missing.",
    "message-definition-wrong-service": "Definitions name another service.",
    "metadata-missing-booking": "The CapabilityStatement lists no booking message.",
    "metadata-sender-only": "The CapabilityStatement lists messages as sender only.",
    "metadata-without-process-message": "The CapabilityStatement lacks "
    "$process-message.",
    "metadata-without-slot": "The CapabilityStatement lacks Slot.",
    "metadata-wrong-version": "The CapabilityStatement has major version 2.",
}

_SLOTS: Final = {
    "slots-always-busy": "Every slot is shown as busy, whatever status is asked for.",
    "slots-empty": "No slot is ever found.",
    "slots-ignore-status": "Busy slots are returned when free ones are asked for.",
    "slots-ignore-window": "Slots start outside the dates that are asked for.",
    "slots-parameters-unchecked": "A slot search needs no parameter.",
    "slots-unknown-service-accepted": "An unknown service has slots.",
    "slots-without-schedule": "Slots come without their Schedule.",
    "slots-without-service": "Slots come without their HealthcareService.",
    "slots-wrong-status-code": "A slot search is answered 201.",
}

_TRANSACTION: Final = {
    "accepts-duplicate-request-id": "A request already processed is processed again.",
    "accepts-same-bundle": "A Bundle already processed is processed again.",
    "conflict-code-wrong": "Conflicts are answered with REC_BAD_REQUEST.",
    "conflict-issue-wrong": "A conflict is reported as a duplicate.",
    "duplicate-issue-wrong": "A duplicate is reported as a conflict.",
    "event-unchecked": "An unknown message event is accepted.",
    "ids-unchecked": "Transaction ids need not be GUIDs.",
    "invalid-body-accepted": "A Bundle is not validated.",
    "rules-unchecked": "Event, reason and statuses need not form a workflow.",
    "use-case-unchecked": "A use case that the service does not offer is accepted.",
    "version-unchecked": "The version of a Bundle is not read.",
}

_RESPONSES: Final = {
    "last-updated-missing": "Resources have no meta.lastUpdated.",
    "response-code-wrong": "MessageHeader.response.code is fatal-error.",
    "response-identifier-wrong": "MessageHeader.response.identifier is another one.",
    "response-without-header": "A response Bundle has no MessageHeader.",
    "version-not-advanced": "A change leaves meta.versionId as it was.",
}

_BOOKING: Final = {
    "booking-not-stored": "A confirmed booking cannot be read.",
    "booking-status-pending": "A booking is confirmed with status pending.",
    "booking-two-appointments": "A booking is confirmed with two Appointments.",
    "booking-without-id": "A confirmed Appointment has no id.",
    "booking-wrong-patient": "A booking is stored for another patient.",
    "booking-wrong-time": "A confirmed booking starts at another time.",
    "books-without-checking-slot": "A slot that is taken can be booked again.",
    "cancel-404": "A known booking is not found when it is to be cancelled.",
    "cancel-ignored": "A cancellation is confirmed, and the booking stays booked.",
    "cancel-keeps-slot": "A cancelled booking does not free its slot.",
    "cancel-twice-accepted": "A cancelled booking can be cancelled again.",
    "cancel-unknown-accepted": "A booking that never was can be cancelled.",
    "slot-stays-free": "A booked slot is still shown as free.",
}

_REFERRAL: Final = {
    "referral-cancel-404": "A known referral is not found when it is to be cancelled.",
    "referral-cancel-ignored": "A cancellation is confirmed, and the referral stays "
    "active.",
    "referral-cancel-twice-accepted": "A revoked referral can be cancelled again.",
    "referral-cancel-unknown-accepted": "A referral that never was can be cancelled.",
    "referral-not-stored": "A confirmed referral cannot be read.",
    "referral-status-draft": "A referral is confirmed with status draft.",
    "referral-two-requests": "A referral is confirmed with two ServiceRequests.",
    "referral-without-id": "A confirmed ServiceRequest has no id.",
}

_LINKS: Final = {
    "link-ignored": "The link of a booking and a referral is not stored.",
    "mislink-accepted": "A link to another patient's booking or referral is accepted.",
    "unknown-link-accepted": "A link to what does not exist is accepted.",
}

_READS: Final = {
    "read-any-id-accepted": "An id that is no GUID is looked up all the same.",
    "read-back-stale": "A resource is read as it was first stored.",
    "read-back-wrong-id": "A resource is read with another id.",
    "read-unknown-200": "An unknown id is answered 200 with an empty Bundle.",
    "search-empty": "A search by patient never finds anything.",
    "search-ignores-patient": "A search by patient finds every patient's resources.",
    "search-needs-no-patient": "A search needs no patient:identifier.",
    "write-methods-accepted": "PUT, PATCH and DELETE are answered 200.",
}

_SENTINELS: Final = {
    "sentinels-ignored": "Patients and ids with a scripted answer are like others.",
    "stateful-patient-ignored": "The stateful patient may be booked again and again.",
}

FAULTS: Final[Mapping[str, str]] = (
    _TRANSPORT
    | _ERRORS
    | _PROXY
    | _NEGOTIATION
    | _SLOTS
    | _TRANSACTION
    | _RESPONSES
    | _BOOKING
    | _REFERRAL
    | _LINKS
    | _READS
    | _SENTINELS
)
"""Every fault by name, with what it does as one sentence."""


class UnknownFaultError(BarsError):
    """A fault was asked for that the simulator does not have."""


@dataclass(frozen=True, slots=True)
class ActiveFaults:
    """The faults that are switched on."""

    names: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Say whether the fault of that name is switched on."""
        return name in self.names


def switch_on(names: Iterable[str]) -> ActiveFaults:
    """Return these faults, switched on.

    Raises UnknownFaultError, naming all that do not exist and what may be meant.
    """
    wanted = frozenset(names)
    unknown = sorted(wanted - FAULTS.keys())
    if unknown:
        raise UnknownFaultError("\n".join(_unknown(name) for name in unknown))
    return ActiveFaults(wanted)


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, FAULTS, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    return (
        f'unknown fault "{name}".{hint} `bars simulate --list-faults` prints them all.'
    )
