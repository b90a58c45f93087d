"""Errors of the YAML parser become faults in plain words, whichever parser runs."""

import pytest
import yaml

from pytest_bars.documents.syntax import syntax_fault
from pytest_bars.documents.text import SourceText

SAME = {
    "tab": "a:\n\tb: c",
    "at": "a: @b",
    "colon": "a: b: c",
    "quote": 'a: "b',
    "brace": "{a: b",
    "bracket": "[a",
    "item": "- a\nb: c",
    "key": "a:\n  - b\n c: d",
    "expression": "a: {b: ${c}}",
    "alone": "a: b\nc\nd: e",
    "beside": "a: - b",
    "after": "[a] b",
    "anchor": "a: & b",
    "tag": "a: !b!c d",
    "value": "a: ]",
}


def told(text: str, parser: type[yaml.CSafeLoader | yaml.SafeLoader]) -> str:
    with pytest.raises(yaml.YAMLError) as caught:
        list(yaml.parse(text, parser))
    return syntax_fault(SourceText("p", text), caught.value).render()


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_both_parsers_are_told_alike(text: str) -> None:
    assert told(text, yaml.CSafeLoader) == told(text, yaml.SafeLoader)


def test_an_error_without_place_is_told_at_the_start() -> None:
    fault = syntax_fault(SourceText("p", "a: b"), yaml.YAMLError("secret"))
    assert fault.render().startswith("p:1:1: this is not YAML\n    a: b\n    ^\n")


def test_the_line_in_which_a_brace_opened_is_named() -> None:
    text = told("a: b\nc: {d: e\nf: g", yaml.CSafeLoader)
    assert 'expected "," or "}" in the braces opened in line 2' in text


def test_an_expression_left_open_is_still_explained() -> None:
    assert 'Quote it: "${c".' in told("a: {b: ${c", yaml.CSafeLoader)
