"""A compiled Test Plan: nothing left to look up, check or refuse without a network.

`raw` is the plain data of a node as the plan has it; `model` the same, typed. Where
`is_dynamic`, the model still holds expressions: resolve `raw` with
`values.interpolate` and validate it again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Literal

from pytest_bars.exchange import Effect
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.plan.model import (
    Attest,
    Capture,
    Check,
    Owner,
    Param,
    Party,
    PatientVar,
    Poll,
    Standard,
    Step,
)
from pytest_bars.source import Fault, SourceMark
from pytest_bars.stages import Stage

TestKind = Literal["happy-path", "error"]
VarValue = PatientVar | str | int | bool | None


@dataclass(frozen=True, slots=True)
class CompiledCheck:
    """One expected result. kind: its kind key, such as `status`."""

    kind: str
    raw: JsonObject
    model: Check
    is_dynamic: bool
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class CompiledCapture:
    """A value a step takes from the response, and the name it gets."""

    name: str
    capture: Capture
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class CompiledPoll:
    """Read again every `raw_every` until the checks hold, at most `raw_within`.

    raw_every, raw_within: durations as the plan has them, or expressions.
    """

    until: tuple[CompiledCheck, ...]
    raw_every: str
    raw_within: str
    model: Poll


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """One step, of a test, a flow or a prerequisite.

    kind: its kind key. is_dynamic: of the kind's own keys; each check has its own.
    effect: None where the kind sends nothing (manual, wait) or is a flow. stages: the
    ones it runs in, or None for all of the test's. flow, arguments: where it is a flow.
    """

    ref: str
    name: str
    kind: str
    raw: JsonObject
    model: Step
    is_dynamic: bool
    checks: tuple[CompiledCheck, ...]
    captures: tuple[CompiledCapture, ...]
    effect: Effect | None
    poll: CompiledPoll | None
    mark: SourceMark
    stages: frozenset[Stage] | None = None
    continues: bool = False
    conversation: str | None = None
    flow: "CompiledFlow | None" = None
    arguments: JsonObject = field(default_factory=dict)

    def runs_in(self, stage: Stage) -> bool:
        """Say whether the step is not filtered out in a stage."""
        return self.stages is None or stage in self.stages


@dataclass(frozen=True, slots=True)
class CompiledFlow:
    """Steps with a name; shared by every step that runs it.

    returns: types by name; each is a capture or a return set by its steps.
    """

    name: str
    title: str
    params: Mapping[str, Param]
    returns: Mapping[str, str]
    steps: tuple[CompiledStep, ...]
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class CompiledCleanup:
    """A flow to run after the steps. when: a resource type open in the ledger."""

    ref: str
    name: str
    flow: CompiledFlow
    arguments: JsonObject
    when: str | None
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class CompiledPrerequisite:
    """What must hold before a test.

    step: what is run for it, where it is a check or manual; its ref is the
    prerequisite's. attest: the statement asked for, where it is one.
    """

    ref: str
    name: str
    kind: Literal["check", "manual", "attest"]
    once: Literal["run", "test"]
    stages: frozenset[Stage] | None
    requirements: tuple[str, ...]
    step: CompiledStep | None
    attest: Attest | None
    mark: SourceMark
    digest: str

    def runs_in(self, stage: Stage) -> bool:
        """Say whether the prerequisite is asked for in a stage."""
        return self.stages is None or stage in self.stages


@dataclass(frozen=True, slots=True)
class CompiledCase:
    """A row of values of a test; `id` is None for the one case of a test without.

    values: what `${case.x}` sees, `id` among them; resolved once at the start of the
    test where `is_dynamic`.
    """

    id: str | None
    values: JsonObject
    requirements: tuple[str, ...]
    mark: SourceMark
    is_dynamic: bool = False


@dataclass(frozen=True, slots=True)
class TestBody:
    """What a test does: its steps, and the flows run after them."""

    __test__ = False

    steps: tuple[CompiledStep, ...]
    cleanup: tuple[CompiledCleanup, ...]


@dataclass(frozen=True)
class CompiledTest:
    """One test. stages: where it runs, by its kind, `not_in` and `e2e`.

    build: makes the steps when they are first asked for: of thousands of tests that
    are collected few may run.
    """

    __test__ = False

    ref: str
    name: str
    description: str | None
    kind: TestKind
    workflows: tuple[str, ...]
    requirements: tuple[str, ...]
    prerequisites: tuple[CompiledPrerequisite, ...]
    exclusive: tuple[str, ...]
    within: timedelta | None
    not_in: Mapping[Stage, str]
    e2e: bool
    cases: tuple[CompiledCase, ...]
    stages: frozenset[Stage]
    mark: SourceMark
    digest: str
    build: Callable[[], TestBody] = field(repr=False, compare=False)

    @property
    def steps(self) -> tuple[CompiledStep, ...]:
        """Return the steps, in order."""
        return self._body.steps

    @property
    def cleanup(self) -> tuple[CompiledCleanup, ...]:
        """Return what is run after the steps, whatever became of them."""
        return self._body.cleanup

    @cached_property
    def _body(self) -> TestBody:
        return self.build()

    def has_manual(self, stage: Stage) -> bool:
        """Say whether a person is needed in a stage, in a step or inside its flows."""
        return _has_manual(self.steps, stage)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The exact bytes a plan was compiled from. digest: `sha256:<hex>`."""

    path: str
    digest: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ProfileNeed:
    """A name of the profile that tests read.

    path: such as `("target", "value")`, or `("patients", "adult_1")`. var: the one
    that names the patient. stages: those the tests run in. fault: makes one at the
    place that reads it, of message and hint.
    """

    path: tuple[str, ...]
    var: str | None
    stages: frozenset[Stage]
    fault: Callable[[str, str], Fault] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ApiNeed:
    """A request that the API version must have, in what happy-path tests do.

    stages: those the tests run in. faults: of a version, and who chose it.
    """

    stages: frozenset[Stage]
    faults: Callable[[str, str], Iterable[Fault]] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """A Test Plan that holds.

    flows: every flow of the plan's files, by name. files: the plan's first, then the
    flows files as `use` names them. digest: over the exact bytes of all of them.
    """

    id: str
    version: str
    title: str
    standard: Standard
    owner: Owner
    parties: Mapping[str, Party]
    vars: Mapping[str, VarValue]
    tests: tuple[CompiledTest, ...]
    prerequisites: Mapping[str, CompiledPrerequisite]
    flows: Mapping[str, CompiledFlow]
    files: tuple[PlanFile, ...]
    needs: tuple[ProfileNeed, ...]
    calls: tuple[ApiNeed, ...]
    digest: str
    path: str
    mark: SourceMark

    def test(self, ref: str) -> CompiledTest:
        """Return the test of that reference. Raises KeyError when there is none."""
        for test in self.tests:
            if test.ref == ref:
                return test
        raise KeyError(ref)


def _has_manual(steps: tuple[CompiledStep, ...], stage: Stage) -> bool:
    return any(
        step.kind == "manual" or (step.flow and _has_manual(step.flow.steps, stage))
        for step in steps
        if step.runs_in(stage)
    )


def argument_values(step: CompiledStep | CompiledCleanup) -> dict[str, Json]:
    """Return the arguments of a flow as the plan has them, its defaults filled in."""
    if step.flow is None:
        return {}
    defaults = {
        name: param.default
        for name, param in step.flow.params.items()
        if not param.required or param.default is not None
    }
    return {**defaults, **step.arguments}
