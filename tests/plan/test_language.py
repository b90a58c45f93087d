"""Kinds are joined to one language, and clashes among them are refused."""

from typing import ClassVar

import pytest

from pytest_bars.plan.language import Language
from pytest_bars.plan.model import Check, FlowStep, Step
from tests.plan.kinds import (
    ManualStep,
    RequestStep,
    StatusCheck,
    sample_language,
)


class OtherStatus(Check):
    """Has the key of another kind."""

    key: ClassVar[str] = "status"
    status: str


class Borrower(Check):
    """Has a field that is the key of another kind."""

    key: ClassVar[str] = "borrower"
    borrower: str
    status: str


class Keyless(Step):
    """Has no field of its key."""

    key: ClassVar[str] = "keyless"


def test_kinds_are_found_by_their_keys() -> None:
    language = sample_language()
    assert sorted(language.step_kinds) == ["flow", "manual", "request", "resend"]
    assert sorted(language.check_kinds) == ["duration", "fhirpath", "outcome", "status"]
    assert issubclass(language.step_kinds["request"], RequestStep)


def test_flow_is_there_handed_in_or_not() -> None:
    handed_in: list[list[type[Step]]] = [[ManualStep], [ManualStep, FlowStep]]
    for steps in handed_in:
        assert sorted(Language(steps, [StatusCheck]).step_kinds) == ["flow", "manual"]


def test_the_models_of_a_language_are_made_once() -> None:
    language = sample_language()
    assert language.plan_model is language.plan_model
    assert language.flows_model is language.flows_model


def test_a_kind_keeps_its_own_words() -> None:
    kind = sample_language().step_kinds["request"]
    assert (kind.__name__, kind.__doc__) == ("RequestStep", "Send a request.")


def test_two_kinds_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two kinds have the same key"):
        Language([ManualStep], [StatusCheck, OtherStatus])


def test_a_field_that_is_another_kinds_key_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Borrower: \['status'\] is the key of anoth"):
        Language([ManualStep], [StatusCheck, Borrower])


def test_a_kind_without_its_field_is_refused() -> None:
    with pytest.raises(ValueError, match="Keyless: has no field 'keyless'"):
        Language([Keyless], [StatusCheck])
