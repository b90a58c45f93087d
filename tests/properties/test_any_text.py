"""Whatever a file holds: a plan, or marked faults that show no secret."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_bars.checks import default_checks
from pytest_bars.documents.load import parse_document
from pytest_bars.documents.tree import Document
from pytest_bars.errors import FaultsError
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_flows, load_plan
from pytest_bars.steps import default_steps
from tests.badinput.good import GOOD

LANGUAGE = Language(default_steps(), default_checks())
CANARY = "9434765919"
# The models are built at the first example, which takes longer than the others.
UNHURRIED = settings(deadline=None)
# What YAML gives a meaning, and what our files are made of.
PIECES = [
    *"[]{},:?-#&*!|>%@`'\"\\ \n\t\r$<=~.0",
    *("---", "...", "<<", "${x}", "&a ", "*a", "!!str ", "key: ", "- ", "  ", "\0"),
    *("true", "null", "12345", "1234567890", "é", "\u2028", "\ufeff", "\x85", "😀"),
    *(
        "\\x41",
        "\\ud800",
        "\\U11111111",
        "!%ed%a0%80",
        "%YAML 1.2\n",
        "schema",
        f" {CANARY} ",
    ),
]
YAML_TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=10)
DATA = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=15,
)


def read(content: bytes) -> Document | None:
    """Return the document, or None once its faults are seen to be well told."""
    try:
        return parse_document(content, "p.bars.yaml")
    except FaultsError as error:
        judge(error)
        return None


def load(document: Document) -> bool:
    """Say whether the document is a plan or a flows file."""
    for loader in (load_plan, load_flows):
        try:
            loader(document, LANGUAGE)
        except FaultsError as error:
            judge(error)
        else:
            return True
    return False


def judge(error: FaultsError) -> None:
    """See that each fault has a place and words, and none shows the canary."""
    assert error.faults
    for fault in error.faults:
        assert fault.mark.path == "p.bars.yaml"
        assert fault.mark.line >= 1
        assert fault.mark.column >= 1
        assert fault.message
        assert CANARY not in fault.render()


@UNHURRIED
@given(st.text())
def test_any_text_is_read_or_told(text: str) -> None:
    document = read(text.encode("utf-8", "surrogatepass"))
    assert document is None or not load(document)


@UNHURRIED
@given(st.binary())
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"\xff\xfe\0\0")
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    document = read(content)
    assert document is None or not load(document)


@UNHURRIED
@given(YAML_TEXT)
@example("a: !%ed%a0%80 b")
@example('a: "\\ud800"')
def test_any_yaml_is_read_or_told(text: str) -> None:
    document = read(text.encode())
    if document is not None:
        assert not load(document)
        assert CANARY not in repr(document.data)


@UNHURRIED
@given(DATA)
def test_any_plain_data_is_read_as_it_is_or_told(data: Any) -> None:
    document = read(yaml.safe_dump(data, allow_unicode=True).encode())
    if document is not None:
        assert not load(document)


@UNHURRIED
@given(st.data())
def test_any_spoiled_plan_is_read_or_told(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 30)))
    new = data.draw(YAML_TEXT)
    document = read((GOOD[:start] + new + GOOD[end:]).encode())
    if document is not None:
        load(document)


@UNHURRIED
@given(st.lists(st.text(max_size=5), min_size=1, max_size=5), DATA)
def test_any_value_anywhere_in_a_plan_is_read_or_told(
    keys: list[str], data: Any
) -> None:
    plan: Any = yaml.safe_load(GOOD)
    for key in reversed(keys):
        data = {key: data}
    plan["tests"][0]["steps"][0] |= data
    document = read(yaml.safe_dump(plan, allow_unicode=True).encode())
    if document is not None:
        load(document)


@UNHURRIED
@given(YAML_TEXT)
def test_every_part_of_what_is_read_has_a_place(text: str) -> None:
    document = read(text.encode())
    if document is None:
        return
    lines = text.encode().splitlines()
    for location in locations(document.data):
        assert document.has(location)
        assert document.mark(location).line <= len(lines) + 1


def locations(value: Any) -> list[tuple[str | int, ...]]:
    """Return the location of everything in a value."""
    found: list[tuple[str | int, ...]] = [()]
    items = enumerate(value) if isinstance(value, list) else ()
    pairs: Any = value.items() if isinstance(value, dict) else items
    for part, child in pairs:
        found += [(part, *below) for below in locations(child)]
    return found


def test_a_canary_in_every_place_of_a_plan_is_not_shown() -> None:
    for word in sorted(set(re.findall(r"\b[a-z]+\b", GOOD))):
        content = re.sub(rf"\b{word}\b", CANARY, GOOD).encode()
        with pytest.raises(FaultsError) as caught:
            parse_document(content, "p.bars.yaml")
        judge(caught.value)
