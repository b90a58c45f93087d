"""SIGTERM is heeded while a run is open, where nobody else does."""

import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from pytest_bars.plugin.termination import heed_termination


@pytest.fixture(autouse=True)
def default() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGTERM, before)


def test_termination_is_like_ctrl_c_until_it_is_heeded_no_more() -> None:
    heed_no_more = heed_termination()
    assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    heed_no_more()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_the_handler_of_somebody_else_stays() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    heed_termination()()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def test_a_thread_changes_nothing() -> None:
    made: list[Callable[[], None]] = []
    thread = threading.Thread(target=lambda: made.append(heed_termination()))
    thread.start()
    thread.join()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    made[0]()
