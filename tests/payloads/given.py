"""Templates and values the tests of this folder share."""

from datetime import UTC, datetime
from typing import Final

from pytest_bars.documents.load import parse_document
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.template import Template, load_template, render
from pytest_bars.values.generate import Generator, TestValues

NOW: Final = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PROFILE: Final[JsonObject] = {
    "target": {"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "svc-1"},
    "organisation": {"name": "Harness Test Trust", "ods": "X99ZZ"},
    "software": {"system": "s", "value": "v", "name": "pytest-bars", "version": "1.2"},
}
PATIENT: Final[JsonObject] = {
    "alias": "adult_1",
    "nhs_number": "9658499007",
    "name": "Adrian DYBALL",
    "family": "DYBALL",
    "given": "Adrian",
    "birth_date": "1932-10-29",
    "postcode": "DN17 4LR",
    "gender": "male",
}


def template(text: str) -> Template:
    """Return the template a YAML text says, with schema, name and title added."""
    head = "schema: bars-payload/1\nname: example\ntitle: An example\n"
    document = parse_document((head + text).encode(), "example.bars-template.yaml")
    return load_template(document)


def values(seed: int = 1, identity: str = "PLAN::T-1") -> TestValues:
    """Return the values of a test."""
    return Generator(seed, NOW).for_test(identity)


def filled(text: str, **arguments: Json) -> Json:
    """Return the body of a template filled in."""
    return render(
        template(text),
        arguments,
        values(),
        {"profile": PROFILE, "to": PROFILE["target"]},
    )
