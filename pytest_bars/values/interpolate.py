"""Expressions `${}` in the data of a plan: find them, and put values in their place."""

from collections.abc import Iterator

from pytest_bars.documents.tree import Location
from pytest_bars.jsontypes import Json
from pytest_bars.values.errors import ExpressionError
from pytest_bars.values.reference import Reference, split
from pytest_bars.values.scope import Scope


def references(text: str) -> tuple[Reference, ...]:
    """Return the expressions of a text, in order.

    Raises ValueError, in plain words, when one is malformed.
    """
    if "${" not in text:
        return ()
    return tuple(part for part in split(text) if isinstance(part, Reference))


def texts_with_expressions(
    value: Json, location: Location = ()
) -> list[tuple[Location, str]]:
    """Return every text in data that has `${` in it, with its place, in order.

    location: where the data stands; places begin with it.
    """
    found: list[tuple[Location, str]] = []
    _gather(value, [*location], found)
    return found


def _gather(
    value: Json, path: list[str | int], found: list[tuple[Location, str]]
) -> None:
    if isinstance(value, str):
        if "${" in value:
            found.append((tuple(path), value))
    elif isinstance(value, dict):
        for key, item in value.items():
            path.append(key)
            _gather(item, path, found)
            path.pop()
    elif isinstance(value, list):
        for index, item in enumerate(value):
            path.append(index)
            _gather(item, path, found)
            path.pop()


def references_in(
    value: Json, location: Location = ()
) -> Iterator[tuple[Location, Reference]]:
    """Walk data and yield every expression with its place.

    Raises ValueError at the first malformed one.
    """
    for place, text in texts_with_expressions(value, location):
        for reference in references(text):
            yield place, reference


def has_expression(value: Json) -> bool:
    """Say whether data must go through `interpolate`: it has `${` or `$${` in it."""
    if isinstance(value, str):
        return "${" in value
    if isinstance(value, dict):
        return any(has_expression(item) for item in value.values())
    if isinstance(value, list):
        return any(has_expression(item) for item in value)
    return False


def whole_reference(text: str) -> Reference | None:
    """Return the expression a text consists of, or None where there is more or less.

    Raises ValueError when it is malformed.
    """
    if "${" not in text:
        return None
    parts = split(text)
    only = parts[0] if len(parts) == 1 else None
    return only if isinstance(only, Reference) else None


def interpolate(value: Json, scope: Scope) -> Json:
    """Return data with every expression replaced by its value.

    A text that is exactly one expression becomes the value itself, of its own type;
    in longer texts strings, integers and booleans are written out. `$${` becomes `${`.

    Raises UnsetNameError when a name has no value, and ExpressionError when a value
    cannot stand inside a text or an expression is malformed.
    """
    if isinstance(value, str):
        return _interpolate_text(value, scope) if "${" in value else value
    if isinstance(value, dict):
        return {key: interpolate(item, scope) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, scope) for item in value]
    return value


def _interpolate_text(text: str, scope: Scope) -> Json:
    try:
        parts = split(text)
    except ValueError as error:
        raise ExpressionError(str(error)) from error
    match parts:
        case (Reference() as reference,):
            return scope.lookup(reference)
        case _:
            return "".join(
                part if isinstance(part, str) else _written(part, scope)
                for part in parts
            )


def _written(reference: Reference, scope: Scope) -> str:
    value = scope.lookup(reference)
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case None:
            kind = "null"
        case list():
            kind = "a list"
        case _:
            kind = "an object"
    raise ExpressionError(
        f"${{{reference.text}}} is {kind} and cannot stand inside a text: "
        "let it be the whole value, or name one of its members."
    )
