"""POST /$process-message: what is checked before a message has any effect.

Source of the order: BaRS guide, Core 1.2.2, Bundle-Processing, Full Pseudo Code
example.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import REQUEST_ID
from pytest_bars.protocol.identifiers import DOS_SERVICE_ID
from pytest_bars.protocol.messages import MESSAGE_RULES, Workflow
from pytest_bars.protocol.workflow_definitions import FOLLOWED
from pytest_bars.simulator.bodies import read_resource
from pytest_bars.simulator.bookings import Bookings, slot_id_of
from pytest_bars.simulator.calls import Answer, Call
from pytest_bars.simulator.catalogue import Service
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message, read_message
from pytest_bars.simulator.reading import objects, text
from pytest_bars.simulator.referrals import Referrals
from pytest_bars.simulator.refusals import (
    CONFLICT,
    DUPLICATE,
    INVARIANT,
    NOT_OFFERED,
    RefusalError,
)
from pytest_bars.simulator.responses import STATUS_AFTER, Responses
from pytest_bars.simulator.store import Store
from pytest_bars.simulator.strictness import refuse_needlessly
from pytest_bars.simulator.validations import Validations
from pytest_bars.simulator.workflows import (
    check_definition,
    find_workflow,
    guess_workflow,
)

Handler = Callable[[Message, Service], Answer]

_VERSION: Final = re.compile(r"(\d+)\.\d+\.\d+(-[A-Za-z0-9.]+)?")
_SUPPORTED_MAJOR: Final = "1"


class MessageProcessor:
    """Checks messages, and hands those that hold to the workflow they belong to."""

    def __init__(self, store: Store, faults: ActiveFaults) -> None:
        self._store = store
        self._faults = faults
        self._responses = Responses(store, faults)
        self._handlers = _handlers(store, faults, self._responses)

    def process(self, call: Call, service: Service, organisation: str) -> Answer:
        """Process a message and return its answer.

        Raises RefusalError; the message then has had no effect.
        """
        request_id = (call.header(REQUEST_ID) or "").lower()
        is_repeated = self._is_repeated_request(request_id)
        bundle = read_resource(call, "Bundle", self._faults)
        message = read_message(bundle, organisation)
        self._store.diary.name(service.id, slot_id_of(message))
        self._check_version(bundle)
        workflow = self._find_workflow(message)
        self._responses.check(message, workflow)
        _check_destination(message, service, self._faults)
        self._check_offer(message, workflow, service)
        self._check_definition(message, workflow)
        refuse_needlessly(message, self._faults)
        if self._is_repeated_bundle(message.id, is_accepted=is_repeated):
            message = message.again()
        answer = self._handlers[workflow](message, service)
        self._store.request_ids.add(request_id)
        self._store.bundle_ids.add(message.id)
        return answer

    def _is_repeated_request(self, request_id: str) -> bool:
        if request_id not in self._store.request_ids or not request_id:
            return False
        if self._faults.has("accepts-duplicate-request-id"):
            return True
        raise RefusalError(
            DUPLICATE, "A request with this X-Request-Id was processed already."
        )

    def _is_repeated_bundle(self, bundle_id: str, *, is_accepted: bool) -> bool:
        if not bundle_id:
            raise RefusalError(INVARIANT, "Bundle.id is missing.")
        if bundle_id not in self._store.bundle_ids:
            return False
        if is_accepted or self._faults.has("accepts-same-bundle"):
            return True
        raise RefusalError(CONFLICT, "A Bundle with this id was processed already.")

    def _check_version(self, bundle: JsonObject) -> None:
        if self._faults.has("version-unchecked"):
            return
        version = text(bundle, "meta", "versionId")
        if not version:
            raise RefusalError(INVARIANT, "Bundle.meta.versionId is missing.")
        found = _VERSION.fullmatch(version)
        if found is None or found[1] != _SUPPORTED_MAJOR:
            raise RefusalError(
                NOT_OFFERED, "Bundle.meta.versionId must be a version 1.x.y."
            )

    def _find_workflow(self, message: Message) -> Workflow:
        has_rules = any(rule.event == message.event for rule in MESSAGE_RULES)
        fault = "rules-unchecked" if has_rules else "event-unchecked"
        if self._faults.has(fault):
            return guess_workflow(message)
        return find_workflow(message)

    def _check_offer(
        self, message: Message, workflow: Workflow, service: Service
    ) -> None:
        """Refuse what the service does not take.

        Source: BaRS guide, Content-Negotiation, Receiver-ProcessMessage.
        """
        followed = FOLLOWED[workflow]
        name = followed.definition.name
        if not service.takes(name):
            raise RefusalError(
                NOT_OFFERED, f"Service {service.id} does not take {name}."
            )
        is_offered = service.offers(message.use_case, followed.applications)
        if not is_offered and not self._faults.has("use-case-unchecked"):
            raise RefusalError(
                NOT_OFFERED, "The use-case category is not offered by this service."
            )

    def _check_definition(self, message: Message, workflow: Workflow) -> None:
        if not self._faults.has("invalid-body-accepted"):
            check_definition(message, workflow)


def _handlers(
    store: Store, faults: ActiveFaults, responses: Responses
) -> Mapping[Workflow, Handler]:
    """Return what processes the messages of each workflow."""
    bookings, referrals = Bookings(store, faults), Referrals(store, faults)
    validations = Validations(store, faults)
    return {
        Workflow.BOOK: bookings.book,
        Workflow.CANCEL_BOOKING: bookings.cancel,
        Workflow.REFER: referrals.refer,
        Workflow.UPDATE_REFERRAL: referrals.update,
        Workflow.CANCEL_REFERRAL: referrals.cancel,
        Workflow.VALIDATE: validations.validate,
        Workflow.UPDATE_VALIDATION: validations.update,
        Workflow.CANCEL_VALIDATION: validations.cancel,
        **{one: partial(responses.take, one) for one in STATUS_AFTER},
    }


def _check_destination(
    message: Message, service: Service, faults: ActiveFaults
) -> None:
    """Refuse a message that names another service than it was sent to.

    Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages (the Receiver
    checks the destination).
    """
    expected = f"{DOS_SERVICE_ID}|{service.id}"
    named = {text(one, "endpoint") for one in objects(message.header, "destination")}
    if expected not in named and not faults.has("destination-unchecked"):
        raise RefusalError(
            INVARIANT, f"MessageHeader.destination.endpoint must be {expected}."
        )
