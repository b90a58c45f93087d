"""Reading a template: what is refused, and where it says so."""

import hashlib

import pytest

from pytest_bars.documents.load import parse_document
from pytest_bars.errors import PlanError
from pytest_bars.payloads.template import load_template
from tests.payloads.given import template

GOOD = """\
schema: bars-payload/1
name: example
title: An example
params: {slot: resource, note: {type: string, default: none given}}
ids: [header]
body:
  resourceType: Basic
  id: ${header}
  text: "${slot.id}: ${note}"
"""


def faults_of(text: str) -> list[str]:
    """Return each fault of a template as `line:column message hint`."""
    document = parse_document(text.encode(), "t.bars-template.yaml")
    with pytest.raises(PlanError) as caught:
        load_template(document)
    return [
        f"{fault.mark.line}:{fault.mark.column} {fault.message} {fault.hint or ''}"
        for fault in caught.value.faults
    ]


def test_a_good_template_says_what_it_takes() -> None:
    """Params with their types, ids, and the digest of its bytes."""
    document = parse_document(GOOD.encode(), "t.bars-template.yaml")
    read = load_template(document)
    assert (read.name, read.title, read.ids) == ("example", "An example", ("header",))
    assert {n: (p.type, p.default) for n, p in read.params.items()} == {
        "slot": ("resource", None),
        "note": ("string", "none given"),
    }
    assert read.digest == f"sha256:{hashlib.sha256(GOOD.encode()).hexdigest()}"
    assert (read.path, read.content) == ("t.bars-template.yaml", GOOD.encode())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("${header}", "${haeder}", '8:7 "haeder" is no param and no id'),
        ("${header}", "${haeder}", 'Did you mean "header"?'),
        (
            "${header}",
            "${xyz}",
            "Known here: header, note, now, profile, slot, to, today.",
        ),
        ("${header}", "${header", "8:7 "),
        ("${header}", "${uuid}", 'Add a name to "ids"'),
        ("id: ${header}", "id: x", '5:7 "header" is declared and never used'),
        (": ${note}", "", '4:26 "note" is declared and never used'),
        ("[header]", "[header, header]", '5:15 "header" is taken'),
        ("[header]", "[header, slot]", '5:15 "slot" is taken'),
        ("[header]", "[header, now]", '5:15 "now" is taken'),
        ("default: none given", "default: 7", "4:56 expected a text."),
        ("resourceType: Basic", "type: Basic", '6:1 the body needs a "resourceType".'),
        ("title: An example\n", "", "title"),
        ("ids:", "id:", "5:1 "),
        ("bars-payload/1", "bars-payload/2", "1:9 "),
        ("slot: resource", "slot: resuorce", "4:16 "),
        ("{slot: resource,", "{9slot: resource,", "4:10 "),
    ],
)
def test_a_fault_is_marked_where_it_is(old: str, new: str, fault: str) -> None:
    """With what was expected, or what to do."""
    assert any(fault in found for found in faults_of(GOOD.replace(old, new)))


def test_all_faults_are_told_at_once() -> None:
    """So that one look mends them all."""
    broken = GOOD.replace("${header}", "${a}").replace("${slot.id}", "${b}")
    assert len(faults_of(broken)) == 4


def test_a_body_that_is_no_object_is_refused() -> None:
    """A resource is an object."""
    with pytest.raises(PlanError):
        template("body: [a]")


def test_each_reference_is_looked_up_once() -> None:
    """However often it occurs."""
    read = template("body: {resourceType: A, a: '${now}', b: ['${now}', 'x ${now}']}")
    assert [reference.text for reference in read.references] == ["now"]
