"""What a step is: a kind's model, what it is handed to run, and what it reports."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pytest_bars.client.client import BarsClient
from pytest_bars.client.draft import Draft
from pytest_bars.environments.profile import Profile
from pytest_bars.exchange import Effect, Exchange
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Outcome
from pytest_bars.payloads.library import Library
from pytest_bars.plan.model import Step
from pytest_bars.protocol.headers import DEFAULT_VERSION
from pytest_bars.values.generate import TestValues

_SHORTEST: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a kind has to say of its run.

    exchange: to be judged and captured from; draft: what it was made of. outcome:
    other than pass where the kind itself decides, such as `pending`.
    """

    exchange: Exchange | None = None
    draft: Draft | None = None
    outcome: Outcome = Outcome.PASS
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step is handed: everything is resolved, nothing is global.

    test: identity, `PLAN::REF[case]`. address: dotted from the test. kind: of the
    test. correlation_id: of the step's conversation. parties: by name, with their
    resolved `target`. roots: what templates may see besides their parameters.
    reports: of the steps that have sent something, by address as this step names
    them. remaining: time left of the test's `within`; None without one. api_version:
    the plan's.
    """

    client: BarsClient
    profile: Profile
    library: Library
    values: TestValues
    test: str
    address: str
    kind: str
    effect: Effect
    correlation_id: str
    parties: Mapping[str, Json]
    roots: Mapping[str, Json]
    reports: Mapping[str, StepReport]
    sleep: Callable[[float], None]
    remaining: timedelta | None = None
    api_version: str = DEFAULT_VERSION

    @property
    def timeout(self) -> timedelta | None:
        """Return the time a request may take; None for the profile's own."""
        if self.remaining is None or self.remaining > self.profile.timeout:
            return None
        return max(self.remaining, _SHORTEST)


class StepKind(Step):
    """Be the base of every kind of step that runs by itself."""

    @abstractmethod
    def run(self, context: StepContext) -> StepReport:
        """Do what the step says; raise BarsError for what stops it."""
