"""What pytest and Allure may select a test by."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pytest_bars.compile.model import CompiledPlan, CompiledTest
from pytest_bars.reports.stories import IDENTITY_LABEL
from pytest_bars.stages import Stage

_STAGES = tuple(Stage)
_EPIC = "BaRS Application {}"


def mark_test(
    function: Callable[..., None],
    plan: CompiledPlan,
    test: CompiledTest,
    *,
    with_allure: bool,
) -> Callable[..., None]:
    """Mark the function of a test: `bars` for each stage, and Allure's labels."""
    for mark in _marks(plan, test, with_allure=with_allure):
        function = mark(function)
    return function


def keywords(plan: CompiledPlan, test: CompiledTest) -> frozenset[str]:
    """Return the words by which `-k` finds a test besides its name."""
    return frozenset((plan.id, *test.requirements, *test.workflows))


def _marks(
    plan: CompiledPlan, test: CompiledTest, *, with_allure: bool
) -> Iterator[Any]:
    workflow = test.workflows[0] if test.workflows else None
    role = _role(plan)
    for stage in _STAGES:
        if stage in test.stages:
            yield pytest.mark.bars(
                ref=test.ref,
                workflow=workflow,
                kind=test.kind,
                stage=stage.value,
                role=role,
            )
    if with_allure:
        label = pytest.mark.allure_label
        yield label(f"{plan.id}::{test.ref}", label_type=IDENTITY_LABEL)
        yield label(_EPIC.format(plan.standard.application), label_type="epic")
        yield label(*(test.workflows or (plan.title,)), label_type="feature")
        yield label(f"{test.ref} {test.name}", label_type="story")
        yield label(plan.owner.organisation, label_type="owner")
        yield label(role, label_type="role")


def _role(plan: CompiledPlan) -> str:
    """Return the part the harness plays: the name of its party, or observer."""
    played = (name for name, party in plan.parties.items() if party.system == "harness")
    return next(played, "observer")
