"""The simulator as tests need it: in this process, or as a child."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.simulator.api import Api, in_process


@pytest.fixture
def api() -> Api:
    """A simulator of the test's own, without faults."""
    return in_process()


StartChild = Callable[..., subprocess.Popen[bytes]]
ChildApi = Callable[..., Api]


@pytest.fixture
def start_child() -> Iterator[StartChild]:
    """Start `python -m pytest_bars.simulator`; every child ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "pytest_bars.simulator", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.communicate(timeout=10)


def base_url_of(child: subprocess.Popen[bytes]) -> str:
    """Return what a child announces."""
    assert child.stdout is not None
    announced = json.loads(child.stdout.readline())
    assert announced["pid"] == child.pid
    return str(announced["base_url"])


@pytest.fixture
def child_api(start_child: StartChild) -> Iterator[ChildApi]:
    """Start a child with faults and return its caller over loopback."""
    with httpx.Client() as client:

        def start(*faults: str) -> Api:
            arguments = [word for name in faults for word in ("--fault", name)]
            return Api(base_url_of(start_child(*arguments)), client.send)

        yield start
