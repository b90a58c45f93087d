"""CF-NHS-STATUS: how far the NHS number a Sender gives has been traced.

Source: BaRS guide, Scope and Requirements (2025-05-31): app1-booking-3,
app1-referral-3, app2-booking-3 and app2-referral-3 (traced and verified only),
app5-referral-3 and app7-booking-1 (verified, or present but not traced). Applications
3, 4 and 6 ask nothing. Codes: UK Core, NHSNumberVerificationStatus.
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import Message
from pytest_bars.checks.conformance.reading import codings, items, text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.identifiers import NHS_NUMBER
from pytest_bars.protocol.uk_core import (
    NOT_TRACED,
    NUMBER_STATUS,
    NUMBER_STATUS_EXTENSION,
    VERIFIED,
)
from pytest_bars.protocol.use_cases import application_of

_VERIFIED_ONLY: Final = (VERIFIED,)
_EITHER: Final = (VERIFIED, NOT_TRACED)
_ALLOWED: Final = {1: _VERIFIED_ONLY, 2: _VERIFIED_ONLY, 5: _EITHER, 7: _EITHER}


def number_is_traced(subject: Subject) -> Iterator[Finding]:
    """An NHS number in a request has a verification status its Application allows."""
    message = subject.sent
    if message is None or not message.is_request:
        return
    allowed = _ALLOWED.get(_application(message) or 0)
    if allowed is None:
        return
    for place, patient in message.resources("Patient"):
        for name, identifier in items(patient, "identifier"):
            is_number = identifier.get("system") == NHS_NUMBER
            if is_number and _status(identifier) not in allowed:
                told = f"expected the verification status {' or '.join(allowed)}."
                yield Finding("CF-NHS-STATUS", f"{place}.{name}.extension", told)


def _application(message: Message) -> int | None:
    """Return the Application; a booking without a use case is of Application 7."""
    if message.use_case is None:
        return 7 if message.is_booking else None
    return application_of(message.use_case)


def _status(identifier: JsonObject) -> str | None:
    for _, extension in items(identifier, "extension"):
        if extension.get("url") == NUMBER_STATUS_EXTENSION:
            for _, coding in codings(extension, "valueCodeableConcept"):
                if coding.get("system") == NUMBER_STATUS:
                    return text(coding, "code")
    return None
