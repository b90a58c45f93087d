"""Evaluate a parsed FHIRPath expression by the library's engine, with our functions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from fhirpathpy.engine import do_eval
from fhirpathpy.engine.invocations.constants import constants
from fhirpathpy.engine.nodes import (
    FP_DateTime,
    FP_Quantity,
    FP_Time,
    ResourceNode,
    TypeInfo,
)

from pytest_bars.fhir.elements import Node
from pytest_bars.fhir.functions import REFERENCES, TABLE
from pytest_bars.fhir.items import is_companion, typed_node
from pytest_bars.fhir.references import References
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.syntax import MODEL
from pytest_bars.jsontypes import Json

# The library says it has types, but these have none.
_do_eval: Callable[..., Any] = do_eval
_reset: Callable[[], None] = constants.reset
_type_info: Any = TypeInfo

# The library sets this only when `is` is first used, so ofType() would depend on it.
_type_info.model = MODEL


def evaluate(tree: Node, resource: Json, variables: Mapping[str, Json]) -> list[Json]:
    """Evaluate a tree on a resource and return the items as plain JSON.

    Raises whatever the library raises; the caller names the expression.
    """
    _reset()
    root = _root(resource)
    context: dict[str, Any] = {
        "dataRoot": root,
        "$this": root,
        "vars": {name: _variable(value) for name, value in variables.items()},
        "model": MODEL,
        "userInvocationTable": TABLE,
        REFERENCES: References(resource),
    }
    items = _do_eval(context, root, tree)
    return [_plain(item) for item in items if not is_companion(item)]


def _root(resource: Json) -> list[Any]:
    """Wrap what is no resource, so that a path on it is empty and no error."""
    if resource is None:
        return []
    if isinstance(resource, list):
        return [node for item in resource for node in _root(item)]
    if resource_type(resource) is not None:
        return [resource]
    return [typed_node(resource, "System.Any")]


def _variable(value: Json) -> Any:
    """Copy lists: the library may write into one."""
    return list(value) if isinstance(value, list) else value


def _plain(item: Any) -> Json:
    data: Any = item.data if isinstance(item, ResourceNode) else item
    if isinstance(data, Decimal):
        return int(data) if data == data.to_integral_value() else float(data)
    if isinstance(data, FP_DateTime | FP_Time):
        return str(data.asStr)
    if isinstance(data, FP_Quantity):
        return {"value": _plain(data.value), "unit": str(data.unit).strip("'")}
    plain: Json = data
    return plain
