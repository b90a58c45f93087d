"""Tests of pytest_bars.run."""
