"""Stand-ins, in single angle quotes, for what is not known before a run.

Such as "slot from BK-01.slots", "now+7d" or "adult_1.nhs_number".
"""

from typing import Final

from pytest_bars.jsontypes import Json
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.reference import Reference, split
from pytest_bars.values.scope import Scope

_OPEN: Final = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
_CLOSE: Final = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


def quoted(text: str) -> str:
    """Return a text in the quotes of a stand-in."""
    return f"{_OPEN}{text}{_CLOSE}"


class Placeholder(str):
    """A text that stands for a value to come. origin: the step that brings it."""

    __slots__ = ("origin",)
    origin: str

    @classmethod
    def of(cls, name: str, origin: str) -> "Placeholder":
        """Return the stand-in for a value of that name."""
        made = cls(quoted(f"{name} from {origin}"))
        made.origin = origin
        return made


def fill(value: Json, scope: Scope) -> Json:
    """Return data with expressions replaced: by their value, or by a placeholder.

    Times and uuids are made when a test starts, so they have no value yet; of a test
    patient only the alias is shown.
    """
    match value:
        case str() if "${" in value:
            return _fill_text(value, scope)
        case dict():
            return {name: fill(item, scope) for name, item in value.items()}
        case list():
            return [fill(item, scope) for item in value]
        case _:
            return value


def patients_in(value: Json, scope: Scope) -> list[str]:
    """Return the aliases of the test patients that data refers to, in order."""
    match value:
        case str() if "${" in value:
            return [
                alias
                for part in split(value)
                if isinstance(part, Reference)
                and (alias := _alias(_head(part, scope))) is not None
            ]
        case dict():
            return [
                each for item in value.values() for each in patients_in(item, scope)
            ]
        case list():
            return [each for item in value for each in patients_in(item, scope)]
        case _:
            return []


def _fill_text(text: str, scope: Scope) -> Json:
    parts = split(text)
    if len(parts) == 1 and isinstance(parts[0], Reference):
        return _value(parts[0], scope)
    return "".join(
        part if isinstance(part, str) else str(_shown(part, scope)) for part in parts
    )


def _value(reference: Reference, scope: Scope) -> Json:
    """Return the value; a patient stays a patient, so that its alias is found."""
    head = _head(reference, scope)
    if _alias(head) is not None and not reference.path:
        return head
    return _shown(reference, scope)


def _shown(reference: Reference, scope: Scope) -> Json:
    head = _head(reference, scope)
    if isinstance(head, Placeholder):
        return Placeholder.of(reference.text, head.origin)
    alias = _alias(head)
    if alias is not None:
        return quoted(".".join((alias, *reference.path)))
    if reference.is_call:
        return quoted(reference.text)
    try:
        return scope.lookup(reference)
    except UnsetNameError:
        return quoted(reference.text)


def _head(reference: Reference, scope: Scope) -> Json:
    """Return what the first name stands for; None when it is not set."""
    if reference.is_call or not scope.is_set(reference.head):
        return None
    return scope.lookup(Reference(reference.head, reference.head))


def _alias(value: Json) -> str | None:
    if isinstance(value, dict) and "nhs_number" in value:
        return str(value["alias"])
    return None
