import uuid
from datetime import UTC, datetime, timedelta, timezone

from pytest_bars.values.generate import Generator, render_instant

STARTED = datetime(2026, 11, 23, 23, 30, 1, 999_999, tzinfo=UTC)


def test_the_same_seed_and_test_give_the_same_uuids() -> None:
    first = Generator(7, STARTED).for_test("P::A")
    again = Generator(7, STARTED).for_test("P::A")
    assert [first.uuid(), first.uuid()] == [again.uuid(), again.uuid()]


def test_seed_test_and_count_each_change_the_uuid() -> None:
    test = Generator(7, STARTED).for_test("P::A")
    others = [
        Generator(8, STARTED).for_test("P::A"),
        Generator(7, STARTED).for_test("P::B"),
    ]
    values = [test.uuid(), test.uuid(), *(other.uuid() for other in others)]
    assert len(set(values)) == 4


def test_a_uuid_has_the_shape_of_version_4() -> None:
    made = uuid.UUID(Generator(1, STARTED).for_test("P::A").uuid())
    assert (made.version, made.variant) == (4, uuid.RFC_4122)


def test_now_is_the_start_of_the_run_in_whole_seconds_of_utc() -> None:
    local = STARTED.astimezone(timezone(timedelta(hours=1)))
    values = Generator(1, local).for_test("P::A")
    assert render_instant(values.now) == "2026-11-23T23:30:01Z"
    assert values.today == "2026-11-23"


def test_a_test_may_have_a_now_of_its_own() -> None:
    values = Generator(1, STARTED).for_test("P::A", STARTED + timedelta(hours=1))
    assert values.today == "2026-11-24"
