"""The reference page of the rules."""

import re
from pathlib import Path

from pytest_bars.protocol.conformance_rules import NEVER_ACCEPTED, RULES

PAGE = (Path(__file__).parents[3] / "docs" / "fhir-checks.md").read_text("utf-8")


def test_the_page_has_every_rule_and_no_other() -> None:
    rows = re.findall(r"^\| `(CF-[A-Z-]+)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    advice = " *(advice)*"
    assert rows == [
        (rule.id, rule.says + advice * rule.is_advice, rule.source)
        for rule in RULES.values()
    ]


def test_what_is_never_accepted_is_a_rule() -> None:
    assert set(RULES) >= NEVER_ACCEPTED
