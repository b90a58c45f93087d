"""Fixtures of the tests of running: a Receiver, and a bench for inline plans."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from pytest_bars.plan.model import Step
from tests.run.bench import Bench, compile_text, opened
from tests.run.servers import Receiver, serving

OpenBench = Callable[..., Bench]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serving() as served:
        yield served


@pytest.fixture
def bench(tmp_path: Path, receiver: Receiver) -> Iterator[OpenBench]:
    """Return a function that opens a bench for the text of a plan."""
    with ExitStack() as stack:

        def open_bench(
            text: str,
            *,
            flows: str = "",
            more: Sequence[type[Step]] = (),
            **settings: Any,
        ) -> Bench:
            plan = compile_text(tmp_path, text, flows=flows, more=more)
            base_url = settings.pop("base_url", receiver.base_url)
            return stack.enter_context(opened(tmp_path, base_url, plan, **settings))

        yield open_bench
