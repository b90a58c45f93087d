"""Tests of pytest_bars.checks."""
