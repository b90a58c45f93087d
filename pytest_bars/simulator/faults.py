"""The deliberate defects: each makes one promise of the simulator untrue.

A fault is switched on by name, when the simulator starts or for one request. It
changes one thing; the module that keeps the promise asks `ActiveFaults.has`, or, where
only what an answer looks like changes, the fault has its function in `distortions`.
Those that provoke one published error each are in `provoked`.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from pytest_bars.errors import BarsError
from pytest_bars.simulator.provoked import PROVOKED

_TRANSPORT: Final = {
    "answer-status": "Every request is answered with this status, without a body, and "
    "not processed.",
    "body-malformed": "Every JSON body is cut in half, and looks complete to HTTP.",
    "body-truncated": "Half of every body is sent, then the connection is closed.",
    "clock-offset": "The clock is ahead by this much, or behind with a minus.",
    "connection-dropped-after-write": "A message is processed, then the connection "
    "is cut before its answer is complete.",
    "connection-reset": "The connection is reset without an answer, and nothing is "
    "processed.",
    "delay": "Every answer takes this much longer.",
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
    "error-code": "Every error carries this BaRS code, and is else as it was.",
    "error-issue": "Every error carries this issue type, and is else as it was.",
    "error-status": "Every error is sent with this status, and is else as it was.",
    "outcome-code-wrong": "Errors of the Receiver all carry REC_SERVER_ERROR.",
    "outcome-missing": "Errors have an empty body.",
    "outcome-severity-wrong": "Errors have severity information.",
    "outcome-without-diagnostics": "Errors do not say what is wrong.",
    "receiver-fails": "The Receiver answers 500 to everything.",
    "receiver-unavailable": "The Receiver answers 503 to everything.",
    "status-200-on-error": "Errors are sent with status 200.",
}

_PROXY: Final = {
    "api-checks-parameters": "The API refuses a wrong parameter as SEND_BAD_REQUEST.",
    "bad-base64-accepted": "A target that is not base64 reaches the default service.",
    "missing-correlation-id-accepted": "A request needs no X-Correlation-Id.",
    "missing-request-id-accepted": "A request needs no X-Request-Id.",
    "missing-target-accepted": "A request without target reaches the default service.",
    "old-version-accepted": "DocumentReference is open to API versions below 1.1.0.",
    "ids-reach-receiver": "A request without transaction ids is refused by the "
    "Receiver, not by the proxy.",
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
    "message-definition-missing-response": "The definitions of responses are missing.",
    "message-definition-missing-validation": "The definition of validation requests is "
    "missing.",
    "message-definition-use-case-ignored": "Definitions are found whatever the use "
    "case.",
    "message-definition-wrong-service": "Definitions name another service.",
    "metadata-missing-booking": "The CapabilityStatement lists no booking message.",
    "metadata-missing-referral": "The CapabilityStatement lists no referral request.",
    "metadata-missing-response": "The CapabilityStatement lists no response.",
    "metadata-missing-validation": "The CapabilityStatement lists no validation "
    "request.",
    "metadata-sender-only": "The CapabilityStatement lists messages as sender only.",
    "metadata-without-process-message": "The CapabilityStatement lacks "
    "$process-message.",
    "metadata-without-slot": "The CapabilityStatement lacks Slot.",
    "metadata-wrong-version": "The CapabilityStatement has major version 2.",
}

_SLOTS: Final = {
    "slots-always-busy": "Every slot is shown as busy, whatever status is asked for.",
    "slots-empty": "No slot is ever found.",
    "slots-for-one-organisation": "Slots are found only for the organisation that asks "
    "first.",
    "slots-ignore-status": "Busy slots are returned when free ones are asked for.",
    "slots-ignore-window": "Slots start outside the dates that are asked for.",
    "slots-parameters-unchecked": "A slot search needs no parameter.",
    "slots-unknown-service-accepted": "An unknown service has slots.",
    "slots-without-schedule": "Slots come without their Schedule.",
    "slots-without-service": "Slots come without their HealthcareService.",
    "slots-with-delivery-channel": "Every slot has a delivery channel, though none is "
    "recorded.",
    "slots-wrong-status-code": "A slot search is answered 201.",
}

_TRANSACTION: Final = {
    "accepts-duplicate-request-id": "A request already processed is processed again.",
    "accepts-same-bundle": "A Bundle already processed is processed again.",
    "conflict-code-wrong": "Conflicts are answered with REC_BAD_REQUEST.",
    "conflict-issue-wrong": "A conflict is reported as a duplicate.",
    "duplicate-issue-wrong": "A duplicate is reported as a conflict.",
    "destination-unchecked": "A message is taken whatever destination it names.",
    "event-unchecked": "An unknown message event is accepted.",
    "flags-refused": "A message that tells of a safeguarding concern or an adjustment "
    "is refused.",
    "ids-unchecked": "Transaction ids need not be GUIDs.",
    "invalid-body-accepted": "A Bundle is not validated.",
    "nhs-number-required": "A message about a patient without an NHS number is "
    "refused.",
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

_VALIDATION: Final = {
    "validation-cancel-404": "A known validation request is not found when it is to be "
    "cancelled.",
    "validation-cancel-ignored": "A cancellation is confirmed, and the validation "
    "request stays active.",
    "validation-cancel-twice-accepted": "A revoked validation request can be cancelled "
    "again.",
    "validation-cancel-unknown-accepted": "A validation request that never was can be "
    "cancelled.",
    "validation-not-stored": "A confirmed validation request cannot be read.",
    "validation-status-draft": "A validation request is confirmed with status draft.",
    "validation-two-requests": "A validation request is confirmed with two "
    "ServiceRequests.",
    "validation-without-id": "The ServiceRequest of a confirmed validation request has "
    "no id.",
}

_UPDATES: Final = {
    "stale-update-accepted": "A change that starts from an old version is accepted.",
    "other-patient-accepted": "A change or a response may be about another patient "
    "than the record.",
    "update-after-end-accepted": "A request that has ended can be updated.",
    "update-ignored": "An update is confirmed, and the request stays as it was.",
    "update-unknown-accepted": "A request that never was can be updated.",
    "update-use-case-unchecked": "An update may be of another Application than the "
    "request.",
}

_ANSWERED: Final = {
    "response-after-end-accepted": "A response to a request that has ended is "
    "accepted.",
    "response-header-unchecked": "A response need not say what it answers.",
    "response-ignored": "A response is confirmed, and the request stays as it was.",
    "response-unknown-accepted": "A response to a request that never was is accepted.",
}

_LINKS: Final = {
    "link-ignored": "The link of a booking and a referral is not stored.",
    "mislink-accepted": "A link to another patient's booking or referral is accepted.",
    "relink-accepted": "A booking may be linked to the referral of a cancelled one.",
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

_VERSIONS: Final = {
    "catalogue-filter-ignored": "A catalogue search finds everything.",
    "change-ignored": "A change by PUT or PATCH is confirmed and not stored.",
    "create-not-stored": "What was created by POST of a resource cannot be read.",
    "delete-ignored": "What was deleted can still be read.",
    "ended-change-accepted": "What has ended can be changed by PUT or PATCH.",
    "later-versions-unknown": "Every request is answered as by API 1.0.0.",
    "pointers-of-everybody": "A search for pointers finds every patient's.",
    "replaced-unchecked": "A booking may replace one that does not exist.",
    "search-needs-nhs-number": "A search needs patient:identifier in every version.",
    "stale-change-accepted": "A change made from an older version is accepted.",
    "version-ignored": "Every request is answered as by the newest API version.",
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
    | _VALIDATION
    | _UPDATES
    | _ANSWERED
    | _LINKS
    | _READS
    | _VERSIONS
    | _SENTINELS
    | {name: provoked.sentence for name, provoked in PROVOKED.items()}
)
"""Every fault by name, with what it does as one sentence."""


VALUES: Final[Mapping[str, str]] = {
    "answer-status": "503",
    "clock-offset": "30d",
    "delay": "2s",
    "error-code": "REC_CONFLICT",
    "error-issue": "conflict",
    "error-status": "418",
}
"""The faults that take a value, as in `delay=2s`, each with an example."""

_FORMS: Final[Mapping[str, str]] = {
    "answer-status": r"[2-5]\d\d",
    "clock-offset": r"-?\d{1,6}(s|m|h|d)",
    "delay": r"\d{1,6}(ms|s|m|h)",
    "error-code": r"[A-Z_]{1,40}",
    "error-issue": r"[a-z0-9-]{1,40}",
    "error-status": r"[45]\d\d",
}
_UNITS: Final = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


class UnknownFaultError(BarsError):
    """A fault was asked for that the simulator does not have."""


class ActiveFaults:
    """The faults that are switched on: some always, some for the request at hand.

    always: by name, with their values, as `read_faults` returns them.
    """

    def __init__(self, always: Mapping[str, str] | None = None) -> None:
        self._always = dict(always or {})
        self._active = self._always

    def has(self, name: str) -> bool:
        """Say whether the fault of that name is switched on."""
        return name in self._active

    def value(self, name: str) -> str:
        """Return the value of a fault, "" where it is off or takes none."""
        return self._active.get(name, "")

    def duration(self, name: str) -> timedelta:
        """Return the value of a fault as a duration, none where it is off."""
        value = self.value(name)
        if not value:
            return timedelta()
        number = value.rstrip("dhms")
        return int(number) * _UNITS[value.removeprefix(number)]

    @contextmanager
    def during(self, asked: Mapping[str, str]) -> Iterator[None]:
        """Have these faults too, until the block ends; nothing in it may wait."""
        self._active = self._always | dict(asked)
        try:
            yield
        finally:
            self._active = self._always


def switch_on(names: Iterable[str]) -> ActiveFaults:
    """Return these faults, switched on for good.

    Raises UnknownFaultError as `read_faults` does.
    """
    return ActiveFaults(read_faults(names))


def read_faults(names: Iterable[str]) -> dict[str, str]:
    """Return faults as they are asked for, such as `delay=2s`, by name with value.

    Raises UnknownFaultError, naming all that do not exist, or have a wrong value, and
    what may be meant.
    """
    asked = sorted(set(names))
    wrong = [told for told in map(_refused, asked) if told]
    if wrong:
        raise UnknownFaultError("\n".join(wrong))
    parts = (one.partition("=") for one in asked)
    return {name: value for name, _, value in parts}


def _refused(asked: str) -> str:
    """Return what is wrong with a fault that is asked for, or ""."""
    name, equals, value = asked.partition("=")
    if name not in FAULTS:
        close = difflib.get_close_matches(name, FAULTS, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        return (
            f'unknown fault "{name}".{hint} '
            "`bars simulate --list-faults` prints them all."
        )
    if name not in VALUES:
        return f'the fault "{name}" takes no value, found "{value}".' if equals else ""
    if re.fullmatch(_FORMS[name], value, re.ASCII) is None:
        return f'the fault "{name}" needs a value such as "{name}={VALUES[name]}".'
    return ""
