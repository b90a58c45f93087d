"""What a run of one plan needs, handed in once."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import Clock, SystemClock
from pytest_bars.compile.model import CompiledPlan, CompiledTest
from pytest_bars.environments.profile import Profile
from pytest_bars.journal import Journal
from pytest_bars.jsontypes import JsonObject
from pytest_bars.masking import mask_text
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.run.coordination import Coordinator
from pytest_bars.run.names import are_fixed, start_names
from pytest_bars.values.generate import Generator, TestValues


@dataclass(frozen=True)
class Session:
    """Everything `run_test` needs besides the test.

    manual: how people answer; only `skip` in this release. overrides: `--bars-set`,
    by name. sleep: seconds. redact: applied to every text of a result that is not a
    pass, before anyone sees it; hand in the evidence's own redactor. attempts: counts
    how often each test was started.
    """

    profile: Profile
    client: BarsClient
    journal: Journal
    generator: Generator
    library: Library
    coordinator: Coordinator
    plan: CompiledPlan
    language: Language
    manual: str = "skip"
    overrides: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    sleep: Callable[[float], None] = time.sleep
    redact: Callable[[str], str] = mask_text
    attempts: Counter[str] = field(default_factory=Counter)

    @cached_property
    def any_e2e(self) -> bool:
        """Say whether the plan marks any test for the Business Go Live."""
        return any(test.e2e for test in self.plan.tests)

    def start_names(self, values: TestValues) -> JsonObject:
        """Return the names a test starts with; made once where they are all the same.

        Raises BarsError when a value that was set is none for its var.
        """
        if self._fixed_names is not None:
            return self._fixed_names
        return self._names(values)

    @cached_property
    def _fixed_names(self) -> JsonObject | None:
        return (
            self._names(self.generator.for_test("")) if are_fixed(self.plan) else None
        )

    def _names(self, values: TestValues) -> JsonObject:
        return start_names(
            values, plan=self.plan, profile=self.profile, overrides=self.overrides
        )

    def undo_flow(self, test: CompiledTest, kind: str) -> str | None:
        """Return the flow that undoes a resource type, as test or flows say."""
        steps = chain(test.steps, *(flow.steps for flow in self.plan.flows.values()))
        for step in steps:
            effect = step.effect
            if effect is not None and effect.resource_type == kind and effect.undo:
                return effect.undo
        return None
