"""Pages of docs/ lead somewhere, and name every option and hook there is."""

import re
from pathlib import Path

import pytest

from pytest_bars.plugin import fixtures, hookspecs
from pytest_bars.runtime.extensions import Extensions

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
PLUGIN = (ROOT / "docs" / "pytest-plugin.md").read_text(encoding="utf-8")


def _links() -> list[tuple[str, str]]:
    return [
        (page.name, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in link
    ]


@pytest.mark.parametrize(("page", "link"), _links())
def test_links_lead_somewhere(page: str, link: str) -> None:
    assert (ROOT / "docs" / link).exists(), page


def test_every_option_is_described(pytestconfig: pytest.Config) -> None:
    source = (ROOT / "pytest_bars" / "plugin" / "options.py").read_text()
    options = set(re.findall(r'"(--bars-[a-z-]+)"', source))
    described = set(re.findall(r"`(--bars-[a-z-]+)", PLUGIN))
    assert options <= described
    assert all(pytestconfig.getoption(name, "?") != "?" for name in options)


@pytest.mark.parametrize("module", [fixtures, hookspecs, Extensions])
def test_every_fixture_and_hook_is_described(module: object) -> None:
    names = [name for name in vars(module) if name.startswith(("bars_", "pytest_bars"))]
    assert names
    for name in names:
        assert f"`{name}" in PLUGIN


def test_no_page_is_unreachable() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    told += "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for page in PAGES:
        assert f"({page.name})" in told or f"(docs/{page.name})" in told, page.name
