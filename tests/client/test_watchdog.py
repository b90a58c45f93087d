import math
import socket
import time
from collections.abc import Iterator

import pytest

from pytest_bars.client.watchdog import Watchdog


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    dog = Watchdog()
    yield dog
    dog.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


def wait_until_expired(watchdog: Watchdog) -> None:
    end = time.monotonic() + 5
    while not watchdog.is_expired:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_read_ends_when_the_time_is_up(
    watchdog: Watchdog, pair: tuple[socket.socket, socket.socket]
) -> None:
    watchdog.watch(pair[0])
    watchdog.arm(0.05)
    assert pair[0].recv(1) == b""
    assert watchdog.is_expired


def test_a_connection_opened_too_late_is_shut_at_once(
    watchdog: Watchdog, pair: tuple[socket.socket, socket.socket]
) -> None:
    watchdog.arm(0.01)
    wait_until_expired(watchdog)
    watchdog.watch(pair[0])
    assert pair[0].recv(1) == b""


def test_an_earlier_deadline_is_not_slept_through(watchdog: Watchdog) -> None:
    watchdog.arm(60)
    time.sleep(0.05)
    watchdog.arm(0.05)
    wait_until_expired(watchdog)


def test_a_request_that_ended_is_left_alone(
    watchdog: Watchdog, pair: tuple[socket.socket, socket.socket]
) -> None:
    watchdog.watch(pair[0])
    watchdog.arm(0.5)
    watchdog.disarm()
    time.sleep(0.6)
    assert not watchdog.is_expired
    pair[1].sendall(b"x")
    assert pair[0].recv(1) == b"x"


def test_a_later_request_has_its_whole_time(watchdog: Watchdog) -> None:
    watchdog.arm(0.6)
    time.sleep(0.05)
    watchdog.arm(math.inf)
    time.sleep(0.7)
    assert not watchdog.is_expired


def test_a_connection_already_closed_is_no_trouble(
    watchdog: Watchdog, pair: tuple[socket.socket, socket.socket]
) -> None:
    pair[0].close()
    watchdog.watch(pair[0])
    watchdog.arm(0.01)
    wait_until_expired(watchdog)


def test_an_unused_watchdog_closes() -> None:
    Watchdog().close()
