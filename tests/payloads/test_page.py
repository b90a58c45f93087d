"""The table in docs/templates.md lists exactly the shipped templates."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.payloads.shipped import NAMES, template

PAGE: Final = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
TABLE: Final = PAGE.partition("## Shipped templates")[2].partition("\n### ")[0]
ROWS: Final = {
    cells[0].strip("`"): cells[1:]
    for cells in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.splitlines()
        if line.startswith("| `")
    )
}


def test_the_table_lists_exactly_the_shipped_templates() -> None:
    """In order, each once."""
    assert tuple(ROWS) == NAMES
    assert TABLE.count("\n| `") == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_says_what_the_template_is(name: str) -> None:
    """Its title."""
    assert ROWS[name][0].lower() == template(name).title.lower()


@pytest.mark.parametrize("name", NAMES)
def test_a_row_names_the_applications_of_its_workflows(name: str) -> None:
    """Those that its first lines name."""
    comment = template(name).content.decode().partition("schema:")[0]
    numbers = sorted(set(re.findall(r"\bapp(\d)-", comment)))
    assert ROWS[name][1].split(", ") == numbers


@pytest.mark.parametrize("name", NAMES)
def test_a_row_lists_exactly_the_params(name: str) -> None:
    """With the defaults it shows, and which may be left out."""
    params = template(name).params
    listed = ROWS[name][2].split("; ")
    assert [cell.split("`")[1] for cell in listed] == list(params)
    for cell, declared in zip(listed, params.values(), strict=True):
        default = re.search(r"\((.+)\)", cell)
        assert default is None or default[1] == declared.default
        left_out = not declared.required and declared.default is None
        assert cell.endswith(", optional") is left_out
