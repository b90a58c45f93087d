"""Why requirements have no test: `coverage-gaps.yaml`, beside the Test Plans."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from pytest_bars.documents.faults import model_faults
from pytest_bars.documents.load import read_document
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.documents.tree import Document, Location
from pytest_bars.errors import FaultsError, PlanError
from pytest_bars.plan.types import Model, Text
from pytest_bars.protocol.catalogue import requirements
from pytest_bars.source import Fault, SourceMark

FILE_NAME: Final = "coverage-gaps.yaml"


class GapGroup(Model):
    """Requirements that have no test for one and the same reason."""

    because: Text
    requirements: tuple[Text, ...] = Field(min_length=1)


class GapsFile(Model):
    """What a `coverage-gaps.yaml` says."""

    schema_: Literal["bars-gaps/1"] = Field(alias="schema")
    gaps: tuple[GapGroup, ...]


@dataclass(frozen=True)
class Gaps:
    """The reasons for gaps, by requirement.

    places: where each requirement stands in the document.
    """

    reasons: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    document: Document | None = None

    def mark(self, requirement: str) -> SourceMark | None:
        """Return where a requirement's reason stands, or None."""
        if self.document is None or requirement not in self.places:
            return None
        return self.document.mark(self.places[requirement])

    def covered_faults(self, covered: Iterable[str]) -> tuple[Fault, ...]:
        """Return a fault for every entry that a test shows to be out of date."""
        if self.document is None:
            return ()
        return tuple(
            self.document.fault(
                self.places[requirement],
                f"{requirement} is no gap: a test covers it.",
                hint="Remove the entry.",
            )
            for requirement in covered
            if requirement in self.places
        )


def find_gaps(paths: Iterable[Path]) -> Path | None:
    """Return the nearest file of gaps in the folders of paths, or above them.

    The search ends where the command was started, or at the root.
    """
    for path in paths:
        start = path.absolute() if path.is_dir() else path.absolute().parent
        for folder in (start, *start.parents):
            if (folder / FILE_NAME).is_file():
                return folder / FILE_NAME
            if folder == Path.cwd():
                break
    return None


def load_gaps(path: Path) -> Gaps:
    """Read the reasons for gaps.

    Raises PlanError with every fault: unknown requirements, and those named twice.
    """
    try:
        document = read_document(path)
    except FaultsError as error:
        raise PlanError(error.faults) from error
    try:
        file = GapsFile.model_validate(document.data)
    except ValidationError as error:
        raise PlanError(model_faults(document, error, model=GapsFile)) from None
    if faults := [*_id_faults(document, file)]:
        raise PlanError(faults)
    entries = [*_entries(file)]
    return Gaps(
        reasons={name: file.gaps[place[1]].because.strip() for name, place in entries},
        places=dict(entries),
        document=document,
    )


def _entries(
    file: GapsFile,
) -> Iterator[tuple[str, tuple[str, int, str, int]]]:
    for group, gap in enumerate(file.gaps):
        for place, name in enumerate(gap.requirements):
            yield name, ("gaps", group, "requirements", place)


def _id_faults(document: Document, file: GapsFile) -> Iterator[Fault]:
    known, seen = requirements(), set[str]()
    for name, place in _entries(file):
        if name not in known:
            message = f'there is no requirement "{name}".'
            yield document.fault(place, message, hint=did_you_mean(name, known))
        elif name in seen:
            yield document.fault(
                place, f"{name} has a reason already.", hint="Keep one of them."
            )
        seen.add(name)
