"""The skeleton of a plan holds what the design says, and refuses the rest."""

from typing import Any

import pytest
from pydantic import ValidationError

from pytest_bars.plan.model import (
    Capture,
    EffectSpec,
    Party,
    Prerequisite,
    TestCase,
)
from pytest_bars.plan.types import Model

ATTEST = {"ref": "P", "name": "n", "attest": {"by": "me"}}
GOOD: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "harness": (Party, {"system": "harness"}),
    "target-expression": (Party, {"system": "product", "target": "${profile.target}"}),
    "target": (Party, {"system": "product", "target": {"system": "s", "value": "v"}}),
    "person": (Party, {"person": "System User", "organisation": "provider"}),
    "create": (EffectSpec, {"create": "Appointment", "undo": "cancel-booking"}),
    "cancel": (EffectSpec, {"cancel": "Appointment"}),
    "fhirpath": (Capture, {"fhirpath": "id", "type": "id", "claim": "id"}),
    "header": (Capture, {"header": "X-Request-Id"}),
    "attest": (Prerequisite, ATTEST),
}
BAD: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "party-of-nothing": (Party, {"organisation": "provider"}),
    "party-of-both": (Party, {"system": "harness", "person": "System User"}),
    "party-null": (Party, {"system": None}),
    "target-text": (Party, {"system": "product", "target": "2000072489"}),
    "target-null": (Party, {"system": "product", "target": None}),
    "target-half": (Party, {"system": "product", "target": {"value": "v"}}),
    "target-number": (Party, {"system": "p", "target": {"system": "s", "value": 2}}),
    "effect-of-nothing": (EffectSpec, {"undo": "cancel-booking"}),
    "effect-of-two": (EffectSpec, {"create": "A", "cancel": "A"}),
    "capture-of-nothing": (Capture, {"type": "id"}),
    "capture-of-two": (Capture, {"fhirpath": "id", "header": "X"}),
    "prerequisite-of-nothing": (Prerequisite, {"ref": "P", "name": "n"}),
    "prerequisite-of-two": (
        Prerequisite,
        {**ATTEST, "manual": {"by": "a", "instruct": "b", "expect": "c"}},
    ),
}


@pytest.mark.parametrize(("model", "raw"), GOOD.values(), ids=GOOD)
def test_a_good_part_is_kept(model: type[Model], raw: dict[str, Any]) -> None:
    assert model.model_validate(raw).model_dump(exclude_unset=True) == raw


@pytest.mark.parametrize(("model", "raw"), BAD.values(), ids=BAD)
def test_a_bad_part_is_refused(model: type[Model], raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(raw)


def test_a_test_of_too_many_cases_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        TestCase.model_validate({"cases": [{"id": "a"}] * 10_001})
    errors = {error["loc"]: error["type"] for error in caught.value.errors()}
    assert errors["cases",] == "too_long"
