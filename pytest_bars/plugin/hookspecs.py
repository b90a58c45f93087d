"""Hooks of pytest-bars that a `conftest.py` or a plugin may implement.

Objects handed to them are frozen; text in them may be personal until it has passed
`runtime.redact`.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_bars.results import TestResult
    from pytest_bars.runtime.live import Runtime


@pytest.hookspec
def pytest_bars_run_opened(runtime: "Runtime") -> None:
    """Be told that a run is open, in each process, before its first request.

    runtime: the profile, the client and the evidence folder are reached from here.
    """


@pytest.hookspec
def pytest_bars_test_finished(item: pytest.Item, result: "TestResult") -> None:
    """Be told what became of a test, or of one of its cases, cleanup included."""
