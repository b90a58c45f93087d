"""Make a step or a check ready: expressions replaced, and the result judged again."""

from datetime import timedelta
from functools import cache
from typing import TypeVar, cast

from pydantic import ValidationError

from pytest_bars.compile.model import CompiledCheck, CompiledPoll, CompiledStep
from pytest_bars.errors import BarsError
from pytest_bars.jsontypes import JsonObject
from pytest_bars.plan.model import Check, Step
from pytest_bars.plan.types import RESOLVED, parse_duration
from pytest_bars.values.interpolate import interpolate
from pytest_bars.values.scope import Scope

M = TypeVar("M", Check, Step)


class DataError(BarsError):
    """A resolved value does not fit the field it stands in."""


def resolve_check(check: CompiledCheck, scope: Scope) -> Check:
    """Return the model of a check with every expression replaced.

    Raises UnsetNameError and DataError.
    """
    if not check.is_dynamic:
        return check.model
    return _validated(
        type(check.model), cast("JsonObject", interpolate(check.raw, scope))
    )


def resolve_step(step: CompiledStep, scope: Scope) -> Step:
    """Return the model of a step with the kind's own keys resolved; no expectations.

    Raises UnsetNameError and DataError.
    """
    if not step.is_dynamic:
        return step.model
    kind = type(step.model)
    own = {
        key: interpolate(step.raw[key], scope)
        for key in _own_keys(kind)
        if key in step.raw
    }
    return _validated(kind, {"ref": step.ref, "name": step.name, **own})


def resolve_poll(poll: CompiledPoll, scope: Scope) -> tuple[timedelta, timedelta]:
    """Return how often and for how long to read again.

    Raises UnsetNameError and DataError.
    """
    return _duration("every", poll.raw_every, scope), _duration(
        "within", poll.raw_within, scope
    )


def _duration(field: str, raw: str, scope: Scope) -> timedelta:
    try:
        return parse_duration(str(interpolate(raw, scope)))
    except ValueError as error:
        raise DataError(f"poll.{field}: {error}") from error


@cache
def _own_keys(kind: type[Step]) -> tuple[str, ...]:
    """Return the keys a kind adds to the envelope of a step."""
    return tuple(
        field.alias or name
        for name, field in kind.model_fields.items()
        if name not in Step.model_fields
    )


def _validated(kind: type[M], data: JsonObject) -> M:
    try:
        return kind.model_validate(data, context=RESOLVED)
    except ValidationError as error:
        raise DataError("; ".join(_faults(error))) from None


def _faults(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(_place(each['loc']))}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    ]


def _place(location: tuple[int | str, ...]) -> list[str]:
    parts = [str(part) for part in location]
    return [part for part in parts if not part.startswith("<")]
