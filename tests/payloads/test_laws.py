"""Laws over any template and any path."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_bars.documents.load import parse_document
from pytest_bars.errors import FaultsError
from pytest_bars.jsontypes import Json
from pytest_bars.payloads.edit import EditError, overlay
from pytest_bars.payloads.fill import compile_fill
from pytest_bars.payloads.template import load_template

TEXTS = st.text(st.sampled_from("ab.${}[]+-1 \n:"), max_size=12)
PLAIN = st.text(st.sampled_from("ab .[]"), min_size=1, max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(-5, 5)


def bodies(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    """Make JSON values of these texts."""
    return st.recursive(
        LEAVES | texts,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        ),
        max_leaves=12,
    )


@settings(max_examples=200, deadline=None)
@given(bodies(TEXTS))
def test_any_body_gives_a_template_or_marked_faults(body: Json) -> None:
    """Never another exception."""
    head = {"schema": "bars-payload/1", "name": "n", "title": "t"}
    text = json.dumps({**head, "body": {"resourceType": "Basic", "x": body}})
    with suppress(FaultsError):
        document = parse_document(text.encode(), "t.bars-template.yaml")
        assert load_template(document).name == "n"


@settings(max_examples=200, deadline=None)
@given(bodies(PLAIN))
def test_what_is_filled_in_holds_nothing_empty(body: Json) -> None:
    """Filling it in again changes nothing."""
    filled = compile_fill({"keep": 1, "x": body})({})
    assert compile_fill(filled)({}) == filled
    assert _holes(filled) == 0


@settings(max_examples=200, deadline=None)
@given(bodies(PLAIN), TEXTS, LEAVES)
def test_any_edit_is_made_or_refused(body: Json, path: str, to: Json) -> None:
    """And never changes the body it was given."""
    before = json.dumps(body)
    with suppress(EditError):
        overlay(body, {path: to})
    assert json.dumps(body) == before


def _holes(node: Json) -> int:
    here = int(node in (None, "", [], {}))
    if isinstance(node, dict):
        return here + sum(_holes(member) for member in node.values())
    return here + sum(map(_holes, node)) if isinstance(node, list) else here
