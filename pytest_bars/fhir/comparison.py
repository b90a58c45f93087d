"""The FHIRPath operators that compare, and add durations to moments.

The library compares the first item of each side only, instants as text, and floats
with decimals; adding a duration loses the offset. Source: FHIRPath N1 (2.0.0),
sections 6.1, 6.2, 6.4 and 6.7.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from fhirpathpy.engine.invocations import equality, invocation_registry
from fhirpathpy.engine.nodes import FP_DateTime, FP_Quantity, FP_Time, ResourceNode

from pytest_bars.fhir.items import Context, Items, data_of, values_of
from pytest_bars.fhir.temporal import (
    EvaluationError,
    Moment,
    compare_moments,
    parse_moment,
    shift_text,
)

_equality: Callable[..., Any] = equality.equality  # these have no types
_date_time: Callable[[str], Any] = FP_DateTime
_registry: dict[str, Any] = invocation_registry
_TEMPORAL: Final = frozenset({"date", "dateTime", "instant"})


def equal(_context: Context, left: Items, right: Items) -> Items:
    """Compare two collections item by item; empty when precision leaves it open."""
    verdict = _equal(values_of(left), values_of(right))
    return [] if verdict is None else [verdict]


def unequal(_context: Context, left: Items, right: Items) -> Items:
    """Negate `=`."""
    verdict = _equal(values_of(left), values_of(right))
    return [] if verdict is None else [not verdict]


def _equal(left: Items, right: Items) -> bool | None:
    if len(left) != len(right):
        return False
    verdicts = [_same(a, b) for a, b in zip(left, right, strict=True)]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _same(left: Any, right: Any) -> bool | None:
    if _is_temporal(left) or _is_temporal(right):
        order = _moment_order(left, right)
        return order if isinstance(order, bool) or order is None else order == 0
    if _is_quantity(left) or _is_quantity(right) or isinstance(left, FP_Time):
        return bool(_equality({}, [left], [right]))
    return _same_json(data_of(left), data_of(right))


def _same_json(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, float | int | Decimal) and isinstance(
        right, float | int | Decimal
    ):
        return Decimal(str(left)) == Decimal(str(right))
    return bool(left == right)


def _is_temporal(item: Any) -> bool:
    if isinstance(item, FP_DateTime):
        return True
    return isinstance(item, ResourceNode) and item.path in _TEMPORAL


def _is_quantity(item: Any) -> bool:
    if isinstance(item, FP_Quantity):
        return True
    return isinstance(item, ResourceNode) and item.path == "Quantity"


def _moment_text(item: Any) -> str | None:
    data = data_of(item)
    text = data.asStr if isinstance(data, FP_DateTime) else data
    is_moment = isinstance(text, str) and parse_moment(text) is not None
    return text if is_moment else None


def _moment(item: Any) -> Moment | None:
    text = _moment_text(item)
    return None if text is None else parse_moment(text)


def _moment_order(left: Any, right: Any) -> int | bool | None:
    """Return the order of two moments; False when one of them is none."""
    first, second = _moment(left), _moment(right)
    if first is None or second is None:
        return False
    return compare_moments(first, second)


def ordered(
    name: str, decide: Callable[[int], bool]
) -> Callable[[Context, Items, Items], Any]:
    """Make an ordering operator that knows instants."""
    otherwise = _registry[name]["fn"]

    def compare(context: Context, left: Items, right: Items) -> Any:
        mine, other = values_of(left), values_of(right)
        if len(mine) > 1 or len(other) > 1:
            raise EvaluationError("an order needs one item on each side")
        if _are_moments(mine[0], other[0]):
            order = _moment_order(mine[0], other[0])
            if order is False:
                raise EvaluationError(f"{name} got a date or time that is none")
            return [] if order is None else [decide(order)]
        return otherwise(context, mine, other)

    return compare


def _are_moments(left: Any, right: Any) -> bool:
    """Say whether to compare as points in time.

    Two texts count too when both have a time and an offset: a value handed in as a
    %variable has lost its type, and the order of such texts means nothing.
    """
    if _is_temporal(left) or _is_temporal(right):
        return True
    moments = [_moment(item) for item in (left, right)]
    return all(moment is not None and moment.has_offset for moment in moments)


def is_in(_context: Context, items: Items, collection: Items) -> Items:
    """Say whether the one item is in the collection; empty for no item."""
    found = values_of(items)
    if len(found) > 1:
        raise EvaluationError("in and contains expect a single item to look for")
    if not found:
        return []
    return [any(_same(found[0], other) is True for other in collection)]


def contains(context: Context, collection: Items, items: Items) -> Items:
    """Say whether the collection has the one item; `in` the other way round."""
    return is_in(context, items, collection)


def added(name: str) -> Callable[[Context, Items, Items], Any]:
    """Make + or -, which also shift a moment by a duration."""
    otherwise = _registry[name]["fn"]
    sign = 1 if name == "+" else -1

    def add(context: Context, left: Items, right: Items) -> Any:
        mine, other = values_of(left), values_of(right)
        if len(mine) == len(other) == 1 and isinstance(other[0], FP_Quantity):
            text, duration = _moment_text(mine[0]), other[0]
            if text is not None:
                unit = str(duration.unit).strip("'")
                return _date_time(shift_text(text, sign * duration.value, unit))
        return otherwise(context, mine, other)

    return add
