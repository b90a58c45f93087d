"""Arguments handed to a flow or a template, held against the params it declares."""

from collections.abc import Iterator, Mapping

from pytest_bars.compile.names import Names, fits
from pytest_bars.compile.nodes import Node
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import Param
from pytest_bars.plan.types import parse_duration
from pytest_bars.source import Fault


def argument_faults(
    node: Node,
    callee: str,
    params: Mapping[str, Param],
    arguments: Json,
    names: Names,
    stages: int,
    *path: str,
) -> Iterator[Fault]:
    """Yield what is wrong with arguments.

    callee: as messages name it. path: leads from the node to what holds `with`.
    """
    given = arguments if isinstance(arguments, dict) else {}
    for name in params:
        if name not in given and not is_optional(params[name]):
            yield node.fault(
                f'{callee} needs "{name}".',
                *path,
                key=True,
                hint=f'Add with: {{{name}: "${{{name}}}"}} or the like.',
            )
    for name, value in given.items():
        place = (*path, "with", name)
        if name not in params:
            known = ", ".join(params) or "nothing"
            hint = did_you_mean(name, params) or f"It takes {known}."
            yield node.fault(f'{callee} has no "{name}".', *place, key=True, hint=hint)
        else:
            message = _type_problem(name, params[name], value, names, stages)
            if message is not None:
                yield node.fault(message, *place)


def is_optional(param: Param) -> bool:
    """Say whether a param may be left out."""
    return not param.required or param.default is not None


def _type_problem(
    name: str, param: Param, value: Json, names: Names, stages: int
) -> str | None:
    if value is None:
        return None if is_optional(param) else f'"{name}" needs a value, found null.'
    given = names.type_of(value, stages)
    if given is None:
        return None
    if not fits(param.type, given):
        return f'"{name}" is of type {param.type}, found {given}.'
    if param.type == "duration" and isinstance(value, str) and "${" not in value:
        try:
            parse_duration(value)
        except ValueError:
            return f'"{name}" is a duration such as 30s, found "{value}".'
    return None
