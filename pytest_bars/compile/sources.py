"""Read a plan with the flows files it uses, as far as each can be read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_bars.compile.salvage import Loaded, load_flows_parts, load_plan_parts
from pytest_bars.documents.load import read_document
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.documents.tree import Document
from pytest_bars.errors import FaultsError
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import FlowsFile, TestPlan
from pytest_bars.source import Fault

PLAN_SUFFIX: Final = ".bars.yaml"
FLOWS_SUFFIX: Final = ".bars-flows.yaml"


@dataclass(frozen=True, slots=True)
class FlowsSource:
    """A flows file. loaded: None where nothing of it could be read."""

    loaded: Loaded[FlowsFile] | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A plan file and the flows files it uses, in its order."""

    loaded: Loaded[TestPlan]
    flows: tuple[FlowsSource, ...]
    faults: tuple[Fault, ...]

    @property
    def has_all_flows(self) -> bool:
        """Say whether every flow the plan may use is known."""
        return not self.faults and not any(flows.faults for flows in self.flows)

    @property
    def all_faults(self) -> list[Fault]:
        """Return the faults of every file."""
        inner = (fault for flows in self.flows for fault in flows.faults)
        return [*self.loaded.faults, *self.faults, *inner]


@dataclass(slots=True)
class Sources:
    """Reads files, each flows file once. root: no file may lie outside of it."""

    language: Language
    root: Path
    _flows: dict[Path, FlowsSource] = field(default_factory=dict)

    def read_plan(self, path: Path) -> PlanSource:
        """Read a plan and what it uses.

        Raises FaultsError when the plan itself cannot be read at all.
        """
        document = read_document(path, root=self.root)
        loaded = load_plan_parts(document, self.language)
        faults: list[Fault] = []
        used: list[FlowsSource] = []
        for place, name in _uses(document):
            problem = _use_problem(document, place, name, path.parent, self.root)
            if problem is None:
                used.append(self.read_flows(path.parent / name))
            else:
                faults.append(problem)
        return PlanSource(loaded, tuple(used), tuple(faults))

    def read_flows(self, path: Path) -> FlowsSource:
        """Read a flows file, as far as it can be read."""
        key = path.absolute()
        if key not in self._flows:
            self._flows[key] = self._read_flows(path)
        return self._flows[key]

    def _read_flows(self, path: Path) -> FlowsSource:
        try:
            document = read_document(path, root=self.root)
        except FaultsError as error:
            return FlowsSource(None, error.faults)
        loaded = load_flows_parts(document, self.language)
        return FlowsSource(loaded, loaded.faults)


def _uses(document: Document) -> list[tuple[int, str]]:
    """Return the files a plan uses with their places; what is no text is left out."""
    data = document.data
    names = data.get("use") if isinstance(data, dict) else None
    if not isinstance(names, list):
        return []
    return [(i, name) for i, name in enumerate(names) if isinstance(name, str)]


def _use_problem(
    document: Document, place: int, name: str, folder: Path, root: Path
) -> Fault | None:
    """Return why a file cannot be used, or None."""
    if any(name == other for other_place, other in _uses(document)[:place]):
        return document.fault(("use", place), f'"{name}" is used twice.')
    if not _lies_in(folder / name, root):
        return document.fault(
            ("use", place),
            f'"{name}" lies outside of the project.',
            hint="A plan uses files of its own project only; copy the file into it.",
        )
    if _is_file(folder / name):
        return None
    near = did_you_mean(Path(name).name, _flows_near(folder / name))
    return document.fault(
        ("use", place),
        f'there is no file "{name}".',
        hint=near or "It is looked for from the folder of this file.",
    )


def _lies_in(path: Path, root: Path) -> bool:
    """Say whether a path lies in a folder; links in a circle are told as missing."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return True


def _is_file(path: Path) -> bool:
    """Say whether there is such a file; what no system takes for a name is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _flows_near(target: Path) -> list[str]:
    try:
        return sorted(path.name for path in target.parent.glob(f"*{FLOWS_SUFFIX}"))
    except OSError:
        return []
