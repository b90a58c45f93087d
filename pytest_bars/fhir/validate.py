"""Say whether JSON is a FHIR resource of the right structure, and if not, where.

What is checked, and what is not, is in docs/fhir-checks.md.
"""

import re
from typing import Final

from pytest_bars.fhir.bundles import bundle_violations
from pytest_bars.fhir.references import References
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.structure import Structure, Violation
from pytest_bars.jsontypes import Json

__all__ = ["Violation", "place_order", "validate"]

_NUMBER = re.compile(r"(\d{1,9})")
# Texts and numbers in turn.
Place = list[str | int]
_TOO_DEEP: Final = "nested too deeply to be checked."


def validate(resource: Json, expected: str | None = None) -> tuple[Violation, ...]:
    """Return every violation of a resource, sorted by place; none means it conforms.

    expected: the resource type it must be, or None for any.
    Never raises, whatever the JSON. No value is quoted but codes and type names.
    """
    found = resource_type(resource)
    if found is None:
        told = "expected a FHIR resource, with a resourceType."
        return (Violation("$", told, "CF-TYPE"),)
    location = found
    if expected is not None and found != expected:
        told = f"expected {expected}, found {found}."
        return (Violation(location, told, "CF-TYPE"),)
    try:
        return tuple(sorted(_violations(resource, location), key=_place))
    except RecursionError:
        return (Violation(location, _TOO_DEEP),)


def _violations(resource: Json, location: str) -> set[Violation]:
    is_bundle = isinstance(resource, dict) and location == "Bundle"
    is_message = isinstance(resource, dict) and resource.get("type") == "message"
    structure = Structure(References(resource), must_resolve=is_bundle and is_message)
    structure.judge(resource, location)
    found = set(structure.found)
    if isinstance(resource, dict) and is_bundle:
        found.update(bundle_violations(resource))
    return found


def _place(violation: Violation) -> tuple[Place, str]:
    return place_order(violation.location), violation.message


def place_order(location: str) -> Place:
    """Return what sorts entry[10] behind entry[2]: texts and numbers in turn."""
    parts = _NUMBER.split(location)
    return [int(part) if index % 2 else part for index, part in enumerate(parts)]
