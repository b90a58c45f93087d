"""CF-MESSAGE-CODES, CF-ENDPOINT, CF-RESPONSE, CF-VERSION: what a message begins with.

Source: BaRS guide, Core 1.2.2 (2025-05-31), Bundle-Processing, Failure-Scenarios, and
Standard-Pattern-Composite-Messages: core-msg-2, core-msg-3 and core-msg-8.
"""

import re
from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import HEADER_PLACE
from pytest_bars.checks.conformance.reading import items, member, text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.protocol.identifiers import MESSAGE_EVENTS, MESSAGE_REASONS
from pytest_bars.protocol.messages import Event

# `system|value`, as a Target Identifier has them; the system is a URI.
_ENDPOINT: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s|]+\|[^\s|]+")


def event_and_reason(subject: Subject) -> Iterator[Finding]:
    """Event and reason are given by the code systems of BaRS."""
    message = subject.message
    if message is None:
        return
    rule = "CF-MESSAGE-CODES"
    if message.event is None:
        place = f"{HEADER_PLACE}.eventCoding"
        yield Finding(rule, place, f"expected a code of {MESSAGE_EVENTS}.")
    if message.reason is None and not subject.is_answer:
        place = f"{HEADER_PLACE}.reason"
        yield Finding(rule, place, f"expected a code of {MESSAGE_REASONS}.")


def endpoints(subject: Subject) -> Iterator[Finding]:
    """Source and destination name services, the destination its Organization too."""
    message = subject.sent
    if message is None:
        return
    rule = "CF-ENDPOINT"
    if not _is_endpoint(text(message.header, "source", "endpoint")):
        place = f"{HEADER_PLACE}.source.endpoint"
        yield Finding(rule, place, "expected system|value of a Target Identifier.")
    destinations = [*items(message.header, "destination")]
    if not destinations:
        place = f"{HEADER_PLACE}.destination"
        yield Finding(rule, place, "expected the receiving service.")
    for name, destination in destinations:
        place = f"{HEADER_PLACE}.{name}"
        if not _is_endpoint(text(destination, "endpoint")):
            told = "expected system|value of a Target Identifier."
            yield Finding(rule, f"{place}.endpoint", told)
        if member(destination, "receiver") is None:
            told = "expected a reference to the receiving Organization."
            yield Finding(rule, f"{place}.receiver", told)


def asynchronous_response(subject: Subject) -> Iterator[Finding]:
    """A response says which Bundle it answers, with code ok."""
    message = subject.sent
    if message is None or message.event != Event.SERVICEREQUEST_RESPONSE:
        return
    place = f"{HEADER_PLACE}.response"
    if not text(message.header, "response", "identifier"):
        told = "expected the id of the Bundle that is answered."
        yield Finding("CF-RESPONSE", f"{place}.identifier", told)
    if text(message.header, "response", "code") != "ok":
        yield Finding("CF-RESPONSE", f"{place}.code", 'expected "ok".')


def bundle_version(subject: Subject) -> Iterator[Finding]:
    """The Bundle says the version of its content."""
    message = subject.sent
    if message is not None and not text(message.bundle, "meta", "versionId"):
        told = "required in a message, but not there."
        yield Finding("CF-VERSION", "Bundle.meta.versionId", told)


def _is_endpoint(value: str | None) -> bool:
    return value is not None and _ENDPOINT.fullmatch(value) is not None
