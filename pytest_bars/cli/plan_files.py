"""Read Test Plans and flows files as `bars lint` does, all faults at once."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from pytest_bars.compile.across import across_faults
from pytest_bars.compile.compile import Compiler, api_faults
from pytest_bars.compile.model import CompiledPlan
from pytest_bars.compile.sources import FLOWS_SUFFIX, PLAN_SUFFIX
from pytest_bars.errors import PlanError
from pytest_bars.runtime.workbench import (
    TEMPLATE_FOLDER,
    plan_language,
    template_library,
)
from pytest_bars.source import Fault

EXIT_FAULTS: Final = 6
_SUFFIXES: Final = (PLAN_SUFFIX, FLOWS_SUFFIX)
_EVIDENCE_SUFFIX: Final = ".bars"
# The nearest folder above a file that has one of these is its project's root.
_ROOT_MARKS: Final = ("bars.yaml", "pyproject.toml", "pytest.ini", "setup.cfg", ".git")


@dataclass(slots=True)
class Findings:
    """What reading found. files: how many were read."""

    plans: list[CompiledPlan] = field(default_factory=list)
    faults: dict[tuple[object, str], Fault] = field(default_factory=dict)
    files: int = 0

    def add(self, faults: Iterable[Fault]) -> None:
        """Add faults; one that several plans lead to counts once."""
        for fault in faults:
            self.faults.setdefault(fault.sort_key, fault)

    @property
    def sorted_faults(self) -> list[Fault]:
        """Return the faults by place."""
        return sorted(self.faults.values(), key=lambda fault: fault.sort_key)


def read_plans(paths: Iterable[Path]) -> Findings:
    """Compile every plan of paths, and give every fault of them.

    paths: `*.bars.yaml` or `*.bars-flows.yaml` files, or folders searched for them.
    Raises click.UsageError when there is nothing to read.
    """
    paths = [*paths]
    files = [*dict.fromkeys(file for path in paths for file in _files(path))]
    if not files:
        raise click.UsageError(
            f"There is no *{PLAN_SUFFIX} or *{FLOWS_SUFFIX} file in "
            + ", ".join(f'"{path}"' for path in paths)
        )
    return _judge(files)


def _files(path: Path) -> Iterator[Path]:
    """Yield the file itself, or those in a folder, sorted."""
    if not path.is_dir():
        if not path.name.endswith(_SUFFIXES):
            raise click.UsageError(
                f"{path}: expected a *{PLAN_SUFFIX} or *{FLOWS_SUFFIX} file."
            )
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if _is_searched(name))
        yield from (
            Path(folder, name) for name in sorted(names) if name.endswith(_SUFFIXES)
        )


def _is_searched(folder: str) -> bool:
    return not folder.endswith(_EVIDENCE_SUFFIX) and not folder.startswith(".")


def _judge(files: list[Path]) -> Findings:
    findings = Findings(files=len(files))
    language = plan_language()
    compilers: dict[Path, Compiler] = {}
    for file in files:
        root = _root(file)
        try:
            if root not in compilers:
                library = template_library()
                own = root / TEMPLATE_FOLDER
                library = library.with_folder(own) if own.is_dir() else library
                compilers[root] = Compiler(language, library, root)
            _judge_file(file, compilers[root], findings)
        except PlanError as error:
            findings.add(error.faults)
    findings.add(across_faults(findings.plans))
    return findings


def _judge_file(file: Path, compiler: Compiler, findings: Findings) -> None:
    if file.name.endswith(FLOWS_SUFFIX):
        findings.add(compiler.flows_faults(file))
    else:
        plan = compiler.compile(file)
        findings.plans.append(plan)
        findings.add(api_faults(plan))


def _root(file: Path) -> Path:
    """Return the folder no file that a plan uses may lie outside of."""
    here, absolute = Path.cwd(), file.absolute()
    if absolute.is_relative_to(here):
        return here
    for folder in absolute.parents:
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return folder
    return absolute.parent
