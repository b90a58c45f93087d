"""A run leaves out what its stage forbids, and what nobody claims."""

from pathlib import Path

import pytest

from pytest_bars.compile.model import CompiledPlan
from pytest_bars.environments.model import Claim
from pytest_bars.runtime.selection import left_out_reason
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.runtime.workbench import open_workbench
from pytest_bars.stages import Stage
from tests.plugin.plans import capability, cases, plan

RECEIVER = Claim(application=1, roles=("booking-receiver",))
SENDER = Claim(application=1, roles=("booking-sender", "referral-sender"))
OTHER = Claim(application=4, roles=("booking-receiver",))


@pytest.fixture
def compiled(tmp_path: Path) -> CompiledPlan:
    """Return a plan with a happy-path and an error test, of a Receiver product."""
    path = tmp_path / "p.bars.yaml"
    path.write_text(plan(capability(), cases()), encoding="utf-8")
    return open_workbench(RunSettings(tmp_path)).compile(path)


@pytest.mark.parametrize(
    ("ref", "stage", "claims", "words"),
    [
        pytest.param("T-01", Stage.LOCAL, (), None, id="a rehearsal needs no claim"),
        pytest.param("T-01", Stage.INT, (RECEIVER,), None, id="claimed"),
        pytest.param("T-01", Stage.INT, (OTHER, RECEIVER), None, id="one of them"),
        pytest.param("T-01", Stage.INT, (), "no claim", id="nothing claimed"),
        pytest.param("T-01", Stage.UAT, (OTHER,), "Application 1", id="another"),
        pytest.param("T-01", Stage.UAT, (SENDER,), "as receiver", id="the other side"),
        pytest.param("T-02", Stage.UAT, (RECEIVER,), None, id="error test in UAT"),
        pytest.param("T-02", Stage.PROD, (RECEIVER,), "happy-path", id="Production"),
    ],
)
def test_what_is_left_out(
    compiled: CompiledPlan,
    ref: str,
    stage: Stage,
    claims: tuple[Claim, ...],
    words: str | None,
) -> None:
    test = compiled.test(ref)
    reason = left_out_reason(compiled, test, stage=stage, claims=claims)
    assert reason is None if words is None else words in str(reason)
