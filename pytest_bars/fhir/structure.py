"""Check a resource against the shape of its type: members, number, types, codes.

Source: FHIR R4 (4.0.1), JSON representation, section 2.6.2; the definitions of the
resource and data types.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pytest_bars.fhir.definitions import RESOURCE_TYPES
from pytest_bars.fhir.invariants import broken_invariants
from pytest_bars.fhir.primitives import json_name
from pytest_bars.fhir.references import References, is_reference
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.shapes import Member, Shape, resource_shape, shape_of
from pytest_bars.jsontypes import Json, JsonObject


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing wrong: where, as a FHIRPath location, what, and by which rule.

    rule: id of `protocol.conformance_rules`.
    """

    location: str
    message: str
    rule: str = "CF-STRUCTURE"

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


_MOST_CODES: Final = 50  # more are not listed
_LONGEST_CODE: Final = 30  # what is longer is no code, and not shown


class Structure:
    """Judges the resources of one root.

    references: finds what references lead to. must_resolve: whether a `urn:` reference
    that leads nowhere is a violation, as in a message. found: every violation so far.
    """

    def __init__(self, references: References, *, must_resolve: bool) -> None:
        self.found: list[Violation] = []
        self._references = references
        self._must_resolve = must_resolve

    def judge(self, value: Json, location: str) -> None:
        """Find the violations of a resource, and of those within it."""
        name = resource_type(value)
        if not isinstance(value, dict) or name is None:
            self._add(location, "expected a FHIR resource, with a resourceType.")
        elif name not in RESOURCE_TYPES:
            self._add(location, f'"{name}" is no resource type of FHIR R4.')
        elif (shape := resource_shape(name)) is None:
            self._add(location, "cannot be checked, as FHIR 4.3 has it not.")
        else:
            self._object(value, shape, location, is_resource=True)

    def _add(self, location: str, message: str, rule: str = "CF-STRUCTURE") -> None:
        self.found.append(Violation(location, message, rule))

    def _object(
        self, value: JsonObject, shape: Shape, location: str, *, is_resource: bool
    ) -> None:
        if not value:
            self._add(location, "empty object; leave it out.")
            return
        for name in shape.required:
            if name not in value and f"_{name}" not in value:
                self._add(f"{location}.{name}", "required, but not there.")
        if shape.choices:
            self._choices(value, shape, location)
        for name, inner in value.items():
            member = shape.members.get(name)
            place = f"{location}.{name}"
            if member is not None:
                self._member(value, member, inner, place)
            elif not is_resource or name != "resourceType":
                self._stranger(name, inner, shape, place)
        for told in broken_invariants(shape.name, value):
            self._add(location, told, "CF-INVARIANT")
        if shape.name == "Reference":
            self._dangling(value, location)

    def _choices(self, value: JsonObject, shape: Shape, location: str) -> None:
        found: dict[str, set[str]] = {}
        for name in value:
            member = shape.members.get(name.removeprefix("_"))
            if member is not None and member.choice is not None:
                found.setdefault(member.choice, set()).add(member.name)
        for choice, names in found.items():
            if len(names) > 1:
                listed = " and ".join(sorted(names))
                self._add(f"{location}.{choice}", f"only one may be there: {listed}.")
        for choice in shape.required_choices - found.keys():
            self._add(f"{location}.{choice}", "required, but not there.")

    def _member(
        self, holder: JsonObject, member: Member, value: Json, location: str
    ) -> None:
        if not member.is_list:
            self._value(member, value, location)
        elif not isinstance(value, list):
            self._add(location, f"expected a list, found {json_name(value)}.")
        elif not value:
            self._add(location, "empty list; leave it out.")
        else:
            companions = holder.get(f"_{member.name}")
            for index, item in enumerate(value):
                if item is not None or not _has_companion(companions, index):
                    self._value(member, item, f"{location}[{index}]")

    def _value(self, member: Member, value: Json, location: str) -> None:
        if member.primitive is not None:
            fault = member.primitive.fault(value)
            if fault is not None:
                self._add(location, f"{fault}.")
            elif (unbound := _code_fault(member, value)) is not None:
                self._add(location, f"{unbound}.", "CF-CODE-REQUIRED")
        elif member.child == "Resource":
            self.judge(value, location)
        elif not isinstance(value, dict):
            found = json_name(value)
            self._add(location, f"expected an object ({member.child}), found {found}.")
        else:
            shape = shape_of(str(member.child))
            self._object(value, shape, location, is_resource=False)
            if member.targets:
                self._target(value, member, location)

    def _stranger(self, name: str, value: Json, shape: Shape, location: str) -> None:
        """Judge what is no member: a primitive's companion, or nothing we know."""
        owner = shape.members.get(name[1:]) if name.startswith("_") else None
        if owner is not None and owner.primitive is not None:
            self._companion(owner, value, location)
            return
        close = get_close_matches(name, shape.members, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else ""
        self._add(location, f"{shape.name} has no such member.{hint}")

    def _companion(self, owner: Member, value: Json, location: str) -> None:
        """Judge `_name`, which holds id and extensions of a primitive."""
        items = value if owner.is_list and isinstance(value, list) else [value]
        for index, item in enumerate(items):
            place = f"{location}[{index}]" if owner.is_list else location
            if isinstance(item, dict):
                self._object(item, shape_of("Element"), place, is_resource=False)
            elif item is not None or not owner.is_list:
                found = json_name(item)
                self._add(place, f"expected an object (Element), found {found}.")

    def _dangling(self, value: JsonObject, location: str) -> None:
        text = value.get("reference")
        if not isinstance(text, str):
            return
        if not is_reference(text):
            told = "no reference: expected #id, Type/id or an absolute URL."
            self._add(f"{location}.reference", told, "CF-REF-FORM")
            return
        is_local = text.startswith("#")
        is_urn = text.startswith(("urn:uuid:", "urn:oid:"))
        if not is_local and not (is_urn and self._must_resolve):
            return
        if self._references.find(text, location) is None:
            told = f"leads to nothing {'contained' if is_local else 'in the Bundle'}."
            self._add(f"{location}.reference", told, "CF-REF-RESOLVES")

    def _target(self, value: JsonObject, member: Member, location: str) -> None:
        text = value.get("reference")
        if not isinstance(text, str):
            return
        found = self._references.target_type(text, location)
        if found is not None and found not in member.targets:
            wanted = " or ".join(sorted(member.targets))
            place = f"{location}.reference"
            self._add(place, f"leads to {found}, expected {wanted}.", "CF-REF-TYPE")


def _code_fault(member: Member, value: Json) -> str | None:
    """Say that a code is not of its required binding."""
    if not member.codes or value in member.codes:
        return None
    text = str(value)
    shown = f'"{text}"' if len(text) <= _LONGEST_CODE else "what is there"
    if len(member.codes) > _MOST_CODES:
        return f"{shown} is none of the {len(member.codes)} codes allowed"
    return f"{shown} is none of: {', '.join(sorted(member.codes))}"


def _has_companion(companions: Json, index: int) -> bool:
    return (
        isinstance(companions, list)
        and index < len(companions)
        and companions[index] is not None
    )
