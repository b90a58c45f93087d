"""The published scenarios of TKW: which value makes INT answer what.

Source: BaRS guide, Build, Testing-and-Environments, TKW page (2025-05-31).
Where the page contradicts itself `value` is our reading, `published` what it prints.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

MessageKind = Literal["Booking", "Referral", "Validation"]
Where = Literal["header", "query", "path", "body"]
Table = Literal[
    "Capability", "MessageDef", "Booking", "Referral", "Validation", "Response"
]
ABSENT: Final = "absent"
"""Value of a sentinel in the body: the patient has no NHS number."""


@dataclass(frozen=True, slots=True)
class Sentinel:
    """One published scenario.

    where, key, value: where TKW looks and for what; None where any request of the kind
    is answered so. target: DoS service id the request must go to, None for any listed.
    status: the answer; is_status_stated: False where the page says only what comes
    back, and 200 is the reading. returned_id: id of the resource in the answer.
    """

    id: str
    table: Table
    name: str
    applications: tuple[int, ...]
    method: str
    path: str
    status: int
    is_status_stated: bool
    where: Where | None = None
    key: str | None = None
    value: str | None = None
    published: str | None = None
    target: str | None = None
    returned_id: str | None = None
    behaviour: str | None = None


def _sentinel(row: dict[str, Any]) -> Sentinel:
    other = row["alternative_path_id"]
    return Sentinel(
        id=row["id"],
        table=row["table"],
        name=row["name"],
        applications=tuple(row["applications"]),
        method=row["method"],
        path=row["path"].replace(row["value"], other) if other else row["path"],
        status=row["status"],
        is_status_stated=row["status_stated"],
        where=row["where"],
        key=row["key"],
        value=other or row["value"],
        published=row["value"],
        target=row["target"],
        returned_id=row["returned_id"],
        behaviour=row["behaviour"],
    )


@lru_cache(maxsize=1)
def sentinels() -> tuple[Sentinel, ...]:
    """Return all 54 scenarios, in the page's order."""
    text = (files(__package__) / "data" / "tkw.json").read_text("utf-8")
    return tuple(_sentinel(row) for row in json.loads(text))


@lru_cache(maxsize=1)
def _index() -> dict[tuple[str, str], Sentinel]:
    found: dict[tuple[str, str], Sentinel] = {}
    for sentinel in sentinels():
        if sentinel.value is not None:
            found.setdefault((_kind(sentinel), sentinel.value), sentinel)
    return found


def _kind(sentinel: Sentinel) -> str:
    if sentinel.where == "body":
        return "Validation" if sentinel.table == "Response" else sentinel.table
    return sentinel.path.split("/")[1]


def message_sentinel(kind: MessageKind, nhs_number: str | None) -> Sentinel | None:
    """Return the scenario of a new message for a patient, or None.

    nhs_number: None for a patient without one. The kind decides too: one number stands
    for 404 of a booking and of a validation request.
    """
    return _index().get((kind, ABSENT if nhs_number is None else nhs_number))


def response_sentinel(nhs_number: str) -> Sentinel | None:
    """Return the scenario of a response about a patient, or None.

    The page names a validation request as the payload of all four: of two it says that
    TKW then sends the response, of the others, did-not-attend, that it takes one.
    """
    for sentinel in sentinels():
        if sentinel.table == "Response" and sentinel.value == nhs_number:
            return sentinel
    return None


def read_sentinel(resource_type: str, resource_id: str) -> Sentinel | None:
    """Return the scenario of reading `/ServiceRequest/{id}` or `/Appointment/{id}`."""
    return _index().get((resource_type, resource_id))


def slot_sentinel(service_id: str) -> Sentinel | None:
    """Return the scenario of a slot search for a service, or None."""
    return _index().get(("Slot", service_id))


def context_sentinel(value: str) -> Sentinel | None:
    """Return the scenario of GET /MessageDefinition for a context value, or None."""
    return _index().get(("MessageDefinition", value))


# Ids TKW returns whatever was sent.
BOOKED_ID: Final = "ce1c4ced-2a84-4198-9982-9caf894d0bb7"
REFERRED_ID: Final = "79120f41-a431-4f08-bcc5-1e67006fcae0"
VALIDATED_ID: Final = "0b42eac3-0175-43c8-bbab-efaa8ca31ccf"
REVOKED_ID: Final = "09b53c07-2a21-4ba5-ac8b-f33e486d794d"

LISTED_SERVICES: Final = (
    "2000072489",
    "2000073917",
    "1503499715",
    "2000081230",
    "2000093816",
    "1374839566",
    "2000011147",
    "2000076289",
    "2000003366",
    "2000071898",
    "2000159909",
    "2000159910",
)
"""DoS services of the page's table, in its order (TKW, TKW 2, ...)."""

UNLISTED_SERVICES: Final = ("2000070513", "2000076288")
"""Services the page's scenarios use, though its table of working ones lacks them."""


class StatefulEvent(StrEnum):
    """What may happen to the stateful patient."""

    MAKE_BOOKING = "make-booking"
    CANCEL_BOOKING = "cancel-booking"
    CREATE_LINKED_REFERRAL = "create-linked-referral"
    CREATE_MISLINKED_REFERRAL = "create-mislinked-referral"
    CANCEL_REFERRAL = "cancel-referral"


class StatefulState(StrEnum):
    """What the stateful patient has."""

    INITIAL = "initial"
    BOOKED = "appointment-booked"
    REFERRED = "referral-created"


@dataclass(frozen=True, slots=True)
class StatefulCell:
    """What TKW answers to an event in a state.

    next_state: inferred, as the page gives answers only; None where it is open.
    """

    event: StatefulEvent
    state: StatefulState
    status: int
    reason: str
    next_state: StatefulState | None


_NO_BOOKING = "the booking the request relates to does not exist"
_NO_REFERRAL = "the referral the request relates to does not exist"
_HAS_BOOKING = "booking already exists"
_HAS_REFERRAL = "referral already exists"
_MISLINKED = "referral is not linked to the correct booking"
_E, _S = StatefulEvent, StatefulState

_CELLS = (
    StatefulCell(_E.MAKE_BOOKING, _S.INITIAL, 200, "", _S.BOOKED),
    StatefulCell(_E.MAKE_BOOKING, _S.BOOKED, 409, _HAS_BOOKING, _S.BOOKED),
    StatefulCell(_E.MAKE_BOOKING, _S.REFERRED, 409, _HAS_BOOKING, _S.REFERRED),
    StatefulCell(_E.CANCEL_BOOKING, _S.INITIAL, 400, _NO_BOOKING, _S.INITIAL),
    StatefulCell(_E.CANCEL_BOOKING, _S.BOOKED, 200, "", _S.INITIAL),
    StatefulCell(_E.CANCEL_BOOKING, _S.REFERRED, 200, "", None),
    StatefulCell(_E.CREATE_LINKED_REFERRAL, _S.INITIAL, 400, _NO_BOOKING, _S.INITIAL),
    StatefulCell(_E.CREATE_LINKED_REFERRAL, _S.BOOKED, 200, "", _S.REFERRED),
    StatefulCell(
        _E.CREATE_LINKED_REFERRAL, _S.REFERRED, 409, _HAS_REFERRAL, _S.REFERRED
    ),
    StatefulCell(
        _E.CREATE_MISLINKED_REFERRAL, _S.INITIAL, 400, _NO_BOOKING, _S.INITIAL
    ),
    StatefulCell(_E.CREATE_MISLINKED_REFERRAL, _S.BOOKED, 409, _MISLINKED, _S.BOOKED),
    StatefulCell(
        _E.CREATE_MISLINKED_REFERRAL, _S.REFERRED, 409, _HAS_REFERRAL, _S.REFERRED
    ),
    StatefulCell(_E.CANCEL_REFERRAL, _S.INITIAL, 400, _NO_BOOKING, _S.INITIAL),
    StatefulCell(_E.CANCEL_REFERRAL, _S.BOOKED, 400, _NO_REFERRAL, _S.BOOKED),
    StatefulCell(_E.CANCEL_REFERRAL, _S.REFERRED, 200, "", _S.BOOKED),
)
STATEFUL_TABLE: Final = {(cell.event, cell.state): cell for cell in _CELLS}
"""All 15 cells of the stateful table, by event and state."""
