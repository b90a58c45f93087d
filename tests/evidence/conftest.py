"""Runs to look at, open and sealed."""

from pathlib import Path

import pytest

from pytest_bars.evidence.bundle import RunFolder
from tests.evidence.scene import (
    FakeClock,
    obligation,
    oblige,
    open_scene,
    run_test,
    sealed_scene,
)


@pytest.fixture
def fake() -> FakeClock:
    return FakeClock()


@pytest.fixture
def run(tmp_path: Path, fake: FakeClock) -> RunFolder:
    return open_scene(tmp_path / "evidence", fake)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return sealed_scene(tmp_path / "evidence")


@pytest.fixture
def unsealed(run: RunFolder) -> Path:
    """Return a run that ended as a process ends that is killed."""
    oblige(run.main, obligation())
    run_test(run.main)
    return run.path
