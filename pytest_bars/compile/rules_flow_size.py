"""Rules of how far flows may nest: a few lines can stand for millions of steps."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_bars.compile.nodes import FlowNode, TestNode
from pytest_bars.compile.rules_flows import called
from pytest_bars.source import Fault

MOST_NESTED: Final = 20
MOST_STEPS: Final = 2_000
_SPLIT: Final = "Split it, or make it simpler."


@dataclass(frozen=True, slots=True)
class Size:
    """How large a flow is: its steps with those of the flows it runs, and how deep.

    steps: one more than allowed stands for anything above.
    """

    steps: int
    depth: int

    @property
    def is_allowed(self) -> bool:
        """Say whether anything may run it."""
        return self.steps <= MOST_STEPS and self.depth <= MOST_NESTED


def measure(flows: Mapping[str, FlowNode]) -> dict[str, Size]:
    """Return the size of each flow that ends, inner flows first.

    A flow that runs itself, and one that runs such a flow, has none.
    """
    inner = {name: _inner(flow, flows) for name, flow in flows.items()}
    callers: dict[str, list[str]] = {name: [] for name in flows}
    for name, names in inner.items():
        for each in names:
            callers[each].append(name)
    open_calls = {name: len(names) for name, names in inner.items()}
    ready = deque(name for name, count in open_calls.items() if not count)
    sizes: dict[str, Size] = {}
    while ready:
        name = ready.popleft()
        sizes[name] = _size(flows[name], [sizes[each] for each in inner[name]])
        for caller in callers[name]:
            open_calls[caller] -= 1
            if not open_calls[caller]:
                ready.append(caller)
    return sizes


def large_flows(
    flows: Mapping[str, FlowNode], sizes: Mapping[str, Size]
) -> Iterator[Fault]:
    """Yield a fault for each flow that is too large while none it runs is."""
    for name, size in sizes.items():
        flow = flows[name]
        inner = [sizes[each] for each in _inner(flow, flows)]
        if size.is_allowed or not all(each.is_allowed for each in inner):
            continue
        message = (
            f'flow "{name}" nests flows more than {MOST_NESTED} deep.'
            if size.depth > MOST_NESTED
            else f'flow "{name}" has more than {MOST_STEPS:,} steps, '
            "those of the flows it runs counted."
        )
        yield flow.document.fault(flow.location, message, key=True, hint=_SPLIT)


def large_test(test: TestNode, steps_of: Mapping[str, int]) -> list[Fault]:
    """Return a fault if a test has too many steps, those of flows counted.

    steps_of: of flows that are not too large by themselves, which is told once.
    """
    inner = sum(steps_of.get(called(step) or "", 0) for step in test.steps)
    if len(test.steps) + inner <= MOST_STEPS:
        return []
    message = (
        f'test "{test.model.ref}" has more than {MOST_STEPS:,} steps, '
        "those of the flows it runs counted."
    )
    return [test.fault(message, "steps", key=True, hint=_SPLIT)]


def _size(flow: FlowNode, inner: list[Size]) -> Size:
    steps = len(flow.steps) + sum(size.steps for size in inner)
    depth = 1 + max((size.depth for size in inner), default=0)
    return Size(min(steps, MOST_STEPS + 1), depth)


def _inner(flow: FlowNode, flows: Mapping[str, FlowNode]) -> list[str]:
    """Return the known flows that the steps of a flow run, each time they do."""
    names = (called(step) for step in flow.steps)
    return [name for name in names if name is not None and name in flows]
