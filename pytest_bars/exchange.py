"""One request with its response, or with the failure to get one."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Never, cast

from pytest_bars.errors import ExchangeError
from pytest_bars.jsontypes import Json


class EffectKind(StrEnum):
    """What a request does to the Receiver's records."""

    READ = "read"
    NONE = "none"
    CREATE = "create"
    UPDATE = "update"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Effect:
    """Say what a request does, to which resource type, and which flow undoes it.

    resource_type: FHIR type for create, update and cancel, else None.
    undo: name of the flow that undoes it, or None.
    """

    kind: EffectKind
    resource_type: str | None = None
    undo: str | None = None

    @property
    def is_write(self) -> bool:
        """Say whether the request may change the Receiver's records."""
        return self.kind not in {EffectKind.READ, EffectKind.NONE}


READ = Effect(EffectKind.READ)
NO_EFFECT = Effect(EffectKind.NONE)


class Headers:
    """HTTP header fields in order, looked up without regard to case."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._pairs == other._pairs

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"Headers({[name for name, _ in self._pairs]})"

    def get(self, name: str) -> str | None:
        """Return the value of the first field of that name, or None."""
        wanted = name.lower()
        for key, value in self._pairs:
            if key.lower() == wanted:
                return value
        return None

    def with_fields(self, fields: dict[str, str | None]) -> "Headers":
        """Return a copy with fields set, or removed where the value is None."""
        replaced = {name.lower() for name in fields}
        kept = [pair for pair in self._pairs if pair[0].lower() not in replaced]
        return Headers([*kept, *((n, v) for n, v in fields.items() if v is not None)])


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it leaves, every header included.

    url: absolute, with its query. path: as the API names it, such as
    `/Appointment/123`. body: exact bytes, or None. Its repr shows nothing personal.
    """

    method: str
    url: str = field(repr=False)
    path: str = field(repr=False)
    headers: Headers
    body: bytes | None = field(repr=False)
    effect: Effect = READ


@dataclass(frozen=True)
class Response:
    """An HTTP response, read to its end."""

    status: int
    headers: Headers
    body: bytes = field(repr=False)

    @cached_property
    def json(self) -> Json:
        """Return the body read as JSON, which is UTF-8; a byte order mark may lead.

        Raises ExchangeError, saying where, when it is not JSON.
        """
        try:
            return cast("Json", _DECODER.decode(self.body.decode("utf-8-sig")))
        except (ValueError, RecursionError) as error:
            told = f"The response body is not JSON: {_what_is_wrong(error)}"
            raise ExchangeError(told) from error


def _refuse_constant(word: str) -> Never:
    raise json.JSONDecodeError(f"{word} is no JSON number", "", 0)


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object; two readers would take different ones of equal members."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        told = f'the member "{twice[:80]}" stands twice in one object'
        raise json.JSONDecodeError(told, "", 0)
    return found


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_members)


def _what_is_wrong(error: ValueError | RecursionError) -> str:
    """Return Python's complaint about JSON in words for a tester."""
    match error:
        case UnicodeDecodeError():
            return f"byte {error.start + 1} is not UTF-8"
        case json.JSONDecodeError(doc=""):
            return error.msg
        case json.JSONDecodeError():
            return f"{error.msg} at line {error.lineno}, column {error.colno}"
        case RecursionError():
            return "lists and objects are nested too deeply"
        case _:
            return "a number has too many digits"


class FaultKind(StrEnum):
    """Where a request was lost."""

    DNS = "dns"
    TCP = "tcp"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    REFUSED = "refused"  # our own guard


@dataclass(frozen=True, slots=True)
class TransportFault:
    """Say why there is no response.

    is_unknown: the request may have reached the Receiver, so a write is `unknown`.
    """

    kind: FaultKind
    message: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it.

    number: counts from 1 within a run and process; names it in evidence.
    started: aware UTC. duration: until the body was read, or the fault.
    """

    number: int
    request: Request
    response: Response | None
    fault: TransportFault | None
    started: datetime
    duration: timedelta
