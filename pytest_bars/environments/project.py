"""bars.yaml: what is the user's own, read and checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pytest_bars.documents.faults import model_faults
from pytest_bars.documents.load import read_document
from pytest_bars.documents.tree import Document
from pytest_bars.environments.consistency import project_faults
from pytest_bars.environments.model import (
    Claim,
    OrganisationSettings,
    Period,
    Person,
    ProjectFile,
    Solution,
)
from pytest_bars.environments.private import private_texts, without_private
from pytest_bars.errors import FaultsError, ProfileError
from pytest_bars.stages import Stage

FILE_NAME: Final = "bars.yaml"
# A folder that holds one of these is a project's root; the search ends there.
_ROOT_MARKS: Final = (".git", "pyproject.toml", "setup.cfg")


@dataclass(frozen=True)
class Project:
    """A bars.yaml that holds.

    path: of the file; relative paths in it start from its folder. Its repr shows no
    more than that, since patients stand in the file.
    """

    path: Path
    document: Document = field(repr=False)
    file: ProjectFile = field(repr=False)

    @property
    def name(self) -> str:
        """Return what the project calls itself; it names the evidence's project."""
        return self.file.project

    @property
    def folder(self) -> Path:
        """Return where relative paths start."""
        return self.path.parent

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the Applications and roles the project wants assured."""
        return self.file.claims

    @property
    def solution(self) -> Solution | None:
        """Return the product under test."""
        return self.file.solution

    @property
    def organisations(self) -> Mapping[str, OrganisationSettings]:
        """Return the organisations by key, such as `supplier`."""
        return self.file.organisations

    @property
    def people(self) -> Mapping[str, Person]:
        """Return the people by role."""
        return self.file.people

    @property
    def schedule(self) -> Mapping[Stage, Period]:
        """Return the days planned for each stage."""
        return self.file.schedule


def find_project(start: Path) -> Path | None:
    """Return the bars.yaml of the project that `start` lies in, or None.

    Looks in `start` and the folders above it, up to the project's root.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        candidate = folder / FILE_NAME
        if candidate.is_file():
            return candidate
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return None
    return None


def load_project(path: Path) -> Project:
    """Read bars.yaml; no secret in it is resolved yet.

    Raises ProfileError with every fault of it.
    """
    try:
        document = read_document(path, personal="allow")
    except FaultsError as error:
        raise ProfileError(without_private(error.faults, frozenset())) from error
    private = private_texts(document.data)
    try:
        file = ProjectFile.model_validate(document.data)
    except ValidationError as error:
        faults = model_faults(document, error, model=ProjectFile)
        raise ProfileError(without_private(faults, private)) from None
    faults = [*project_faults(document, file)]
    if faults:
        raise ProfileError(without_private(faults, private))
    return Project(path, document, file)
