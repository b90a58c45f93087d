"""A BaRS API with a stateful Receiver behind it, on a loopback port."""

from pytest_bars.simulator.faults import FAULTS

__all__ = ["FAULTS"]
