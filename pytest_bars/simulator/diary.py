"""Each service's slots: which there are, which are on offer, which are taken.

A slot is half an hour. Its id depends on the service and the start alone, so it is
the same in every process. Of a day's 48 slots six are on offer at first, at 00:00,
04:00 and so on; whenever one is named in a message, one more of that day is put on
offer. So a search answers with few, and yet hundreds can be booked one by one: 336 a
service within seven days. One slot a day is taken from the start.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

LENGTH: Final = timedelta(minutes=30)
HORIZON: Final = timedelta(days=28)
_NAMESPACE: Final = uuid.UUID("5d2f3a6e-6d0b-5b8e-9f0c-b2a5c0ffee01")
_A_DAY: Final = 48
_STRIDE: Final = 8
_FIRST_OFFER: Final = 6
_TAKEN: Final = 9
# The order in which a day's slots are put on offer: spread over the day first.
_ORDER: Final = tuple(
    index
    for offset in range(_STRIDE)
    for index in range(offset, _A_DAY, _STRIDE)
    if index != _TAKEN
)


def stable_id(*parts: str) -> str:
    """Return a UUID that depends on these words alone."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


@dataclass(slots=True)
class DiarySlot:
    """A slot, and whether somebody has it."""

    id: str
    service: str
    start: datetime
    is_free: bool = True
    was_named: bool = False

    @property
    def end(self) -> datetime:
        """Return when the slot ends."""
        return self.start + LENGTH


@dataclass(slots=True)
class _Day:
    """The slots of a service on one day, in the order in which they are offered."""

    slots: tuple[DiarySlot, ...]
    taken: DiarySlot
    offered: int = _FIRST_OFFER

    def on_offer(self) -> Iterator[DiarySlot]:
        """Yield what a search may show, by start."""
        shown = [*self.slots[: self.offered], self.taken]
        shown.extend(slot for slot in self.slots[self.offered :] if slot.was_named)
        yield from sorted(shown, key=lambda slot: slot.start)


@dataclass(slots=True)
class Diary:
    """The slots of all services, made when they are first asked for."""

    now: Callable[[], datetime]
    _days: dict[tuple[str, date], _Day] = field(default_factory=dict)
    _slots: dict[str, DiarySlot] = field(default_factory=dict)

    def on_offer(
        self, service: str, start: datetime, end: datetime
    ) -> tuple[DiarySlot, ...]:
        """Return what is shown of a service between two times, free or not, by start.

        Nothing in the past, nothing beyond the horizon.
        """
        now = self.now()
        earliest, latest = max(start, now), min(end, now + HORIZON)
        days = (self._day(service, day) for day in _days(earliest, latest))
        return tuple(
            slot
            for day in days
            for slot in day.on_offer()
            if earliest <= slot.start <= latest
        )

    def find(self, service: str, slot_id: str) -> DiarySlot | None:
        """Return a service's slot by its id, or None."""
        now = self.now()
        if slot_id not in self._slots:
            for day in _days(now, now + HORIZON):
                self._day(service, day)
        slot = self._slots.get(slot_id)
        return slot if slot is not None and slot.service == service else None

    def name(self, service: str, slot_id: str) -> None:
        """Note that a message, taken or not, names a slot.

        One more of its day is put on offer. slot_id: "" for none.
        """
        slot = self.find(service, slot_id) if slot_id else None
        if slot is not None and not slot.was_named:
            slot.was_named = True
            day = self._day(slot.service, slot.start.date())
            day.offered = min(day.offered + 1, len(day.slots))

    def _day(self, service: str, day: date) -> _Day:
        key = (service, day)
        if key not in self._days:
            made = _make_day(service, day)
            self._days[key] = made
            self._slots.update({slot.id: slot for slot in (*made.slots, made.taken)})
        return self._days[key]


def _days(start: datetime, end: datetime) -> Iterator[date]:
    day = start.date()
    while day <= end.date():
        yield day
        day += timedelta(days=1)


def _make_day(service: str, day: date) -> _Day:
    midnight = datetime.combine(day, time(), UTC)
    slots = [_make_slot(service, midnight + index * LENGTH) for index in range(_A_DAY)]
    taken = slots[_TAKEN]
    taken.is_free = False
    return _Day(tuple(slots[index] for index in _ORDER), taken)


def _make_slot(service: str, start: datetime) -> DiarySlot:
    return DiarySlot(stable_id("Slot", service, start.isoformat()), service, start)
