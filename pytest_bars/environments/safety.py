"""What each testing stage allows: selection and executor ask the same question.

Source: guide, Deploy, Key deployment activities (2025-05-31): Technical Go Live
tests functional happy-path workflows; keeping error tests out of Production is our
safe reading of "minimise the impact on live services".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from pytest_bars.environments.profile import Profile
from pytest_bars.errors import StageRefusal
from pytest_bars.stages import Stage

Kind = Literal["happy-path", "error"]


@dataclass(frozen=True, slots=True)
class StageRule:
    """What may run at a stage.

    kinds: of tests. is_runnable: this version can run against it.
    allows_adhoc: ad hoc testing without a full plan is allowed.
    """

    kinds: frozenset[Kind]
    is_runnable: bool = False
    allows_adhoc: bool = False


_ALL: Final[frozenset[Kind]] = frozenset({"happy-path", "error"})
_HAPPY: Final[frozenset[Kind]] = frozenset({"happy-path"})
RULES: Final[Mapping[Stage, StageRule]] = MappingProxyType(
    {
        Stage.LOCAL: StageRule(_ALL, is_runnable=True),
        Stage.SANDBOX: StageRule(_ALL, is_runnable=True),
        Stage.INT: StageRule(_ALL, allows_adhoc=True),
        Stage.INT_ASSURANCE: StageRule(_ALL),
        Stage.UAT: StageRule(_ALL),
        Stage.PROD: StageRule(_HAPPY),
        Stage.PROD_E2E: StageRule(_HAPPY),
    }
)


def refusal(
    stage: Stage,
    *,
    kind: Kind,
    not_in: Mapping[Stage, str],
    e2e: bool,
    any_e2e: bool,
) -> str | None:
    """Return why the stage leaves a test out, or None when it may run.

    any_e2e: whether any test of the plan is marked `e2e: true`. The reason is one
    sentence without full stop, fit to follow `REF:`.
    """
    if stage in not_in:
        return f"left out of {stage.label} by the plan: {not_in[stage]}"
    if kind not in RULES[stage].kinds:
        return f"{stage.label} runs happy-path tests only; this one is kind: {kind}"
    if stage is Stage.PROD_E2E and any_e2e and not e2e:
        return f"{stage.label} runs the tests marked e2e: true; this one is not"
    return None


def refuse_unrunnable(profile: Profile) -> None:
    """Refuse a profile this version cannot yet run with.

    Raises StageRefusal, naming what is missing and what to use instead.
    """
    stage = profile.stage
    if RULES[stage].is_runnable:
        return
    where, needs = (
        ("Production", "access tokens, the agreed window, a budget and --bars-confirm")
        if stage.is_production
        else ("INT", "access tokens (signed JWT)")
    )
    own = (
        f" The profile also needs {', '.join(profile.missing)} in bars.yaml."
        if profile.missing
        else ""
    )
    raise StageRefusal(
        f"Profile {profile.name} ({stage.label}) cannot be run yet: running against "
        f"{where} needs {needs}, which this version does not have.{own} Nothing was "
        "sent. Use --bars-env=local or --bars-env=sandbox."
    )
