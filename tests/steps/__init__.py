"""Tests of pytest_bars.steps."""
