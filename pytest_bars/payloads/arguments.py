"""Hold what a plan hands a template against the params it declares."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.fill import PayloadError
from pytest_bars.plan.model import Param, ValueType
from pytest_bars.plan.types import parse_duration

_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")  # FHIR R4, 2.24.0.1, id


def check_arguments(
    template: str, params: Mapping[str, Param], arguments: Mapping[str, Json]
) -> JsonObject:
    """Return a value for every param: what was handed over, its default, or null.

    Raises PayloadError, naming the first argument that is missing, unknown or of the
    wrong type.
    """
    for name in arguments:
        if name not in params:
            hint = (
                did_you_mean(name, params) or f"It takes {', '.join(sorted(params))}."
            )
            raise PayloadError(f'the template {template} has no "{name}". {hint}')
    return {
        name: _argument(template, name, param, arguments.get(name))
        for name, param in params.items()
    }


def is_optional(param: Param) -> bool:
    """Say whether a param may be left out."""
    return not param.required or param.default is not None


def value_fault(kind: ValueType, value: Json) -> str | None:
    """Say how a value is none of its type, or None."""
    what, holds = _TYPES[kind]
    return None if holds(value) else f"expected {what}"


def _argument(template: str, name: str, param: Param, value: Json) -> Json:
    if value is None:
        if not is_optional(param):
            raise PayloadError(f'the template {template} needs a value for "{name}".')
        default: Json = param.default
        return default
    fault = value_fault(param.type, value)
    if fault is not None:
        raise PayloadError(f'"{name}" of the template {template}: {fault}.')
    return value


def _is_duration(value: Json) -> bool:
    try:
        return isinstance(value, str) and bool(parse_duration(value))
    except ValueError:
        return False


_TYPES: Final[Mapping[ValueType, tuple[str, Callable[[Json], bool]]]] = {
    "any": ("anything", lambda _: True),
    "string": ("a text", lambda value: isinstance(value, str)),
    "integer": ("a whole number", lambda value: type(value) is int),
    "boolean": ("true or false", lambda value: isinstance(value, bool)),
    "duration": ("a duration such as 30s", _is_duration),
    "id": (
        "a FHIR id: up to 64 letters, digits, dots and hyphens",
        lambda value: isinstance(value, str) and _ID.fullmatch(value) is not None,
    ),
    "resource": (
        "a FHIR resource",
        lambda value: isinstance(value, dict) and "resourceType" in value,
    ),
    "patient": (
        "a test patient, named by its alias",
        lambda value: isinstance(value, dict) and "nhs_number" in value,
    ),
    "list": ("a list", lambda value: isinstance(value, list)),
}
