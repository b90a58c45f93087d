"""What the models of fhir.resources refuse, we refuse too."""

import random
from collections.abc import Iterator

import pytest
from fhir.resources.R4B import get_fhir_model_class

from pytest_bars.fhir.definitions import RESOURCE_TYPES
from pytest_bars.fhir.shapes import resource_shape, shape_of
from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject
from tests.fhir import samples
from tests.fhir.samples import edited

Path = tuple[str | int, ...]
REPLACEMENTS: list[Json] = [
    None,
    -1,
    1.5,
    True,
    "",
    "x y",
    "2026-13-01",
    [],
    {},
    [1],
    {"a": 1},
    [None],
]


def paths(value: Json, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    items: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        yield from paths(inner, (*path, key))


def mutants(seed: int) -> Iterator[JsonObject]:
    chance = random.Random(seed)
    for resource in (samples.message(), samples.patient(), samples.outcome()):
        for path in paths(resource):
            if path[-1] != "resourceType":
                yield edited(resource, path, chance.choice(REPLACEMENTS))


def is_refused_by_library(resource: JsonObject) -> bool:
    try:
        get_fhir_model_class(str(resource["resourceType"])).model_validate(resource)
    except Exception:  # noqa: BLE001 - the library raises whatever it meets
        return True
    return False


@pytest.mark.parametrize("seed", range(3))
def test_what_the_library_refuses_is_refused(seed: int) -> None:
    refused = [mutant for mutant in mutants(seed) if is_refused_by_library(mutant)]
    assert len(refused) > 50
    assert [mutant for mutant in refused if not validate(mutant)] == []


def test_every_shape_of_the_library_can_be_read() -> None:
    unread = {name for name in RESOURCE_TYPES if resource_shape(name) is None}
    assert len(unread) == 18
    assert "MedicinalProduct" in unread


def test_a_shape_has_what_the_definition_says() -> None:
    shape = shape_of("Slot")
    assert shape.required == ("end", "schedule", "start", "status")
    assert shape.members["schedule"].targets == {"Schedule"}
    assert shape.members["identifier"].is_list


def test_a_choice_names_its_members() -> None:
    shape = shape_of("MessageHeader")
    assert shape.choices["event"] == ("eventCoding", "eventUri")
    assert shape.required_choices == {"event"}


def test_an_unknown_type_has_no_shape() -> None:
    assert resource_shape("Nonsense") is None
    with pytest.raises(ValueError, match="Nonsense"):
        shape_of("Nonsense")
