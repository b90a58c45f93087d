"""Stages are named once, and know what they allow."""

import pytest

from pytest_bars.stages import Stage


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("local", Stage.LOCAL),
        ("int-assurance", Stage.INT_ASSURANCE),
        ("production", Stage.PROD),
        ("technical-go-live", Stage.PROD),
        ("business-go-live", Stage.PROD_E2E),
        ("INT", None),
        ("nowhere", None),
    ],
)
def test_a_stage_is_found_by_name_or_alias(name: str, stage: Stage | None) -> None:
    assert Stage.named(name) is stage


def test_every_stage_has_a_label() -> None:
    assert len({stage.label for stage in Stage}) == len(Stage)


def test_only_technical_and_business_go_live_are_production() -> None:
    assert {s for s in Stage if s.is_production} == {Stage.PROD, Stage.PROD_E2E}


def test_rehearsal_and_sandbox_never_count() -> None:
    assert {s for s in Stage if not s.is_counted} == {Stage.LOCAL, Stage.SANDBOX}


def test_int_development_is_not_strict() -> None:
    assert {s for s in Stage if s.is_strict} == {
        Stage.INT_ASSURANCE,
        Stage.UAT,
        Stage.PROD,
        Stage.PROD_E2E,
    }
