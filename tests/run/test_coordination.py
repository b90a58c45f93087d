"""Claims, exclusive use and doing once: in one process and over several."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_bars.jsontypes import JsonObject
from pytest_bars.run.coordination import (
    Coordinator,
    LocalCoordinator,
    SharedCoordinator,
)

MakeCoordinator = Callable[[Path], Coordinator]
both = pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: LocalCoordinator(), id="local"),
        pytest.param(SharedCoordinator, id="shared"),
    ],
)


@both
def test_each_claim_takes_another_candidate(
    make: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make(tmp_path)
    assert coordinator.claim("Slot", ["a", "b"]) == 0
    assert coordinator.claim("Slot", ["a", "b"]) == 1
    assert coordinator.claim("Slot", ["a", "b"]) is None
    assert coordinator.claim("Other", ["a"]) == 0


@both
def test_a_thing_is_computed_once(make: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make(tmp_path)
    calls: list[int] = []

    def compute() -> JsonObject:
        calls.append(1)
        return {"outcome": "pass"}

    for _ in range(3):
        assert coordinator.once("P::PRE-01", compute) == {"outcome": "pass"}
    assert calls == [1]


@both
def test_what_failed_to_be_computed_is_computed_again(
    make: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make(tmp_path)

    def interrupted() -> JsonObject:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        coordinator.once("key", interrupted)
    assert coordinator.once("key", lambda: {"a": 1}) == {"a": 1}


@both
def test_exclusive_use_makes_others_wait(make: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make(tmp_path)
    seen: list[str] = []

    def other() -> None:
        with make_same(coordinator, tmp_path).exclusive(["b", "a"]):
            seen.append("second")

    with coordinator.exclusive(["a", "b", "a"]):
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.05)
        seen.append("first")
    thread.join()
    assert seen == ["first", "second"]


def make_same(coordinator: Coordinator, folder: Path) -> Coordinator:
    """Return what another worker would use."""
    if isinstance(coordinator, SharedCoordinator):
        return SharedCoordinator(folder)
    return coordinator


@both
def test_two_that_ask_at_once_get_one_computation(
    make: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make(tmp_path)
    calls: list[int] = []

    def slow() -> JsonObject:
        time.sleep(0.05)
        calls.append(1)
        return {"n": len(calls)}

    def ask() -> None:
        make_same(coordinator, tmp_path).once("key", slow)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


HOLD = """
import sys, time
from pathlib import Path
from pytest_bars.run.coordination import SharedCoordinator

with SharedCoordinator(Path(sys.argv[1])).exclusive(["patient"]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_worker_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"held\n"
        worker.kill()
    with SharedCoordinator(tmp_path).exclusive(["patient"]):
        pass


def test_workers_share_what_is_claimed_and_known(tmp_path: Path) -> None:
    one, two = SharedCoordinator(tmp_path), SharedCoordinator(tmp_path)
    assert (one.claim("Slot", ["a", "b"]), two.claim("Slot", ["a", "b"])) == (0, 1)
    one.once("key", lambda: {"by": "one"})
    assert two.once("key", lambda: {"by": "two"}) == {"by": "one"}
