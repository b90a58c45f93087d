"""CF-REF-RESOLVES of `Type/id`: what a message must hold is found in it.

FHIR's own `#id` and `urn:` are judged with the structure. Source: FHIR R4 (4.0.1),
Bundle, 2.36.4.1: a relative reference that leads to no entry has no defined meaning.
BaRS leaves records of other messages outside by design: a journey's EpisodeOfCare, the
linked booking or referral and its Encounter (guide, Application 1, payload guidance).
"""

import re
from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.reading import objects, text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.references import References
from pytest_bars.protocol.message_definitions import DEFINITIONS

_RELATIVE: Final = re.compile(r"([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}")
_LINKED: Final = frozenset({"Appointment", "ServiceRequest", "Encounter"})


def relative_references(subject: Subject) -> Iterator[Finding]:
    """A reference to a type the MessageDefinition requires leads to an entry."""
    message = subject.sent
    if message is None or message.definition not in DEFINITIONS:
        return
    lines = DEFINITIONS[message.definition].focus
    required = {line.resource_type for line in lines if line.least} - _LINKED
    references = References(message.bundle)
    for place, found in objects(message.bundle, "Bundle"):
        written = text(found, "reference") or ""
        match = _RELATIVE.fullmatch(written)
        is_required = match is not None and match.group(1) in required
        if is_required and references.find(written, place) is None:
            told = "leads to nothing in the Bundle."
            yield Finding("CF-REF-RESOLVES", f"{place}.reference", told)
