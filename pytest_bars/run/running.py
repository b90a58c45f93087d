"""What a test holds while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pytest_bars.compile.model import CompiledCase, CompiledTest
from pytest_bars.environments.conformance import Conformance
from pytest_bars.jsontypes import Json
from pytest_bars.run.ledger import Ledger
from pytest_bars.run.session import Session
from pytest_bars.stages import Stage
from pytest_bars.steps.base import StepReport
from pytest_bars.values.generate import TestValues
from pytest_bars.values.scope import Scope


@dataclass(slots=True)
class Frame:
    """Where steps run: a test, a flow or a cleanup, with names of its own.

    prefix: of the addresses, such as `cancel.`. conversation: of steps that name
    none. reports: of steps that have sent something, by address from here.
    """

    scope: Scope
    prefix: str = ""
    conversation: str = ""
    reports: dict[str, StepReport] = field(default_factory=dict)


@dataclass(slots=True)
class Running:
    """One test, or one case of it, while it runs.

    identity: `PLAN::REF[case]`. deadline: on the monotonic clock, or None.
    """

    session: Session
    test: CompiledTest
    case: CompiledCase
    identity: str
    values: TestValues
    frame: Frame
    ledger: Ledger
    roots: Mapping[str, Json]
    parties: Mapping[str, Json]
    started: float
    attempt: int = 1
    deadline: float | None = None
    conversations: dict[str, str] = field(default_factory=dict)

    @property
    def stage(self) -> Stage:
        """Return the testing stage of the run."""
        return self.session.profile.stage

    @property
    def conformance(self) -> Conformance:
        """Return how strictly the profile takes conformance."""
        return self.session.profile.conformance

    def record(
        self, kind: str, data: dict[str, Json], *, durable: bool = False
    ) -> None:
        """Journal something of this test."""
        data["test"] = self.identity
        self.session.journal.record(kind, data, durable=durable)

    def correlation_id(self, conversation: str) -> str:
        """Return the X-Correlation-Id of a conversation, made on its first request."""
        found = self.conversations.get(conversation)
        if found is None:
            found = self.conversations[conversation] = self.values.uuid()
        return found

    def now(self) -> float:
        """Return seconds on the monotonic clock."""
        return self.session.clock.monotonic()

    def limit(self, within: timedelta | None) -> None:
        """Set the deadline from now on; waiting for others before does not count."""
        self.deadline = None if within is None else self.now() + within.total_seconds()

    def remaining(self) -> timedelta | None:
        """Return the time left; None without a deadline, negative when it is up."""
        if self.deadline is None:
            return None
        return timedelta(seconds=self.deadline - self.now())

    @property
    def is_late(self) -> bool:
        """Say whether the test's time is up."""
        return self.deadline is not None and self.now() > self.deadline
