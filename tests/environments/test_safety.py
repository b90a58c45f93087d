from collections.abc import Mapping

import pytest

from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.safety import (
    RULES,
    Kind,
    refusal,
    refuse_unrunnable,
)
from pytest_bars.errors import StageRefusal
from pytest_bars.stages import Stage

BEFORE_PRODUCTION = [stage for stage in Stage if not stage.is_production]


def asked(
    stage: Stage,
    kind: Kind = "happy-path",
    not_in: Mapping[Stage, str] | None = None,
    *,
    e2e: bool = False,
    any_e2e: bool = False,
) -> str | None:
    return refusal(stage, kind=kind, not_in=not_in or {}, e2e=e2e, any_e2e=any_e2e)


def test_every_stage_has_its_rule() -> None:
    assert set(RULES) == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_happy_path_runs_in_every_stage(stage: Stage) -> None:
    assert asked(stage) is None


@pytest.mark.parametrize("stage", BEFORE_PRODUCTION)
def test_error_tests_run_in_every_stage_before_production(stage: Stage) -> None:
    assert asked(stage, "error") is None


@pytest.mark.parametrize("stage", [Stage.PROD, Stage.PROD_E2E])
def test_production_refuses_error_tests(stage: Stage) -> None:
    reason = asked(stage, "error", e2e=True, any_e2e=True)
    assert reason is not None
    assert "runs happy-path tests only; this one is kind: error" in reason


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_left_out_by_the_plan_gives_the_plans_reason(stage: Stage) -> None:
    reason = asked(stage, not_in={stage: "no reset before December"}, e2e=True)
    assert reason == f"left out of {stage.label} by the plan: no reset before December"


def test_a_stage_left_out_says_nothing_about_another() -> None:
    assert asked(Stage.UAT, not_in={Stage.INT: "later"}) is None


@pytest.mark.parametrize(
    ("e2e", "any_e2e", "runs"),
    [
        pytest.param(False, False, True, id="none marked"),
        pytest.param(True, True, True, id="marked"),
        pytest.param(False, True, False, id="another marked"),
    ],
)
def test_business_go_live_runs_what_is_marked_if_anything_is(
    *, e2e: bool, any_e2e: bool, runs: bool
) -> None:
    reason = asked(Stage.PROD_E2E, e2e=e2e, any_e2e=any_e2e)
    assert (reason is None) is runs
    assert asked(Stage.PROD, e2e=e2e, any_e2e=any_e2e) is None


@pytest.mark.parametrize("name", ["local", "sandbox"])
def test_rehearsal_and_try_out_can_be_run(name: str) -> None:
    refuse_unrunnable(load_profile(name, None, environ={}))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("int", "INT needs access tokens"),
        ("int-assurance", "INT needs access tokens"),
        ("uat", "INT needs access tokens"),
        ("prod", "Production needs access tokens, the agreed window"),
        ("business-go-live", "Production needs access tokens, the agreed window"),
    ],
)
def test_other_profiles_say_what_is_missing(name: str, says: str) -> None:
    with pytest.raises(StageRefusal, match=says) as caught:
        refuse_unrunnable(load_profile(name, None, environ={}))
    assert "Use --bars-env=local or --bars-env=sandbox." in str(caught.value)
    assert "needs target, end_user_organisation, auth in bars.yaml" in str(caught.value)
