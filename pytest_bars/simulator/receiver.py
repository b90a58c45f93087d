"""The Receiver: every operation with a target, for all services of the catalogue."""

from collections import ChainMap
from collections.abc import Callable
from datetime import datetime
from typing import Final

from pytest_bars.errors import ProtocolError
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import (
    ACCEPT,
    END_USER_ORGANISATION,
    FHIR_JSON,
    IDENTITY_HEADERS,
    PLAIN_JSON,
    TRANSACTION_HEADERS,
    accepted_version,
    decode_json_header,
)
from pytest_bars.protocol.identifiers import ODS_CODE
from pytest_bars.protocol.operations import (
    PROCESS_MESSAGE,
    find_operation,
    methods_of,
)
from pytest_bars.protocol.sentinels import context_sentinel
from pytest_bars.simulator.bundles import searchset
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.catalogue import DEFAULT_SERVICE, SERVICES, Service
from pytest_bars.simulator.direct_bookings import DirectBookings
from pytest_bars.simulator.direct_writes import DirectReferrals
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.negotiation import capability_statement, message_definitions
from pytest_bars.simulator.processing import MessageProcessor
from pytest_bars.simulator.provoked import PROVOKED
from pytest_bars.simulator.reading import identifier_of
from pytest_bars.simulator.reads import GUID, Reader
from pytest_bars.simulator.refusals import (
    INVALID,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    REQUIRED,
    UNAVAILABLE,
    VALUE,
    RefusalError,
    method_not_allowed,
    refusal_answer,
)
from pytest_bars.simulator.scripted import refuse_sentinel
from pytest_bars.simulator.searches import read_contexts, understood
from pytest_bars.simulator.slots import SlotFinder
from pytest_bars.simulator.store import Store

Handler = Callable[[Call, Service], Answer]

_MAJOR: Final = 1
_ANY_MEDIA: Final = frozenset({FHIR_JSON, PLAIN_JSON, "*/*", "application/*"})


class Receiver:
    """Answers what the proxy lets through; remembers bookings and requests."""

    def __init__(self, faults: ActiveFaults, now: Callable[[], datetime]) -> None:
        self._faults = faults
        self._store = Store(now, faults)
        store = self._store
        slots = SlotFinder(store, faults)
        bookings = Reader("Appointment", store.appointments, store, faults)
        kept = ChainMap(store.referrals, store.validations)
        requests = Reader("ServiceRequest", kept, store, faults)
        direct_bookings = DirectBookings(store, faults)
        direct_referrals = DirectReferrals(store, faults)
        self._messages = MessageProcessor(store, faults)
        self._handlers: dict[str, Handler] = {
            "getMeta": self._metadata,
            "getMessageDefinition": self._definitions,
            "processMessage": self._process,
            "getSlots": lambda call, _: slots.find(call),
            "getBookingByPatient": lambda call, _: bookings.search(call),
            "getBooking": lambda call, _: bookings.read(call),
            "getReferralByPatient": lambda call, _: requests.search(call),
            "getReferral": lambda call, _: requests.read(call),
            "createAppointment": direct_bookings.create,
            "updateAppointment": direct_bookings.replace,
            "patchAppointment": direct_bookings.patch,
            "deleteAppointment": direct_bookings.delete,
            "createReferral": direct_referrals.create,
            "putReferral": direct_referrals.replace,
            "patchReferral": direct_referrals.patch,
            "deleteReferral": direct_referrals.delete,
        }

    def answer(self, call: Call, service: Service) -> Answer:
        """Answer a call to a service; a refusal is an answer too."""
        if self._faults.has("receiver-fails"):
            return Answer(500, b"", "error")
        try:
            return self._answer(call, service)
        except RefusalError as refusal:
            return refusal_answer(refusal)

    def _answer(self, call: Call, service: Service) -> Answer:
        if self._faults.has("receiver-unavailable"):
            raise RefusalError(UNAVAILABLE, "The service is unavailable.")
        self._refuse_provoked(call)
        operation = find_operation(call.method, call.path, call.version)
        if operation is None:
            return self._no_operation(call)
        _check_identity(call)
        self._check_ids(call)
        check_accept(call)
        return self._handlers[operation.name](call, service)

    def _refuse_provoked(self, call: Call) -> None:
        for name, provoked in PROVOKED.items():
            is_about = provoked.path in {"", call.path} and not provoked.by_proxy
            if is_about and self._faults.has(name):
                raise RefusalError(provoked.reason, provoked.sentence)

    def _no_operation(self, call: Call) -> Answer:
        """Answer a method that the API version does not have for this path."""
        allowed = methods_of(call.path, call.version)
        if not allowed or self._faults.has("write-methods-accepted"):
            return Answer(200, searchset(self._store, BASE_ADDRESS, []), "other")
        return method_not_allowed(allowed)

    def _check_ids(self, call: Call) -> None:
        """Refuse transaction ids that are no GUIDs; that there are any, the proxy saw.

        Source of the issue codes: failure scenario pages; of what is no GUID `invalid`
        for a message, `value` elsewhere; of what is absent `required` for a message,
        `invalid` elsewhere.
        """
        if self._faults.has("ids-unchecked"):
            return
        is_message = call.path == PROCESS_MESSAGE
        for name in TRANSACTION_HEADERS:
            value = call.header(name)
            if value is None and self._faults.has("ids-reach-receiver"):
                absent = REQUIRED if is_message else INVALID
                raise RefusalError(absent, f"{name} is missing.")
            if value is not None and not GUID.fullmatch(value):
                reason = INVALID if is_message else VALUE
                raise RefusalError(reason, f"{name} must be a GUID.")

    def _metadata(self, call: Call, service: Service) -> Answer:
        statement = capability_statement(
            service, BASE_ADDRESS, self._faults, call.version
        )
        return Answer(200, statement, "metadata")

    def _definitions(self, call: Call, service: Service) -> Answer:
        wanted, use_case = self._contexts(call, service)
        refuse_sentinel(context_sentinel(wanted), self._faults)
        found: list[JsonObject] = []
        if wanted in SERVICES:
            found = message_definitions(SERVICES[wanted], use_case, self._faults)
        elif self._faults.has("sentinels-ignored"):
            found = message_definitions(DEFAULT_SERVICE, use_case, self._faults)
        if not found and not self._faults.has("message-definition-empty"):
            raise RefusalError(NOT_FOUND, "No MessageDefinition has this context.")
        body = searchset(self._store, understood(call, BASE_ADDRESS), found)
        return Answer(200, body, "message-definition")

    def _contexts(self, call: Call, service: Service) -> tuple[str, str]:
        try:
            return read_contexts(call)
        except RefusalError:
            if self._faults.has("message-definition-context-unchecked"):
                return service.id, ""
            raise

    def _process(self, call: Call, service: Service) -> Answer:
        return self._messages.process(call, service, _organisation(call))


def _check_identity(call: Call) -> None:
    """Refuse identity headers that cannot be read; all of them may be absent."""
    for name in IDENTITY_HEADERS:
        value = call.header(name)
        if value is not None:
            try:
                decode_json_header(value)
            except ProtocolError as error:
                raise RefusalError(VALUE, f"{name}: {error}") from None


def _organisation(call: Call) -> str:
    """Return the ODS code of the End User Organisation, "" without the header."""
    value = call.header(END_USER_ORGANISATION)
    return "" if value is None else identifier_of(decode_json_header(value), ODS_CODE)


def check_accept(call: Call) -> None:
    """Refuse a media type that is not JSON, and a major version above ours.

    Source: BaRS guide, Content-Negotiation (only the major version counts); code: Core
    1.2.2, General Failure Scenarios (REC_NOT_ACCEPTABLE).
    """
    accept = call.header(ACCEPT)
    if accept is None:
        return
    media = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if not media & _ANY_MEDIA:
        raise RefusalError(NOT_ACCEPTABLE, f"Only {FHIR_JSON} is sent.")
    if int(accepted_version(accept).partition(".")[0]) > _MAJOR:
        raise RefusalError(NOT_ACCEPTABLE, "Accept: version 1.x.y is the highest.")
