"""A pytest plugin of the benchmark: run the tests in another order each time."""

import os
import random

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Shuffle by the seed in SHUFFLE_SEED, the same on every worker."""
    random.Random(os.environ["SHUFFLE_SEED"]).shuffle(items)
