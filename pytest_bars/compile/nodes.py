"""The nodes of plan and flows files with their places: what the rules look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_bars.documents.tree import Document, Location
from pytest_bars.jsontypes import JsonObject
from pytest_bars.plan.model import (
    Check,
    CleanupStep,
    Flow,
    Param,
    Prerequisite,
    Step,
    TestCase,
)
from pytest_bars.source import Fault, SourceMark

METHODS: Final = ("get", "head", "post", "put", "patch", "delete")
SAFE_METHODS: Final = frozenset({"get", "head"})
SENDING: Final = frozenset({"request", "resend"})
# Keys of a step that are the same for every kind.
ENVELOPE: Final = frozenset(
    {
        "ref",
        "name",
        "stages",
        "effect",
        "expect",
        "capture",
        "poll",
        "continue",
        "conversation",
    }
)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a file: where it stands and its plain data."""

    document: Document
    location: Location
    raw: JsonObject

    def fault(
        self,
        message: str,
        *path: str | int,
        key: bool = False,
        hint: str | None = None,
    ) -> Fault:
        """Make a fault at the node, or at what the path leads to from it."""
        place = (*self.location, *path)
        return self.document.fault(place, message, key=key, hint=hint)

    def mark(self, *path: str | int) -> SourceMark:
        """Return the place of the node, or of what the path leads to from it."""
        return self.document.mark((*self.location, *path))


@dataclass(frozen=True, slots=True)
class CheckNode(Node):
    """One expected result."""

    model: Check

    @property
    def kind(self) -> str:
        """Return its kind key."""
        return self.model.key

    @property
    def is_hard(self) -> bool:
        """Say whether its not holding makes the test fail."""
        return self.model.severity == "fail" and self.model.on_fail != "blocked"


@dataclass(frozen=True, slots=True)
class StepNode(Node):
    """One step. checks: of `expect`; until: of `poll`."""

    model: Step
    checks: tuple[CheckNode, ...]
    until: tuple[CheckNode, ...]

    @property
    def kind(self) -> str:
        """Return its kind key."""
        return self.model.key

    @property
    def ref(self) -> str:
        """Return its reference."""
        return self.model.ref

    @property
    def title(self) -> str:
        """Return how messages name it."""
        return f'step "{self.model.ref}"'

    @property
    def body(self) -> JsonObject:
        """Return what stands under the kind key, where that is a map."""
        body = self.raw.get(self.model.key)
        return body if isinstance(body, dict) else {}

    @property
    def method(self) -> str | None:
        """Return the HTTP method of a request, in lower case, else None."""
        return next((name for name in METHODS if name in self.body), None)

    @property
    def sends(self) -> bool:
        """Say whether the step itself sends a request."""
        return self.kind in SENDING

    @property
    def all_checks(self) -> tuple[CheckNode, ...]:
        """Return its checks in the order they are judged."""
        return (*self.until, *self.checks)

    @property
    def kind_data(self) -> JsonObject:
        """Return the keys that are the kind's own."""
        return {key: self.raw[key] for key in self.raw if key not in ENVELOPE}


@dataclass(frozen=True, slots=True)
class CleanupNode(Node):
    """A flow run after the steps."""

    model: CleanupStep


@dataclass(frozen=True, slots=True)
class FlowNode(Node):
    """A flow of a flows file."""

    name: str
    model: Flow
    params: Mapping[str, Param]
    steps: tuple[StepNode, ...]


@dataclass(frozen=True, slots=True)
class PrerequisiteNode(Node):
    """A prerequisite. step: what is run for it, where it is a check or manual."""

    model: Prerequisite
    step: StepNode | None


@dataclass(frozen=True, slots=True)
class TestNode(Node):
    """A test. stages: those it runs in, as bits."""

    __test__ = False

    model: TestCase
    steps: tuple[StepNode, ...]
    cleanup: tuple[CleanupNode, ...]
    stages: int
