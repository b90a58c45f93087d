"""Edits by path."""

from typing import Final

import pytest

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.edit import EditError, edit_fault, overlay

HEADER: Final[Json] = {
    "resource": {"resourceType": "MessageHeader", "reason": {"text": "new"}}
}
REQUEST: Final[Json] = {
    "resource": {"resourceType": "ServiceRequest", "status": "active"}
}
PLACES: Final[list[Json]] = [
    {"resource": {"resourceType": "Location", "name": "A"}},
    {"resource": {"resourceType": "Location", "name": "B"}},
]


def bundle() -> JsonObject:
    """Return a message with a header, a request and two locations."""
    return {
        "resourceType": "Bundle",
        "meta": {"versionId": "1.1.0"},
        "entry": [HEADER, REQUEST, *PLACES],
        "tags": ["a", "b"],
    }


def at(body: Json, *steps: str | int) -> Json:
    """Return what stands at a path that is there."""
    for step in steps:
        body = body[step]  # type: ignore[index] # the test knows the shape
    return body


def test_sets_an_element_of_the_one_entry_of_a_type() -> None:
    """`[ServiceRequest]` finds the entry by its resource."""
    body = overlay(bundle(), {"entry[ServiceRequest].resource.status": "draft"})
    assert at(body, "entry", 1, "resource", "status") == "draft"


def test_picks_an_item_by_its_place() -> None:
    """`[2]` counts from 0."""
    body = overlay(bundle(), {"entry[2].resource.name": "C"})
    assert at(body, "entry", 2, "resource", "name") == "C"


def test_picks_a_contained_resource_by_its_own_type() -> None:
    """`[Type]` also reads the type of the item itself."""
    contained: Json = {"contained": [{"resourceType": "Patient", "gender": "male"}]}
    body = overlay(contained, {"contained[Patient].gender": "female"})
    assert body == {"contained": [{"resourceType": "Patient", "gender": "female"}]}


def test_sets_an_element_that_was_not_there() -> None:
    """The last name may be new."""
    body = overlay(bundle(), {"timestamp": "2026-11-23T08:30:00Z"})
    assert at(body, "timestamp") == "2026-11-23T08:30:00Z"


def test_null_removes_an_element_and_what_it_leaves_empty() -> None:
    """FHIR has no empty objects."""
    body = overlay(bundle(), {"meta.versionId": None})
    assert body == {name: bundle()[name] for name in ("resourceType", "entry", "tags")}


def test_null_removes_an_entry() -> None:
    """The others move up."""
    body = overlay(bundle(), {"entry[MessageHeader]": None})
    assert at(body, "entry") == [REQUEST, *PLACES]


def test_edits_are_made_in_the_order_given() -> None:
    """A later one sees what an earlier one left."""
    body = overlay(bundle(), {"entry[2]": None, "entry[Location].resource.name": "C"})
    assert at(body, "entry", 2, "resource", "name") == "C"


def test_the_body_itself_stays_as_it_was() -> None:
    """Templates share what never changes."""
    body = bundle()
    overlay(body, {"entry[1].resource.status": "draft", "meta.versionId": None})
    assert body == bundle()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param(
            "entry[ServiceRequest].resource.status.text",
            "entry[ServiceRequest].resource.status holds one value",
            id="below-a-value",
        ),
        pytest.param("meat.versionId", 'no "meat". Did you mean "meta"?', id="typo"),
        pytest.param(
            "meta.profile[0]", 'meta has no "profile". It has versionId', id="absent"
        ),
        pytest.param(
            "entry[Patient].resource", "entry has no Patient. It has", id="no-type"
        ),
        pytest.param(
            "entry[Location].resource", "entry has 2 Location: pick", id="two-of-a-type"
        ),
        pytest.param("entry[9].resource", "entry has 4 items", id="beyond-the-end"),
        pytest.param("entry.resource", "entry is a list: pick", id="no-item"),
        pytest.param("tags[Patient]", "tags has no Patient.", id="type-among-texts"),
        pytest.param("meta[0]", "meta is no list", id="item-of-an-object"),
        pytest.param("[Bundle].id", "from its character 1", id="item-of-the-body"),
        pytest.param("", "an empty text is no path", id="empty"),
        pytest.param("meta..versionId", "from its character 6", id="two-dots"),
        pytest.param("meta.", "from its character 6", id="ends-with-a-dot"),
        pytest.param(".meta", "from its character 1", id="begins-with-a-dot"),
        pytest.param("entry[0]resource", "from its character 9", id="no-dot"),
        pytest.param("entry.[0]", "from its character 7", id="dot-before-item"),
        pytest.param("entry[service]", "from its character 6", id="lower-case-type"),
    ],
)
def test_a_path_that_leads_nowhere_says_how_far_it_led(path: str, message: str) -> None:
    """Each fault names the place and what is there."""
    with pytest.raises(EditError) as caught:
        overlay(bundle(), {path: "x"})
    assert message in str(caught.value)


def test_removing_what_is_not_there_is_an_error() -> None:
    """A plan that removes nothing tests nothing."""
    with pytest.raises(EditError, match='the body has no "timestamp"'):
        overlay(bundle(), {"timestamp": None})


@pytest.mark.parametrize(
    ("path", "is_good"),
    [("meta.versionId", True), ("meta.versionid.x", False)],
    ids=["good", "bad"],
)
def test_lint_is_told_what_is_wrong_with_a_path(path: str, is_good: bool) -> None:  # noqa: FBT001 - a column of the table
    """The same judgement, without an exception."""
    assert (edit_fault(bundle(), path) is None) is is_good
