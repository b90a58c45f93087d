"""Rules of case values: each fits the field of the step or check that reads it."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import ValidationError

from pytest_bars.compile.nodes import CheckNode, StepNode, TestNode
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import one_of
from pytest_bars.documents.wording import bound, choices, found, plain
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.source import Fault
from pytest_bars.values.interpolate import references, texts_with_expressions
from pytest_bars.values.reference import Reference, split

_ENVELOPE: Final = ("ref", "name")


def case_values_fit(test: TestNode, _: View) -> Iterator[Fault]:
    """Every case gives each typed field a value of its type."""
    if not test.model.cases:
        return
    for step in test.steps:
        yield from _misfits(test, step, step)
        for check in step.all_checks:
            yield from _misfits(test, step, check)


def _misfits(
    test: TestNode, step: StepNode, node: StepNode | CheckNode
) -> Iterator[Fault]:
    """Yield a fault for each case whose values a step or check cannot take."""
    data = _typed_data(node)
    names = _case_names(data)
    tried: set[str] = set()
    for place, row in enumerate(test.model.cases) if names else ():
        values = {name: row[name] for name in names if name in row}
        written = json.dumps(values, sort_keys=True)
        if written in tried:
            continue
        tried.add(written)
        try:
            type(node.model).model_validate(_filled(data, values))
        except ValidationError as error:
            path = (next(iter(names)),) if len(values) == 1 else ()
            message = f"{step.title} cannot take this: {_words(error, values)}."
            yield test.fault(message, "cases", place, *path)


def _typed_data(node: StepNode | CheckNode) -> JsonObject:
    """Return what the model of the kind itself checks."""
    if isinstance(node, CheckNode):
        return node.raw
    return {**{key: node.raw[key] for key in _ENVELOPE}, **node.kind_data}


def _case_names(data: JsonObject) -> dict[str, None]:
    """Return the values of a case that data reads; none if it is malformed."""
    try:
        found_in = [
            ref for _, t in texts_with_expressions(data) for ref in references(t)
        ]
    except ValueError:
        return {}
    return {ref.path[0]: None for ref in found_in if _is_of_case(ref)}


def _filled(value: Json, values: Mapping[str, Json]) -> Json:
    """Return data with what a case says in it; other expressions are left alone."""
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    match split(value):
        case (Reference() as only,) if _is_of_case(only):
            return values.get(only.path[0], value)
        case _:
            return value


def _is_of_case(reference: Reference) -> bool:
    return reference.head == "case" and len(reference.path) == 1


def _words(error: ValidationError, values: Mapping[str, Json]) -> str:
    """Return what was expected, and what the case gives where that is one value."""
    wanted: dict[str, None] = {}
    for entry in error.errors(include_url=False, include_input=False):
        context = entry.get("ctx", {})
        limit = bound(entry["type"], context)
        known = choices(entry["type"], context) if limit is None else (limit,)
        if not known:
            return plain(entry["msg"])
        wanted.update(dict.fromkeys(known))
    given = f", found {found(next(iter(values.values())))}" if len(values) == 1 else ""
    return f"expected {one_of(wanted)}{given}"
