"""Which workflow a message belongs to, and which messages belong to none."""

from enum import Enum
from typing import Final

from pytest_bars.protocol.message_definitions import (
    BOOKING_REQUEST,
    BOOKING_REQUEST_CANCELLED,
    DEFINITIONS,
    REFERRAL_REQUEST,
    REFERRAL_REQUEST_CANCELLED,
)
from pytest_bars.protocol.messages import (
    Category,
    Event,
    MessageRule,
    Reason,
    find_rule,
)
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import (
    INVARIANT,
    NOT_FOUND,
    NOT_OFFERED,
    UNSUPPORTED,
    RefusalError,
)

CANCELLED: Final = frozenset({"cancelled", "entered-in-error"})
REVOKED: Final = frozenset({"revoked", "entered-in-error"})


class Workflow(Enum):
    """What the Receiver does with a message; the value is its MessageDefinition."""

    BOOK = BOOKING_REQUEST
    CANCEL_BOOKING = BOOKING_REQUEST_CANCELLED
    REFER = REFERRAL_REQUEST
    CANCEL_REFERRAL = REFERRAL_REQUEST_CANCELLED


_WORKFLOWS: Final = {
    (Event.BOOKING_REQUEST, Reason.NEW): Workflow.BOOK,
    (Event.BOOKING_REQUEST, Reason.UPDATE): Workflow.CANCEL_BOOKING,
    (Event.SERVICEREQUEST_REQUEST, Reason.NEW): Workflow.REFER,
    (Event.SERVICEREQUEST_REQUEST, Reason.UPDATE): Workflow.CANCEL_REFERRAL,
}


def find_workflow(message: Message) -> Workflow:
    """Return the workflow that event, reason, category and statuses form.

    Raises RefusalError where they form none, or one that is not simulated.
    Source: BaRS guide, Core 1.2.2, Bundle-Processing, Full Pseudo Code example.
    """
    if message.event not in set(Event):
        raise RefusalError(INVARIANT, "MessageHeader.eventCoding is not known.")
    category = message.category or None
    rule = find_rule(message.event, message.reason, message.status, category)
    if rule is None or not rule.is_core:
        raise RefusalError(
            INVARIANT, "Event, reason, category and status form no workflow."
        )
    if rule.event is Event.SERVICEREQUEST_RESPONSE:
        raise _refused_response(message)
    _check_assessment(rule, message)
    _check_simulated(rule, message)
    return _WORKFLOWS[rule.event, rule.reason]


def guess_workflow(message: Message) -> Workflow:
    """Return the workflow a Receiver would assume that checks no rule.

    Raises RefusalError where not even the focus tells.
    """
    match message.focus.get("resourceType"):
        case "Appointment":
            is_over = message.status in CANCELLED
            return Workflow.CANCEL_BOOKING if is_over else Workflow.BOOK
        case "ServiceRequest":
            is_over = message.status in REVOKED
            return Workflow.CANCEL_REFERRAL if is_over else Workflow.REFER
        case _:
            raise RefusalError(INVARIANT, "MessageHeader.focus is not known.")


def check_definition(message: Message, workflow: Workflow) -> None:
    """Refuse a message that does not hold what its MessageDefinition asks for.

    Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages (a payload not
    meeting MessageHeader.definition is rejected).
    """
    url = text(message.header, "definition")
    if url != workflow.value.url:
        raise RefusalError(
            INVARIANT, f"MessageHeader.definition must be {workflow.value.url}."
        )
    types = [text(resource, "resourceType") for resource in message.resources.values()]
    for focus in DEFINITIONS[url].focus:
        count = types.count(focus.resource_type)
        if count < focus.least or (focus.most is not None and count > focus.most):
            most = "any number" if focus.most is None else focus.most
            raise RefusalError(
                INVARIANT,
                f"{url} asks for {focus.least} to {most} of {focus.resource_type}, "
                f"found {count}.",
            )


def _refused_response(message: Message) -> RefusalError:
    if not isinstance(message.header.get("response"), dict):
        return RefusalError(INVARIANT, "MessageHeader.response is missing.")
    return RefusalError(
        NOT_FOUND, "MessageHeader.response.identifier is of no request of this service."
    )


def _check_simulated(rule: MessageRule, message: Message) -> None:
    if rule.category is Category.VALIDATION:
        raise RefusalError(NOT_OFFERED, "This service takes no validation request.")
    if rule.reason is Reason.UPDATE and message.status == "booked":
        raise RefusalError(
            UNSUPPORTED, "A booking is not amended: cancel it and book again."
        )


def _check_assessment(rule: MessageRule, message: Message) -> None:
    """Refuse a message whose CarePlan or Encounter is not in the rule's status."""
    for name, allowed in (("CarePlan", rule.careplan), ("Encounter", rule.encounter)):
        if allowed and text(message.first(name), "status") not in allowed:
            expected = " or ".join(sorted(allowed))
            raise RefusalError(INVARIANT, f"{name}.status must be {expected}.")
