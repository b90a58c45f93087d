"""Rules of cases: each has an id of its own, and values that can be read."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.nodes import TestNode
from pytest_bars.compile.rules_case_values import case_values_fit
from pytest_bars.compile.rules_ids import unknown_requirements
from pytest_bars.compile.rules_names import expression_faults
from pytest_bars.compile.view import View
from pytest_bars.jsontypes import JsonObject
from pytest_bars.source import Fault
from pytest_bars.values.interpolate import has_expression


def cases_are_some(test: TestNode, _: View) -> Iterator[Fault]:
    """A list of cases has cases in it."""
    if "cases" in test.raw and not test.model.cases:
        yield test.fault("expected at least one case.", "cases")


def case_ids_differ(test: TestNode, _: View) -> Iterator[Fault]:
    """No two cases of a test have the same id."""
    seen: set[str] = set()
    for place, row in enumerate(test.model.cases):
        case = row["id"]
        if case in seen:
            yield test.fault(f'the case "{case}" is there twice.', "cases", place, "id")
        seen.add(case)


def case_requirements_are_known(test: TestNode, view: View) -> Iterator[Fault]:
    """Requirements of a case are ids of the catalogue."""
    for place, row in enumerate(test.model.cases):
        ids = row.get("requirements", ())
        yield from unknown_requirements(test, ids, view.known, "cases", place)


def case_values_are_set(test: TestNode, view: View) -> Iterator[Fault]:
    """A value of a case reads only what is there before the test starts."""
    for place, row in enumerate(test.model.cases):
        values: JsonObject = row
        if has_expression(values):
            yield from expression_faults(
                test, values, view, ("cases", place), has_sent=False
            )


CASE_RULES: Final = (
    case_values_fit,
    cases_are_some,
    case_ids_differ,
    case_requirements_are_known,
    case_values_are_set,
)
