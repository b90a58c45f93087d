"""CF-USE-CASE, CF-USE-CASE-AGREES, CF-USE-CONTEXT: one use case all the way.

Source: BaRS guide, Core 1.2.2, Standard-Pattern-Composite-Messages, core-msg-9, and
End-to-end-workflow, use-context (preview) (2025-05-31). Application 7 has no published
use case, so a booking may have none.
"""

from collections.abc import Iterator

from pytest_bars.checks.conformance.advertised import advertised
from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import HEADER_PLACE, Message, read_message
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.errors import ProtocolError
from pytest_bars.fhir.resources import resource_type
from pytest_bars.protocol.identifiers import USE_CASE_CATEGORIES
from pytest_bars.protocol.use_cases import parse_use_context


def use_case_is_said(subject: Subject) -> Iterator[Finding]:
    """A ServiceRequest has a category that is a use case."""
    message = subject.sent
    if message is None or message.subject is None or message.is_booking:
        return
    if message.use_case is None:
        told = f"expected a use case, by a code of {USE_CASE_CATEGORIES}."
        yield Finding("CF-USE-CASE", f"{message.subject[1]}.category", told)


def use_case_agrees(subject: Subject) -> Iterator[Finding]:
    """The use case is one of those advertised, and of the message it answers."""
    message = subject.message
    if message is None or message.use_case is None:
        return
    place = _use_case_place(message)
    offered = {
        code for each in advertised(subject.definition) for code in each.use_cases
    }
    if offered and message.use_case not in offered:
        told = f"the Receiver advertises {' or '.join(sorted(offered))}."
        yield Finding("CF-USE-CASE-AGREES", place, told)
    asked = read_message(subject.asked)
    if asked is not None and asked.use_case not in {None, message.use_case}:
        told = "it is not the use case of the message that is answered."
        yield Finding("CF-USE-CASE-AGREES", place, told)


def use_context_agrees(subject: Subject) -> Iterator[Finding]:
    """The use-context header says what the message says.

    It goes with a request, so it says another event than an answer does.
    """
    message = subject.message
    if subject.use_context is None:
        return
    if message is None:
        place = resource_type(subject.body) or "$"
        yield Finding(
            "CF-USE-CONTEXT", place, "no message to hold use-context against."
        )
        return
    try:
        said = parse_use_context(subject.use_context)
    except ProtocolError:
        told = "use-context is not four values joined by |."
        yield Finding("CF-USE-CONTEXT", HEADER_PLACE, told)
        return
    second = message.status if message.is_booking else message.category
    event = None if subject.is_answer else message.event
    parts = (
        ("use case", message.use_case, said.category),
        ("status" if message.is_booking else "category", second, said.message),
        ("event", event, said.event),
        ("reason", message.reason, said.reason),
    )
    for name, mine, theirs in parts:
        if mine is not None and mine != theirs:
            told = f"use-context says another {name} than the message."
            yield Finding("CF-USE-CONTEXT", HEADER_PLACE, told)


def _use_case_place(message: Message) -> str:
    name = "serviceCategory" if message.is_booking else "category"
    place = HEADER_PLACE if message.subject is None else message.subject[1]
    return f"{place}.{name}"
