"""Take values out of an exchange."""

from collections.abc import Callable, Mapping
from typing import Final

from pytest_bars.errors import BarsError
from pytest_bars.exchange import Exchange, Response
from pytest_bars.fhir.path import compile_path
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import Capture
from pytest_bars.plan.types import parse_duration
from pytest_bars.values.errors import CaptureError


def take(
    capture: Capture,
    exchange: Exchange,
    *,
    variables: Mapping[str, Json] | None = None,
) -> Json:
    """Return what a capture takes from the response of an exchange.

    variables: what FHIRPath sees as `%name`. With `claim` the result is the list of
    candidates, each a resource with an id, of which the caller claims the first free.

    Raises CaptureError, naming the path or header, when there is no response, nothing
    or more than one thing is found (but for `type: list` and claims), or a value is
    not of the declared type.
    """
    if exchange.response is None:
        raise CaptureError(f"{_source(capture)}: there is no response to take it from.")
    found = _find(capture, exchange.response, variables or {})
    if not found:
        raise CaptureError(f"{_source(capture)} found nothing in the response.")
    if capture.claim is not None:
        return [_typed(item, capture) for item in found]
    if capture.type == "list":
        return found
    if len(found) > 1:
        raise CaptureError(
            f"{_source(capture)} found {len(found)} values, expected one: "
            "narrow it, take first() or say type: list."
        )
    return _typed(found[0], capture)


def _find(
    capture: Capture, response: Response, variables: Mapping[str, Json]
) -> list[Json]:
    if capture.header is not None:
        value = response.headers.get(capture.header)
        return [] if value is None else [value]
    try:
        path = compile_path(capture.fhirpath or "")
        return path.evaluate(response.json, variables)
    except BarsError as error:
        raise CaptureError(f"{_source(capture)}: {error}") from error


def _source(capture: Capture) -> str:
    if capture.header is not None:
        return f"header {capture.header}"
    return f"FHIRPath {capture.fhirpath}"


def _typed(value: Json, capture: Capture) -> Json:
    if _FITS[capture.type](value):
        return value
    raise CaptureError(
        f"{_source(capture)} found {_described(value)}, expected "
        f"{_EXPECTED.get(capture.type, capture.type)}."
    )


def _described(value: Json) -> str:
    """Return what FHIRPath has found: an object, a boolean, a text or a number."""
    match value:
        case dict():
            return str(value.get("resourceType", "an object"))
        case bool():
            return "a boolean"
        case str():
            return "a text" if value.strip() else "an empty text"
        case _:
            return "a number"


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_resource(value: Json) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("resourceType"), str)
        and _is_text(value.get("id", "-"))
    )


def _is_duration(value: Json) -> bool:
    try:
        return isinstance(value, str) and bool(parse_duration(value))
    except ValueError:
        return False


_EXPECTED: Final = {
    "string": "a text",
    "id": "an id",
    "integer": "an integer",
    "boolean": "a boolean",
    "duration": "a duration such as 30s",
    "resource": "a resource",
    "patient": "an object",
}
_FITS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "any": lambda _: True,
    "string": _is_text,
    "id": _is_text,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "duration": _is_duration,
    "resource": _is_resource,
    "patient": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
}
