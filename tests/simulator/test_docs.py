from pathlib import Path

import pytest

from pytest_bars.simulator.faults import FAULTS, VALUES
from tests.simulator.api import Api

PAGE = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_the_page_tells_every_fault_as_the_command_does(name: str) -> None:
    assert f"| `{name}` | {FAULTS[name]} |" in PAGE


def test_the_page_tells_no_fault_that_is_none() -> None:
    section = PAGE.split("## Faults")[1].split("## Sources")[0]
    tables = section.split("### How answers are sent")[1]
    rows = [line.split("`")[1] for line in tables.splitlines() if line[:3] == "| `"]
    assert sorted(rows) == sorted(FAULTS)


def test_the_page_tells_every_fault_that_takes_a_value() -> None:
    section = PAGE.split("**With a value.**")[1].split("**Time travel.**")[0]
    rows = [line.split("`") for line in section.splitlines() if line[:3] == "| `"]
    examples = {row[1]: row[-2] for row in rows}
    assert examples == {name: f"{name}={value}" for name, value in VALUES.items()}


def test_a_request_of_three_published_outcomes_is_found(api: Api) -> None:
    resource_id = "0b42eac3-0175-43c8-bbab-efaa8ca31ccf"
    assert resource_id in PAGE
    assert api.get(f"/ServiceRequest/{resource_id}").status_code == 200
