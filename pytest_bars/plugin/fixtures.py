"""Fixtures for Test Plans, and for plain Python tests beside them."""

from typing import TYPE_CHECKING

import pytest

from pytest_bars.plugin.lifecycle import Lifecycle

if TYPE_CHECKING:
    from pytest_bars.client.client import BarsClient
    from pytest_bars.environments.profile import Profile
    from pytest_bars.runtime.live import Runtime


@pytest.fixture(scope="session")
def bars_profile(request: pytest.FixtureRequest) -> "Profile":
    """Return the profile chosen by `--bars-env`."""
    return Lifecycle.of(request.config).workbench.profile


@pytest.fixture(scope="session")
def bars_runtime(request: pytest.FixtureRequest) -> "Runtime":
    """Return the open run: journal, client, seed and evidence folder."""
    return Lifecycle.of(request.config).ensure_runtime()


@pytest.fixture(scope="session")
def bars_client(bars_runtime: "Runtime") -> "BarsClient":
    """Return the client of the run; what it sends is in the evidence."""
    return bars_runtime.client


@pytest.fixture(scope="session")
def bars_simulator(bars_runtime: "Runtime") -> str:
    """Return the base URL of the embedded simulator; skip where there is none."""
    if not bars_runtime.bench.profile.is_simulated:
        pytest.skip("the profile has no embedded simulator")
    return bars_runtime.place.base_url


@pytest.fixture
def bars_case(request: pytest.FixtureRequest) -> str | None:
    """Return the id of the case a test runs, or None for a test without cases."""
    return getattr(request, "param", None)
