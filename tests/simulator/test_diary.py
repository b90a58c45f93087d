from datetime import UTC, datetime, timedelta

from pytest_bars.simulator.diary import Diary
from pytest_bars.simulator.store import Store

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def make_diary() -> Diary:
    return Diary(lambda: NOON)


def test_slots_are_the_same_in_every_process() -> None:
    first, second = make_diary(), make_diary()
    assert first.on_offer("1", NOON, NOON + WEEK) == second.on_offer(
        "1", NOON, NOON + WEEK
    )


def test_services_have_slots_of_their_own() -> None:
    diary = make_diary()
    ids = {
        service: {slot.id for slot in diary.on_offer(service, NOON, NOON + WEEK)}
        for service in ("1", "2")
    }
    assert not ids["1"] & ids["2"]
    assert diary.find("2", next(iter(ids["1"]))) is None


def test_nothing_is_on_offer_in_the_past_or_beyond_four_weeks() -> None:
    diary = make_diary()
    slots = diary.on_offer("1", NOON - WEEK, NOON + 10 * WEEK)
    assert slots[0].start >= NOON
    assert slots[-1].start <= NOON + 4 * WEEK


def test_one_more_is_offered_for_each_that_is_named_once() -> None:
    diary = make_diary()
    before = diary.on_offer("1", NOON, NOON + WEEK)
    tomorrow = next(slot for slot in before if slot.start > NOON + timedelta(days=1))
    diary.name("1", tomorrow.id)
    diary.name("1", tomorrow.id)
    after = diary.on_offer("1", NOON, NOON + WEEK)
    assert len(after) == len(before) + 1
    assert set(map(id, before)) < set(map(id, after))


def test_a_slot_that_was_not_on_offer_is_shown_once_it_was_named() -> None:
    diary = make_diary()
    other = Diary(lambda: NOON)
    for slot in other.on_offer("1", NOON, NOON + WEEK):
        other.name("1", slot.id)
    hidden = {s.id for s in other.on_offer("1", NOON, NOON + WEEK)} - {
        s.id for s in diary.on_offer("1", NOON, NOON + WEEK)
    }
    found = diary.find("1", max(hidden))
    assert found is not None
    diary.name("1", found.id)
    assert found in diary.on_offer("1", NOON, NOON + WEEK)


def test_none_is_offered_for_what_is_no_slot() -> None:
    diary = make_diary()
    before = diary.on_offer("1", NOON, NOON + WEEK)
    diary.name("1", "")
    diary.name("1", "slot-of-nobody")
    assert diary.on_offer("1", NOON, NOON + WEEK) == before


def test_a_slot_is_found_before_any_search() -> None:
    wanted = make_diary().on_offer("1", NOON, NOON + WEEK)[-1]
    assert make_diary().find("1", wanted.id) == wanted


def test_stamps_advance_even_if_the_clock_does_not() -> None:
    store = Store(lambda: NOON)
    stamps = [store.stamp() for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == "2026-11-16T12:00:00.000+00:00"
