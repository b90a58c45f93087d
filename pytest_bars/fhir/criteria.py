"""The FHIRPath functions that take a criterion or a projection.

The library takes any non-empty criterion for true, evaluates it twice, and leaves
`$this` changed for what follows. Source: FHIRPath N1 (2.0.0), sections 5.1, 5.2.
"""

from collections.abc import Callable
from typing import Any, Final

from pytest_bars.fhir.items import Context, Items, data_of, values_of
from pytest_bars.fhir.temporal import EvaluationError

Criterion = Callable[[Any], Items]

_SCOPE: Final[tuple[str, ...]] = ("$this", "$index", "$total")


def _is_true(result: Items, name: str) -> bool:
    """Read a criterion; empty is false, as the specification has it."""
    found = values_of(result)
    if not found:
        return False
    value = data_of(found[0])
    if len(found) > 1 or not isinstance(value, bool):
        raise EvaluationError(f"the criterion of {name}() is not a boolean")
    return value


def where(context: Context, items: Items, criterion: Criterion) -> Items:
    """Keep the items for which the criterion is true."""
    return _filtered(context, items, criterion, "where")


def exists(context: Context, items: Items, criterion: Criterion | None = None) -> bool:
    """Say whether there is an item, for which the criterion is true if there is one."""
    if criterion is None:
        return bool(items)
    return bool(_filtered(context, items, criterion, "exists"))


def all_hold(context: Context, items: Items, criterion: Criterion) -> bool:
    """Say whether the criterion is true for every item."""
    return len(_filtered(context, items, criterion, "all")) == len(items)


def iif(
    _context: Context,
    items: Items,
    criterion: Criterion,
    then: Criterion,
    otherwise: Criterion | None = None,
) -> Items:
    """Evaluate one of two expressions."""
    if _is_true(criterion(items), "iif"):
        return then(items)
    return [] if otherwise is None else otherwise(items)


def _filtered(context: Context, items: Items, criterion: Criterion, name: str) -> Items:
    kept = []
    for index, item in enumerate(items):
        context["$index"] = index
        if _is_true(criterion(item), name):
            kept.append(item)
    return kept


def scoped(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `$this` and its like back as they were; the library forgets to."""

    def call(context: Context, *arguments: Any) -> Any:
        saved = {name: context[name] for name in _SCOPE if name in context}
        try:
            return function(context, *arguments)
        finally:
            for name in _SCOPE:
                context.pop(name, None)
            context.update(saved)

    return call
