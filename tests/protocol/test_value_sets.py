"""The code systems of BaRS, as package data."""

import pytest

from pytest_bars.protocol.messages import Event, Reason
from pytest_bars.protocol.use_cases import USE_CASES
from pytest_bars.protocol.value_sets import (
    EXAMPLES_ONLY,
    code_systems,
    is_known_code,
)

SYSTEM = "https://fhir.nhs.uk/CodeSystem/"


def test_all_are_there() -> None:
    systems = code_systems()
    assert len(systems) == 20
    assert sum(len(system.codes) for system in systems.values()) == 312


def test_those_that_hold_examples_are_not_closed() -> None:
    systems = code_systems()
    assert systems.keys() >= EXAMPLES_ONLY
    assert {url for url in systems if not systems[url].is_closed} == EXAMPLES_ONLY


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("message-events-bars", {event.value for event in Event}),
        ("message-reason-bars", {reason.value for reason in Reason}),
    ],
)
def test_what_is_known_elsewhere_is_the_same(name: str, codes: set[str]) -> None:
    assert code_systems()[SYSTEM + name].codes.keys() == codes


def test_the_use_cases_are_published() -> None:
    published = code_systems()[f"{SYSTEM}usecases-categories-bars"].codes
    assert USE_CASES.keys() <= published.keys()


@pytest.mark.parametrize(
    ("code", "is_known"),
    [("REC_CONFLICT", True), ("REC_TOO_EARLY", True), ("REC_HAPPY", False)],
)
def test_error_codes_in_use_are_known(code: str, is_known: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_known_code(code_systems()[f"{SYSTEM}http-error-codes"], code) is is_known
