"""CF-CODE-BARS, CF-CODE-EXAMPLE: codes under the code systems BaRS publishes.

Source: BaRS guide, Build, CodeSystem (2025-05-31).
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.reading import objects, text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.protocol.value_sets import CodeSystem, code_systems, is_known_code

_LONGEST: Final = 40  # what is longer is no code, and not shown


def bars_codes(subject: Subject) -> Iterator[Finding]:
    """A code under a code system of BaRS is one that the system has."""
    known = code_systems()
    for place, coding in objects(subject.body, resource_type(subject.body) or "$"):
        system, code = text(coding, "system"), text(coding, "code")
        found = None if system is None else known.get(system)
        if found is not None and code is not None:
            yield from _judge(found, code, f"{place}.code")


def _judge(system: CodeSystem, code: str, place: str) -> Iterator[Finding]:
    if is_known_code(system, code):
        return
    shown = f'"{code}"' if len(code) <= _LONGEST else "what is there"
    told = f"{shown} is no code of {system.url} {system.version}"
    if system.is_closed:
        yield Finding("CF-CODE-BARS", place, f"{told}.")
    else:
        told = f"{told}, which publishes examples only."
        yield Finding("CF-CODE-EXAMPLE", place, told)
