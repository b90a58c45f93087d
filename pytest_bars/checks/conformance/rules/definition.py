"""CF-DEFINITION and its kin: a message is what the MessageDefinition it names says.

Source: BaRS guide, the nine MessageDefinitions; Applications 1 to 7, workflow tables;
Core 1.2.2, Standard-Pattern-Composite-Messages, core-msg-6 (2025-05-31).
"""

from collections import Counter
from collections.abc import Iterator

from pytest_bars.checks.conformance.advertised import Advertised, advertised
from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import (
    HEADER_PLACE,
    Message,
    placed_resources,
)
from pytest_bars.checks.conformance.reading import text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.protocol.definition_uses import DEFINITION_USES, DefinitionUse
from pytest_bars.protocol.message_definitions import DEFINITIONS, Focus

_PLACE = f"{HEADER_PLACE}.definition"


def definition_is_known(subject: Subject) -> Iterator[Finding]:
    """The message names a published MessageDefinition, and one for what it is."""
    message = subject.sent
    if message is None:
        return
    named = message.definition
    if named is None:
        told = "expected the MessageDefinition the message is made by."
        yield Finding("CF-DEFINITION", _PLACE, told)
    elif named not in DEFINITIONS:
        yield Finding("CF-DEFINITION", _PLACE, "BaRS publishes no such definition.")
    else:
        yield from _fits(message, named)


def definition_is_met(subject: Subject) -> Iterator[Finding]:
    """The message holds the resources its MessageDefinition lists, and as many.

    An answer is held against one only where it is handed in, and the answer names it
    or there is no other.
    """
    message, offered = subject.message, advertised(subject.definition)
    if message is None:
        if offered:
            place = resource_type(subject.body) or "$"
            yield Finding("CF-DEFINITION", place, "no message, so by no definition.")
        return
    chosen = _chosen(message, offered)
    is_bound = message.definition is not None or not subject.is_answer
    if offered and chosen is None and is_bound:
        told = "the Receiver advertises another MessageDefinition."
        yield Finding("CF-DEFINITION-FITS", _PLACE, told)
    if chosen is not None:
        yield from _counts(message, chosen.focus)
    elif not subject.is_answer and message.definition in DEFINITIONS:
        yield from _counts(message, DEFINITIONS[message.definition].focus)


def _fits(message: Message, url: str) -> Iterator[Finding]:
    event = DEFINITIONS[url].event
    if message.event is not None and message.event != event:
        yield Finding("CF-DEFINITION-FITS", _PLACE, f"it is one of a {event}.")
    elif message.subject is not None and not _is_used(DEFINITION_USES[url], message):
        told = "it is not the one for this category and status."
        yield Finding("CF-DEFINITION-FITS", _PLACE, told)


def _is_used(use: DefinitionUse, message: Message) -> bool:
    focus = None if message.focus is None else message.focus[0]
    is_encounter = resource_type(focus) == "Encounter"
    return (
        message.status in use.statuses
        and use.category in {None, message.category}
        and not (
            is_encounter
            and use.encounter
            and text(focus, "status") not in use.encounter
        )
    )


def _chosen(message: Message, offered: tuple[Advertised, ...]) -> Advertised | None:
    """Return the one the message names; where it names none, the only one."""
    if message.definition is None:
        return offered[0] if len(offered) == 1 else None
    return next((each for each in offered if each.url == message.definition), None)


def _counts(message: Message, lines: tuple[Focus, ...]) -> Iterator[Finding]:
    placed = [
        (str(resource_type(resource)), place)
        for place, resource in placed_resources(message.bundle)
    ]
    counts = Counter(kind for kind, _ in placed)
    for line in lines:
        count = counts[line.resource_type]
        most = count if line.most is None else line.most
        if not line.least <= count <= most:
            told = f"expected {_range(line)} {line.resource_type}, found {count}."
            yield Finding("CF-DEFINITION-COUNT", "Bundle.entry", told)
    listed = {line.resource_type for line in lines}
    for kind, place in placed:
        if lines and kind not in listed:
            told = "the MessageDefinition lists no resource of this type."
            yield Finding("CF-DEFINITION-RESOURCE", place, told)


def _range(line: Focus) -> str:
    if line.most is None:
        return f"at least {line.least}"
    if line.least == line.most:
        return f"exactly {line.least}"
    return f"{line.least} to {line.most}"
