import pytest

from pytest_bars.compile.rules_flow_size import MOST_NESTED, MOST_STEPS
from tests.compile.plans import Data, Desk, flow, kind, step, steps


def nested(depth: int, width: int = 1) -> Data:
    """Return flows f1, f2, ..., each running the next so many times."""
    inner = {
        f"f{place}": flow(
            *(kind("flow", f"f{place + 1}", f"s{copy}") for copy in range(width))
        )
        for place in range(1, depth)
    }
    return {**inner, f"f{depth}": flow(step())}


USED = steps(kind("flow", "f1"))


@pytest.mark.parametrize("depth", [1, MOST_NESTED])
def test_flows_may_nest_that_deep(desk: Desk, depth: int) -> None:
    assert desk.messages(USED, nested(depth)) == []


@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 3000])
def test_flows_that_nest_deeper_are_refused_once(desk: Desk, depth: int) -> None:
    [message] = desk.messages(USED, nested(depth))
    assert message == (
        f'flow "f{depth - MOST_NESTED}" nests flows more than 20 deep. '
        "Split it, or make it simpler."
    )


def test_flows_that_stand_for_millions_of_steps_are_refused_once(desk: Desk) -> None:
    [message] = desk.messages(USED, nested(9, 10))
    assert message.startswith('flow "f6" has more than 2,000 steps, those of the flows')


def test_flows_that_lead_to_a_circle_are_refused_however_many(desk: Desk) -> None:
    flows = {**nested(1500), "f1500": flow(kind("flow", "f1500"))}
    messages = desk.messages(USED, flows)
    assert "a flow cannot run itself: f1500 -> f1500." in messages
    assert any("nests flows more than 20 deep" in message for message in messages)


def test_a_test_has_a_bounded_number_of_steps(desk: Desk) -> None:
    flows = {"f1": flow(*(step(f"s{place}") for place in range(MOST_STEPS // 2 - 1)))}
    used = [kind("flow", "f1", ref) for ref in "abc"]
    assert desk.messages(steps(*used[:2]), flows) == []
    [message] = desk.messages(steps(*used), flows)
    assert message.startswith(
        'test "T-1" has more than 2,000 steps, those of the flows'
    )
