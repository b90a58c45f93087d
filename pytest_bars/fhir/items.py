"""The items fhirpathpy works on, and the two of its calls everything needs.

An item is a JSON value, a ResourceNode (JSON with its FHIR type), or an FP_Type.
"""

from collections.abc import Callable
from typing import Any

from fhirpathpy.engine import util
from fhirpathpy.engine.nodes import ResourceNode

Items = list[Any]
Context = dict[str, Any]

# The library says it has types, but these have none.
data_of: Callable[[Any], Any] = util.get_data
typed_node: Callable[..., Any] = ResourceNode


def values_of(items: Items) -> Items:
    """Leave out what only carries the extensions of a primitive beside it.

    `birthDate` yields the date and, from `_birthDate`, its extensions as an item more.
    """
    kept = [item for item in items if not is_companion(item)]
    return kept or items


def is_companion(item: Any) -> bool:
    """Say whether an item is the `_name` object of a primitive element."""
    if not isinstance(item, ResourceNode):
        return False
    path = item.path or ""
    is_primitive = path[:1].islower() and "." not in path
    return is_primitive and (item.data is None or isinstance(item.data, dict))
