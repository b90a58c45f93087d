"""FHIR dates and instants as points in time: compare them, whatever their offset.

Source: FHIRPath N1 (2.0.0), sections 6.1.1 and 6.2, comparison by precision; FHIR R4
(4.0.1), Data Types, date, dateTime and instant.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?"
    r"(Z|[+-]\d\d:\d\d)?)?)?)?)?",
    re.ASCII,
)
_SHIFTS: Final = {
    "week": timedelta(weeks=1),
    "wk": timedelta(weeks=1),
    "day": timedelta(days=1),
    "d": timedelta(days=1),
    "hour": timedelta(hours=1),
    "h": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "second": timedelta(seconds=1),
    "s": timedelta(seconds=1),
    "millisecond": timedelta(milliseconds=1),
    "ms": timedelta(milliseconds=1),
}
_MONTHS: Final = {"year": 12, "a": 12, "month": 1, "mo": 1}
_FIRST = (1, 1, 1, 0, 0, 0)  # the first moment, for the parts that are not given


class EvaluationError(Exception):
    """An expression cannot be evaluated; the message holds no value of a resource."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as precise as its parts: year, month, day, hour, ...

    parts: in UTC where there is an offset; a fraction of a second is the last part.
    has_offset: whether the text has an offset; None when it has no time either.
    """

    parts: tuple[int, ...]
    fraction: str
    has_offset: bool | None


def parse_moment(text: str) -> Moment | None:
    """Read a FHIR date, dateTime or instant; None when the text is none."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    parts = tuple(int(part) for part in match.groups()[:6] if part is not None)
    fraction = (match.group(7) or "").rstrip("0")
    offset = match.group(8)
    try:
        shifted = _shift(parts, offset)
    except (ValueError, OverflowError):
        return None
    has_time = match.group(4) is not None
    return Moment(shifted, fraction, offset is not None if has_time else None)


def _shift(parts: tuple[int, ...], offset: str | None) -> tuple[int, ...]:
    """Return the parts in UTC; raise ValueError when they are no date."""
    year, month, day, hour, minute, second = (*parts, *_FIRST[len(parts) :])
    moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - in UTC below
    if offset is not None and offset != "Z":
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        delta = timedelta(hours=hours, minutes=minutes)
        moment += -delta if offset[0] == "+" else delta
    return tuple(moment.timetuple()[: len(parts)])


def compare_moments(left: Moment, right: Moment) -> int | None:
    """Return -1, 0 or 1, or None when precision or offsets leave it open."""
    if {left.has_offset, right.has_offset} == {True, False}:
        return None
    for mine, other in zip(left.parts, right.parts, strict=False):
        if mine != other:
            return -1 if mine < other else 1
    if len(left.parts) != len(right.parts):
        return None
    size = max(len(left.fraction), len(right.fraction))
    mine_fraction = left.fraction.ljust(size, "0")
    other_fraction = right.fraction.ljust(size, "0")
    return (mine_fraction > other_fraction) - (mine_fraction < other_fraction)


def shift_text(text: str, amount: Decimal | int, unit: str) -> str:
    """Add an amount of a unit of time to a date, dateTime or instant.

    text: a moment of at least a day; its offset and precision are kept. unit: a
    calendar word (`days`) or UCUM (`d`).

    Raises EvaluationError when the two do not go together.
    """
    match = _MOMENT.fullmatch(text)
    name = unit.removesuffix("s") if len(unit) > len("min") else unit
    is_known = name in _SHIFTS or name in _MONTHS
    if match is None or match.group(3) is None or not is_known:
        raise EvaluationError("only a duration can be added to a date or time")
    moment = datetime.fromisoformat(
        text[: match.end(6)] if match.group(6) else text[:10]
    )
    try:
        shifted = _shifted(moment, amount, name)
    except (ValueError, OverflowError):
        raise EvaluationError("the date or time is out of range") from None
    if match.group(4) is None:
        return shifted.date().isoformat()
    fraction = f".{match.group(7)}" if match.group(7) else ""
    return f"{shifted.isoformat(timespec='seconds')}{fraction}{match.group(8) or ''}"


def _shifted(moment: datetime, amount: Decimal | int, unit: str) -> datetime:
    if unit not in _MONTHS:
        return moment + _SHIFTS[unit] * float(amount)
    months = moment.year * 12 + moment.month - 1 + int(amount) * _MONTHS[unit]
    year, month = divmod(months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
