"""Which tests of a plan a run leaves out, before anything is sent, and why."""

from collections.abc import Sequence

from pytest_bars.compile.model import CompiledPlan, CompiledTest
from pytest_bars.environments.model import Claim
from pytest_bars.environments.safety import refusal
from pytest_bars.stages import Stage


def left_out_reason(
    plan: CompiledPlan,
    test: CompiledTest,
    *,
    stage: Stage,
    claims: Sequence[Claim],
) -> str | None:
    """Return why a stage, or the project's claims, leave a test out; None if not."""
    refused = refusal(
        stage,
        kind=test.kind,
        not_in=test.not_in,
        e2e=test.e2e,
        any_e2e=stage is Stage.PROD_E2E and any(each.e2e for each in plan.tests),
    )
    return refused or _unclaimed(plan, stage, claims)


def _unclaimed(plan: CompiledPlan, stage: Stage, claims: Sequence[Claim]) -> str | None:
    """Return that no claim matches the plan; in a rehearsal none is needed."""
    if stage is Stage.LOCAL:
        return None
    application = plan.standard.application
    played = _played(plan)
    for claim in claims:
        roles = {role.rpartition("-")[2] for role in claim.roles}
        if claim.application == application and roles & played:
            return None
    return (
        f"no claim of bars.yaml matches the plan: Application {application}, "
        f"product as {' and '.join(sorted(played)) or 'nobody'}; "
        "outside of a rehearsal only claimed plans are run"
    )


def _played(plan: CompiledPlan) -> frozenset[str]:
    """Return the sides a product plays in the plan, by the names of its parties."""
    return frozenset(
        name for name, party in plan.parties.items() if party.system == "product"
    )
