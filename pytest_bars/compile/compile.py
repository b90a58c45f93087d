"""Compile plan files: what can be run, or every fault of them and of their flows."""

from collections.abc import Iterable
from pathlib import Path

from pytest_bars.compile.across import across_faults
from pytest_bars.compile.assemble import assemble
from pytest_bars.compile.draft import draft_plan, judge_flows_alone
from pytest_bars.compile.model import CompiledPlan
from pytest_bars.compile.needs import api_faults, profile_faults
from pytest_bars.compile.sources import Sources
from pytest_bars.documents.garbage import collector_paused
from pytest_bars.errors import FaultsError, PlanError
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.source import Fault

__all__ = [
    "Compiler",
    "api_faults",
    "compile_file",
    "compile_many",
    "profile_faults",
]


class Compiler:
    """Compiles plans of one project; reads each flows file once.

    root: the folder no file may lie outside of.
    """

    def __init__(self, language: Language, library: Library, root: Path) -> None:
        self._library = library
        self._sources = Sources(language, root)

    def compile(self, path: Path) -> CompiledPlan:
        """Compile one plan file with the flows files it uses.

        Raises PlanError with every fault of the plan and its flows files.
        """
        with collector_paused():
            try:
                source = self._sources.read_plan(path)
            except FaultsError as error:
                raise PlanError(error.faults) from error
            draft = draft_plan(source, self._sources.language, self._library)
            if draft.plan is None or draft.faults:
                raise PlanError(draft.faults)
            return assemble(draft.plan)

    def flows_faults(self, path: Path) -> tuple[Fault, ...]:
        """Return every fault of a flows file, as far as it shows without a plan."""
        with collector_paused():
            source = self._sources.read_flows(path)
            return judge_flows_alone(source, self._library)


def compile_file(
    path: Path, *, language: Language, library: Library, root: Path
) -> CompiledPlan:
    """Compile one plan file with the flows files it uses.

    root: the folder no file may lie outside of.

    Raises PlanError with every fault of the plan and its flows files.
    """
    return Compiler(language, library, root).compile(path)


def compile_many(
    paths: Iterable[Path], *, language: Language, library: Library, root: Path
) -> tuple[CompiledPlan, ...]:
    """Compile plan files that belong together; flows files are read once.

    Raises PlanError with every fault of all of them, references used twice within one
    plan id among them.
    """
    compiler = Compiler(language, library, root)
    plans: list[CompiledPlan] = []
    faults: dict[Fault, None] = {}
    for path in paths:
        try:
            plans.append(compiler.compile(path))
        except PlanError as error:
            faults.update(dict.fromkeys(error.faults))
    faults.update(dict.fromkeys(across_faults(plans)))
    if faults:
        raise PlanError(faults)
    return tuple(plans)
