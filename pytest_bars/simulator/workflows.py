"""Which workflow a message belongs to, and which messages belong to none."""

from typing import Final

from pytest_bars.protocol.messages import (
    Category,
    Event,
    MessageRule,
    Workflow,
    find_rule,
)
from pytest_bars.protocol.workflow_definitions import FOLLOWED
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import INVARIANT, UNSUPPORTED, RefusalError

CANCELLED: Final = frozenset({"cancelled", "entered-in-error"})
REVOKED: Final = frozenset({"revoked", "entered-in-error"})
ENDED: Final = REVOKED | {"completed"}
UNSUPPORTED_WORKFLOWS: Final = {
    Workflow.UPDATE_BOOKING: "A booking is not amended: cancel it and book again.",
}
"""What Core has a rule for and no Application takes, with what is said about it."""


def find_workflow(message: Message) -> Workflow:
    """Return the workflow that event, reason, category and statuses form.

    Raises RefusalError where they form none, or one that no Application has.
    Source: BaRS guide, Core 1.2.2, Bundle-Processing, Full Pseudo Code example.
    """
    if message.event not in set(Event):
        raise RefusalError(INVARIANT, "MessageHeader.eventCoding is not known.")
    rule = find_rule(
        message.event,
        message.reason,
        message.status,
        message.category or None,
        application=message.application,
        encounter=text(message.encounter, "status"),
    )
    if rule is None:
        raise RefusalError(
            INVARIANT, "Event, reason, category and statuses form no workflow."
        )
    if rule.means in UNSUPPORTED_WORKFLOWS:
        raise RefusalError(UNSUPPORTED, UNSUPPORTED_WORKFLOWS[rule.means])
    _check_focus(rule, message)
    if not rule.is_response:
        _check_assessment(rule, message)
    return rule.means


def guess_workflow(message: Message) -> Workflow:
    """Return the workflow a Receiver would assume that checks no rule.

    Raises RefusalError where not even the focus tells.
    """
    is_validation = message.category == Category.VALIDATION
    match message.focus.get("resourceType"):
        case "Appointment":
            is_over = message.status in CANCELLED
            return Workflow.CANCEL_BOOKING if is_over else Workflow.BOOK
        case "ServiceRequest" if message.event == Event.SERVICEREQUEST_RESPONSE:
            return _guess_response(message, is_validation=is_validation)
        case "ServiceRequest" if message.status in REVOKED:
            return (
                Workflow.CANCEL_VALIDATION
                if is_validation
                else Workflow.CANCEL_REFERRAL
            )
        case "ServiceRequest":
            return Workflow.VALIDATE if is_validation else Workflow.REFER
        case _:
            raise RefusalError(INVARIANT, "MessageHeader.focus is not known.")


def _guess_response(message: Message, *, is_validation: bool) -> Workflow:
    if not is_validation:
        is_over = message.status in REVOKED
        return Workflow.DID_NOT_ATTEND if is_over else Workflow.REFERRAL_STATUS
    names = FOLLOWED[Workflow.FULL_RESPONSE].names
    is_full = text(message.header, "definition") in names
    return Workflow.FULL_RESPONSE if is_full else Workflow.INTERIM_RESPONSE


def check_definition(message: Message, workflow: Workflow) -> None:
    """Refuse a message that does not hold what its MessageDefinition asks for.

    Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages (a payload not
    meeting MessageHeader.definition is rejected).
    """
    followed = FOLLOWED[workflow]
    if text(message.header, "definition") not in followed.names:
        url = followed.definition.url
        raise RefusalError(INVARIANT, f"MessageHeader.definition must be {url}.")
    types = [text(resource, "resourceType") for resource in message.resources.values()]
    for focus in followed.definition.focus:
        count = types.count(focus.resource_type)
        most = followed.most.get(focus.resource_type, focus.most)
        if count < focus.least or (most is not None and count > most):
            told = "any number" if most is None else most
            raise RefusalError(
                INVARIANT,
                f"{followed.definition.url} asks for {focus.least} to {told} of "
                f"{focus.resource_type}, found {count}.",
            )


def _check_focus(rule: MessageRule, message: Message) -> None:
    if message.pointed.get("resourceType") not in {rule.focus, rule.other_focus}:
        raise RefusalError(
            INVARIANT, f"MessageHeader.focus must refer to the {rule.focus}."
        )


def _check_assessment(rule: MessageRule, message: Message) -> None:
    """Refuse a request whose CarePlan or Encounter is not in the rule's status."""
    careplan, encounter = message.first("CarePlan"), message.encounter
    for name, resource, allowed in (
        ("CarePlan", careplan, rule.careplan),
        ("Encounter", encounter, rule.encounter),
    ):
        if allowed and text(resource, "status") not in allowed:
            expected = " or ".join(sorted(allowed))
            raise RefusalError(INVARIANT, f"{name}.status must be {expected}.")
