"""The FHIRPath functions we supply to fhirpathpy, and why.

`resolve()` and `hasValue()` are not in the library. Others are, but let an expected
result pass or fail that should not (see `criteria` and `comparison`), or: `single()`
returns an error as a value, `extension()` finds the first only, `trace()` prints, and
`is` says of a whole resource that it is of no type.

Source: FHIRPath N1 (2.0.0), sections 5 and 6; FHIR R4 (4.0.1), FHIRPath, section
2.9.2.3, additional functions.
"""

from collections.abc import Callable
from typing import Any, Final

from fhirpathpy.engine.invocations import (
    aggregate,
    combining,
    filtering,
    invocation_registry,
    misc,
    types,
)
from fhirpathpy.engine.nodes import ResourceNode

from pytest_bars.fhir.comparison import added, contains, equal, is_in, ordered, unequal
from pytest_bars.fhir.criteria import all_hold, exists, iif, scoped, where
from pytest_bars.fhir.items import (
    Context,
    Items,
    data_of,
    is_companion,
    typed_node,
    values_of,
)
from pytest_bars.fhir.references import References
from pytest_bars.fhir.resources import resource_type
from pytest_bars.fhir.temporal import EvaluationError

REFERENCES: Final = "references"  # where the context keeps what resolve() needs

# These have no types.
_to_string: Callable[..., Any] = misc.to_string
_is: Callable[..., Any] = types.is_fn
_as: Callable[..., Any] = types.as_fn
_registry: dict[str, Any] = invocation_registry


def resolve(context: Context, items: Items) -> Items:
    """Return the resources that references lead to, within what is at hand.

    Typed nodes, so that `resolve() is Appointment` works. What cannot be found is
    left out.
    """
    references: References = context[REFERENCES]
    found = []
    for item in items:
        data = data_of(item)
        text = data.get("reference") if isinstance(data, dict) else data
        place = item.propName if isinstance(item, ResourceNode) else None
        target = references.find(text, place) if isinstance(text, str) else None
        if target is not None:
            resource, name = target
            found.append(typed_node(resource, None, propName=name))
    return found


def single(_context: Context, items: Items) -> Items:
    """Return the one item; several are an error."""
    found = values_of(items)
    if len(found) > 1:
        raise EvaluationError(f"single() got {len(found)} items")
    return found


def count(_context: Context, items: Items) -> int:
    """Count the items."""
    return len(values_of(items)) if items else 0


def trace(_context: Context, items: Items, *_arguments: Any) -> Items:
    """Do nothing: what it would print may be a person's."""
    return items


def extension(_context: Context, items: Items, url: Any) -> Items:
    """Return every extension of that url."""
    found: Items = []
    for item in items:
        data = data_of(item)
        listed = data.get("extension") if isinstance(data, dict) else None
        found += [
            typed_node(entry, "Extension")
            for entry in (listed if isinstance(listed, list) else ())
            if isinstance(entry, dict) and entry.get("url") == url
        ]
    return found


def has_value(_context: Context, items: Items) -> bool:
    """Say whether there is one item, and it is a primitive value."""
    found = [item for item in items if not is_companion(item)]
    return len(found) == 1 and not isinstance(data_of(found[0]), dict | list)


def to_string(_context: Context, items: Items) -> Any:
    """Return the text of the one item; booleans as FHIR writes them."""
    found = values_of(items)
    if len(found) == 1 and isinstance(data_of(found[0]), bool):
        return str(data_of(found[0])).lower()
    return _to_string(_context, found)


def is_type(context: Context, items: Items, wanted: Any) -> Any:
    """Say whether the one item is of a type; a whole resource is of its own."""
    return _is(context, [*map(_typed, items)], wanted)


def as_type(context: Context, items: Items, wanted: Any) -> Any:
    """Return the one item if it is of a type."""
    return _as(context, [*map(_typed, items)], wanted)


def _typed(item: Any) -> Any:
    """Give a resource its type: the library knows that of its elements only."""
    kind = resource_type(item)
    return item if kind is None else typed_node(item, kind)


_ANY_TWO: Final = {2: ["Any", "Any"]}

TABLE: Final[dict[str, dict[str, Any]]] = {
    "where": {"fn": scoped(where), "arity": {1: ["Expr"]}},
    "exists": {"fn": scoped(exists), "arity": {0: [], 1: ["Expr"]}},
    "all": {"fn": scoped(all_hold), "arity": {1: ["Expr"]}},
    "iif": {
        "fn": scoped(iif),
        "arity": {2: ["Expr", "Expr"], 3: ["Expr", "Expr", "Expr"]},
    },
    "select": {"fn": scoped(filtering.select_macro), "arity": {1: ["Expr"]}},
    "repeat": {"fn": scoped(filtering.repeat_macro), "arity": {1: ["Expr"]}},
    "coalesce": {"fn": scoped(combining.coalesce_fn), "variadic": "Expr"},
    "aggregate": {
        "fn": scoped(aggregate.aggregate_macro),
        "arity": {1: ["Expr"], 2: ["Expr", "Any"]},
    },
    "=": {"fn": equal, "arity": _ANY_TWO, "nullable": True},
    "!=": {"fn": unequal, "arity": _ANY_TWO, "nullable": True},
    "<": {"fn": ordered("<", lambda o: o < 0), "arity": _ANY_TWO, "nullable": True},
    ">": {"fn": ordered(">", lambda o: o > 0), "arity": _ANY_TWO, "nullable": True},
    "<=": {"fn": ordered("<=", lambda o: o <= 0), "arity": _ANY_TWO, "nullable": True},
    ">=": {"fn": ordered(">=", lambda o: o >= 0), "arity": _ANY_TWO, "nullable": True},
    "+": {"fn": added("+"), "arity": _ANY_TWO, "nullable": True},
    "-": {"fn": added("-"), "arity": _ANY_TWO, "nullable": True},
    "inOp": {"fn": is_in, "arity": _ANY_TWO},
    "containsOp": {"fn": contains, "arity": _ANY_TWO},
    "is": {"fn": is_type, "arity": {1: ["TypeSpecifier"]}},
    "isOp": {"fn": is_type, "arity": {2: ["Any", "TypeSpecifier"]}},
    "as": {"fn": as_type, "arity": {1: ["TypeSpecifier"]}},
    "asOp": {"fn": as_type, "arity": {2: ["Any", "TypeSpecifier"]}},
    "resolve": {"fn": resolve, "arity": {0: []}},
    "single": {"fn": single},
    "count": {"fn": count},
    "trace": {"fn": trace, "arity": {1: ["String"], 2: ["String", "Expr"]}},
    "extension": {"fn": extension, "arity": {1: ["String"]}},
    "hasValue": {"fn": has_value},
    "toString": {"fn": to_string},
}

# Every function an expression may call, with how many arguments it may have; None
# for any number. Operators have names no identifier can have, or end in "Op".
ARITIES: Final[dict[str, frozenset[int] | None]] = {
    name: None if "variadic" in entry else frozenset(entry.get("arity", {0: []}))
    for name, entry in {**_registry, **TABLE}.items()
    if name.isalpha() and not name.endswith("Op")
}
