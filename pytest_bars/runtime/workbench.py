"""What reading Test Plans needs: language, templates, project and profile."""

import os
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import cast

from pytest_bars.checks import default_checks
from pytest_bars.compile.compile import Compiler, api_faults, profile_faults
from pytest_bars.compile.model import CompiledPlan, CompiledTest
from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Profile
from pytest_bars.environments.project import Project, find_project, load_project
from pytest_bars.environments.safety import refuse_unrunnable
from pytest_bars.errors import PlanError
from pytest_bars.jsontypes import JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.runtime.extensions import load_extensions
from pytest_bars.runtime.selection import left_out_reason
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.steps import default_steps

TEMPLATE_FOLDER = "payloads"


def plan_language() -> Language:
    """Return the plan language, third-party kinds included."""
    hook = load_extensions().hook
    return Language(
        steps=(*default_steps(), *chain.from_iterable(hook.bars_steps())),
        checks=(*default_checks(), *chain.from_iterable(hook.bars_checks())),
    )


def template_library() -> Library:
    """Return the templates of this package and of extensions."""
    library = Library.builtin()
    for folder in chain.from_iterable(load_extensions().hook.bars_templates()):
        library = library.with_folder(folder)
    return library


@dataclass(frozen=True)
class Workbench:
    """What reading Test Plans needs, for one project and one profile."""

    settings: RunSettings
    project: Project | None
    profile: Profile

    @cached_property
    def language(self) -> Language:
        """Return the plan language, built when the first plan is read."""
        return plan_language()

    @cached_property
    def library(self) -> Library:
        """Return the templates: ours, of extensions, of the project's `payloads/`."""
        folder = self.settings.root / TEMPLATE_FOLDER
        library = template_library()
        return library.with_folder(folder) if folder.is_dir() else library

    def left_out_reason(self, plan: CompiledPlan, test: CompiledTest) -> str | None:
        """Return why the stage or the project's claims leave a test out, or None."""
        claims = () if self.project is None else self.project.claims
        stage = self.profile.stage
        return left_out_reason(plan, test, stage=stage, claims=claims)

    @property
    def solution(self) -> JsonObject:
        """Return what the project says of the solution under test."""
        if self.project is None or self.project.solution is None:
            return {}
        return cast("JsonObject", self.project.solution.model_dump(mode="json"))

    def refuse_unrunnable(self) -> None:
        """Raise StageRefusal when the profile cannot be run with."""
        refuse_unrunnable(self.profile)

    @cached_property
    def compiler(self) -> Compiler:
        """Return the compiler of the project's plans."""
        return Compiler(self.language, self.library, self.settings.root)

    def compile(self, path: Path) -> CompiledPlan:
        """Read one plan for this profile.

        Raises PlanError with every fault, names the profile lacks and requests its
        API version does not have among them.
        """
        plan = self.compiler.compile(path)
        lacking = profile_faults(plan, self.profile, self.settings.variables)
        if faults := (*lacking, *api_faults(plan, self.profile)):
            raise PlanError(faults)
        return plan


def open_workbench(settings: RunSettings) -> Workbench:
    """Read the project's settings and choose the profile.

    Raises ProfileError with every fault of `bars.yaml` or of the profile asked for.
    """
    path = settings.config or find_project(settings.root)
    project = None if path is None else load_project(path)
    profile = load_profile(settings.profile, project, environ=os.environ)
    return Workbench(settings, project, profile)
