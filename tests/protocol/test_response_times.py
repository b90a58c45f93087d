from pytest_bars.protocol.catalogue import requirements
from pytest_bars.protocol.response_times import RESPONSE_LIMITS


def test_the_limits_are_those_of_the_requirements_they_name() -> None:
    for limit in RESPONSE_LIMITS:
        told = requirements()[limit.requirement].text
        assert f"under {limit.below_ms} ms" in told
        assert (
            "every request" if limit.percent == 100 else f"{limit.percent}%"
        ) in told
