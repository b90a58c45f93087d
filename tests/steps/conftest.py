"""Fixtures of the tests of steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_bars.steps.base import StepContext
from tests.run.servers import Receiver, serving
from tests.steps.contexts import handed


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serving() as served:
        yield served


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def context(
    tmp_path: Path, receiver: Receiver, slept: list[float]
) -> Iterator[StepContext]:
    with handed(tmp_path, receiver.base_url, slept) as given:
        yield given
