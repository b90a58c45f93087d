"""Say whether a test waits for a person, so that it is not started."""

from collections.abc import Sequence

from pytest_bars.compile.model import CompiledPrerequisite, CompiledStep, CompiledTest
from pytest_bars.stages import Stage


def waits_for(test: CompiledTest, stage: Stage) -> str | None:
    """Return what a person has to do before the test can pass, or None.

    A statement that nobody has made and a manual prerequisite count like a manual
    step: nobody is asked in this release.
    """
    for prerequisite in test.prerequisites:
        if prerequisite.runs_in(stage) and prerequisite.kind != "check":
            return _asked(prerequisite)
    step = _manual(test.steps, stage)
    return None if step is None else f'step {step.ref} "{step.name}" is for a person'


def _asked(prerequisite: CompiledPrerequisite) -> str:
    who = prerequisite.attest.by if prerequisite.attest else "a person"
    return f'prerequisite {prerequisite.ref} "{prerequisite.name}" is for {who}'


def _manual(steps: Sequence[CompiledStep], stage: Stage) -> CompiledStep | None:
    for step in steps:
        if step.runs_in(stage):
            if step.kind == "manual":
                return step
            found = _manual(step.flow.steps, stage) if step.flow else None
            if found is not None:
                return found
    return None
