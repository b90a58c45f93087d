"""Query parameters: read them, or say what is wrong with them.

Source: BaRS API specification 1.0.0; BaRS guide, Core 1.2.2, Error-Handling,
Failure-Scenarios-1.1.x, GET /Slots, GET /MessageDefinition, GET /Appointment and GET
/ServiceRequest.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from pytest_bars.protocol.identifiers import DOS_SERVICE_ID, USE_CASE_CATEGORIES
from pytest_bars.protocol.operations import REQUIRED_INCLUDES, find_operation
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.refusals import (
    REQUIRED,
    TOO_COSTLY,
    VALUE,
    RefusalError,
)

WIDEST_RANGE: Final = timedelta(days=92)
# The specification's spelling, and the guide's.
_SERVICE_NAMES: Final = (
    "Schedule.actor:HealthcareService",
    "Schedule:actor:HealthcareService",
)
_STATUSES: Final = frozenset({"free", "busy"})
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """A slot search as it was understood."""

    service: str
    statuses: frozenset[str]
    start: datetime
    end: datetime
    includes: frozenset[str]


def read_slot_search(call: Call) -> SlotSearch:
    """Read a slot search.

    Raises RefusalError, naming the first parameter that does not hold.
    """
    service = _service_id(call)
    includes = _includes(call)
    start, end = _range(call)
    return SlotSearch(service, _slot_statuses(call), start, end, includes)


def _service_id(call: Call) -> str:
    values = [value for name in _SERVICE_NAMES for value in call.values(name)]
    if not values:
        raise RefusalError(REQUIRED, f"{_SERVICE_NAMES[0]} is missing.")
    service_id = values[0].rpartition("|")[2]
    if len(values) > 1 or not service_id:
        raise RefusalError(VALUE, f"{_SERVICE_NAMES[0]} must be one service id.")
    return service_id


def _includes(call: Call) -> frozenset[str]:
    asked = {part for value in call.values("_include") for part in value.split(",")}
    missing = [name for name in REQUIRED_INCLUDES if name not in asked]
    if missing:
        raise RefusalError(REQUIRED, f"_include must have {' and '.join(missing)}.")
    return frozenset(asked)


def _range(call: Call) -> tuple[datetime, datetime]:
    values = call.values("start")
    bounds = {value[:2]: value[2:] for value in values}
    if not values or (len(values) == 1 and bounds.keys() <= {"ge", "le"}):
        raise RefusalError(REQUIRED, "start is required twice: once ge, once le.")
    if len(values) != len(bounds) or bounds.keys() != {"ge", "le"}:
        raise RefusalError(VALUE, "start must be given once as ge and once as le.")
    start, end = _instant(bounds["ge"]), _instant(bounds["le"])
    if end < start:
        raise RefusalError(VALUE, "start: le is before ge.")
    if end - start > WIDEST_RANGE:
        raise RefusalError(
            TOO_COSTLY, f"start: more than {WIDEST_RANGE.days} days are asked for."
        )
    return start, end


def _instant(value: str) -> datetime:
    if _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise RefusalError(
        VALUE,
        "start must be a FHIR instant such as 2026-11-16T09:00:00Z; "
        "a + in an offset is sent as %2B.",
    )


def _slot_statuses(call: Call) -> frozenset[str]:
    values = call.values("status")
    if not values:
        raise RefusalError(REQUIRED, "status is missing.")
    statuses = frozenset(values[0].split(","))
    if len(values) > 1 or not statuses <= _STATUSES:
        raise RefusalError(
            VALUE, "status must be given once: free, busy, or both with a comma."
        )
    return statuses


def read_contexts(call: Call) -> tuple[str, str]:
    """Read the context of a MessageDefinition search: service id and use case.

    The use case is "" where none is asked for. Both may stand in one parameter, joined
    by an ampersand, as the specification's example has them.

    Raises RefusalError where no service is named, or a context is no `system|value`.
    """
    values = [
        part.removeprefix("context=")
        for value in call.values("context")
        for part in value.split("&")
    ]
    if not values:
        raise RefusalError(REQUIRED, "context is missing.")
    pairs = dict(read_token(value, "context") for value in values)
    if DOS_SERVICE_ID not in pairs:
        raise RefusalError(VALUE, f"context must name a service: {DOS_SERVICE_ID}|id.")
    return pairs[DOS_SERVICE_ID], pairs.get(USE_CASE_CATEGORIES, "")


def read_token(value: str, name: str) -> tuple[str, str]:
    """Read `system|value`; raises RefusalError for anything else."""
    system, bar, code = value.partition("|")
    if not (system and bar and code):
        raise RefusalError(VALUE, f"{name} must be system|value.")
    return system, code


def understood(
    call: Call, address: str, *, ignored: frozenset[str] = frozenset()
) -> str:
    """Return the address of a search with the parameters that were understood."""
    operation = find_operation(call.method, call.path, call.version)
    allowed = {p.name: p.values for p in operation.query} if operation else {}
    kept = [
        (name, value)
        for name, value in call.query
        if name in allowed.keys() - ignored and _is_allowed(value, allowed[name])
    ]
    return f"{address}{call.path}?{urlencode(kept)}"


def _is_allowed(value: str, values: tuple[str, ...]) -> bool:
    return not values or set(value.split(",")) <= set(values)
