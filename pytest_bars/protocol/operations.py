"""The operations of each API version: method, path, headers, parameters.

What each version has is package data, `data/operations.json`, with required flags as
published.
Source: booking-and-referral-fhir-api, specification/booking-and-referral*.yaml (1.0.0
to 1.4.0, commit 0c9714b, 2026-05-18).
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

from pytest_bars.protocol.headers import DEFAULT_VERSION, version_key

ApiVersion = Literal["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"]
# Every published version, oldest first, with what its file calls itself.
API_VERSIONS: Final[dict[ApiVersion, str]] = {
    "1.0.0": "1.0.0",
    "1.1.0": "1.1.0-beta",
    "1.2.0": "1.2.0-alpha",
    "1.3.0": "1.3.0-alpha",
    "1.4.0": "1.4.0-alpha",
}
PROCESS_MESSAGE: Final = "/$process-message"
# The two includes a slot search must have at least.
# Source: BaRS guide, Core 1.2.2, Error-Handling, GET /Slots (2025-05-31).
REQUIRED_INCLUDES: Final = ("Slot:schedule", "Schedule:actor:HealthcareService")

_ID: Final = "[^/$][^/]*"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter; values: those allowed, or none for any.

    repeats: whether it is given several times; start is given twice, ge and le.
    """

    name: str
    is_required: bool = True
    values: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation of an API version.

    path: template such as `/Appointment/{id}`, below the base URL. returns: resource
    type of a good answer. statuses: of a good answer. headers: those the specification
    requires. content_type: of what a request carries, None where it carries nothing.
    """

    name: str
    method: str
    path: str
    returns: str
    statuses: tuple[int, ...]
    headers: tuple[str, ...]
    optional_headers: tuple[str, ...] = ()
    query: tuple[Parameter, ...] = ()
    content_type: str | None = None

    def matches(self, path: str) -> bool:
        """Say whether a path, without its query, is one of this operation's."""
        return self._pattern.fullmatch(path) is not None

    def takes_header(self, name: str) -> bool:
        """Say whether the specification names the header, required or not."""
        return name in self.headers or name in self.optional_headers

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_ID.join(map(re.escape, self.path.split("{id}"))))

    @property
    def required_query(self) -> tuple[str, ...]:
        """Return the names of the query parameters the specification requires."""
        return tuple(
            parameter.name for parameter in self.query if parameter.is_required
        )


def operations(version: str) -> tuple[Operation, ...]:
    """Return every operation of a published version; none for another version."""
    return _read().get(version, ())


def find_operation(method: str, path: str, version: str) -> Operation | None:
    """Return the operation of a method and a path without its query, or None.

    Paths are case-sensitive (guide, Build, TKW page, 2025-05-31).
    """
    return _find(method, path, version)


def find_in_any_version(method: str, path: str) -> Operation | None:
    """Return the operation as the newest version that has it publishes it, or None."""
    versions = versions_with(method, path)
    return _find(method, path, versions[-1]) if versions else None


@lru_cache(maxsize=1024)
def _find(method: str, path: str, version: str) -> Operation | None:
    found = (o for o in operations(version) if o.method == method and o.matches(path))
    return next(found, None)


def methods_of(path: str, version: str) -> tuple[str, ...]:
    """Return the methods that a version has for a path, sorted; none: no such path."""
    return tuple(sorted(o.method for o in operations(version) if o.matches(path)))


def versions_with(method: str, path: str) -> tuple[str, ...]:
    """Return the versions that have an operation, oldest first."""
    return tuple(v for v in API_VERSIONS if find_operation(method, path, v) is not None)


def served_version(asked: str) -> str:
    """Return the published version that answers what Accept asks for.

    The highest that is not above it; the first for anything older. That a Receiver of
    the same major version answers is the guide's; which version it then takes is our
    reading.
    Source: BaRS guide, Content-Negotiation (only the major version counts).
    """
    below = [v for v in API_VERSIONS if version_key(v) <= version_key(asked)]
    return max(below, key=version_key, default=DEFAULT_VERSION)


@lru_cache(maxsize=1)
def _read() -> dict[str, tuple[Operation, ...]]:
    text = (files(__package__) / "data" / "operations.json").read_text("utf-8")
    rows = cast("list[dict[str, Any]]", json.loads(text))
    return {
        version: tuple(_operation(r, version) for r in rows if version in r["versions"])
        for version in API_VERSIONS
    }


def _operation(row: dict[str, Any], version: str) -> Operation:
    content_type = row.get("content_type")
    return Operation(
        name=row["name"],
        method=row["method"],
        path=row["path"],
        returns=row["returns"],
        statuses=tuple(row["statuses"]),
        headers=tuple(row["headers"]),
        optional_headers=tuple(row["optional_headers"]),
        query=tuple(_parameter(one) for one in row.get("query", ())),
        content_type=content_type and content_type.replace("{version}", version),
    )


def _parameter(row: dict[str, Any]) -> Parameter:
    return Parameter(
        name=row["name"],
        is_required=row["required"],
        values=tuple(row.get("values", ())),
        repeats=row.get("repeats", False),
    )
