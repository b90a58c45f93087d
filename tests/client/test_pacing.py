from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pytest_bars.client.client import BarsClient
from pytest_bars.client.pacing import Pacer
from tests.client.given import LOCAL, READ_SLOTS, Allowing, MemoryJournal
from tests.client.servers import answering, reply, serving


@dataclass
class Time:
    """A clock that moves by being slept on only."""

    now_s: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds


def test_the_quota_may_be_used_at_once_and_then_is_kept() -> None:
    time = Time()
    pacer = Pacer(2, time, time.sleep)
    for _ in range(5):
        pacer.wait()
    assert time.slept == [60.0, 60.0]


def test_a_slow_run_never_waits() -> None:
    time = Time()
    pacer = Pacer(1, time, time.sleep)
    for _ in range(3):
        pacer.wait()
        time.now_s += 61
    assert time.slept == []


def test_without_a_quota_nothing_waits() -> None:
    time = Time()
    pacer = Pacer(None, time, time.sleep)
    for _ in range(1000):
        pacer.wait()
    assert time.slept == []


def test_a_client_keeps_the_pace_of_its_profile() -> None:
    time = Time()
    profile = replace(LOCAL, requests_per_minute=1)
    with (
        serving(answering(reply())) as server,
        BarsClient(
            profile,
            server.base_url,
            MemoryJournal(),
            Allowing(),
            time,
            sleep=time.sleep,
        ) as client,
    ):
        client.send(READ_SLOTS)
        client.send(READ_SLOTS)
    assert time.slept == [60.0]
