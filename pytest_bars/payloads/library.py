"""Find payload templates by name."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pytest_bars.documents.load import read_document
from pytest_bars.documents.tree import Document
from pytest_bars.errors import FaultsError, PlanError
from pytest_bars.payloads.template import Template, load_template
from pytest_bars.source import Fault

SUFFIX: Final = ".bars-template.yaml"
_SHIPPED: Final = Path(__file__).parent / "templates"
_NONE_SHIPPED: Final[Mapping[str, Path]] = MappingProxyType({})


class Library:
    """The payload templates at hand; immutable.

    shipped: files of ours, each read when its name is first asked for.
    """

    __slots__ = ("_shipped", "_templates")

    def __init__(
        self,
        templates: Iterable[Template] = (),
        *,
        shipped: Mapping[str, Path] = _NONE_SHIPPED,
    ) -> None:
        self._shipped = shipped
        self._templates: Mapping[str, Template] = {
            template.name: template for template in templates
        }

    @classmethod
    def builtin(cls) -> "Library":
        """Return the templates this package ships; listed once in a process."""
        return _builtin()

    def with_folder(self, folder: Path) -> "Library":
        """Return a library that also holds the templates of a folder and below it.

        A name found in both is the folder's, so a project can put its own in place of
        a shipped one.

        Raises PlanError with the faults of every template, and of a name used twice.
        """
        templates = [*self._templates.values(), *_read_folder(folder)]
        return Library(templates, shipped=self._shipped)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every template name, sorted."""
        return tuple(sorted({*self._templates, *self._shipped}))

    def get(self, name: str) -> Template | None:
        """Return the template of that name, or None."""
        template = self._templates.get(name)
        if template is None and name in self._shipped:
            return _read_shipped(self._shipped[name])
        return template


@cache
def _builtin() -> Library:
    files = _SHIPPED.glob(f"*{SUFFIX}")
    return Library(shipped={file.name.removesuffix(SUFFIX): file for file in files})


@cache
def _read_shipped(path: Path) -> Template:
    return load_template(read_document(path, root=_SHIPPED))


def _read_folder(folder: Path) -> tuple[Template, ...]:
    templates: dict[str, Template] = {}
    faults: list[Fault] = []
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            document = read_document(path, root=folder)
            template = load_template(document)
        except FaultsError as error:
            faults += error.faults
            continue
        first = templates.setdefault(template.name, template)
        if first is not template:
            faults.append(_twice(document, first))
    if faults:
        raise PlanError(faults)
    return tuple(templates.values())


def _twice(document: Document, first: Template) -> Fault:
    return document.fault(
        ("name",),
        f'the name "{first.name}" is taken by {first.path}.',
        hint="Give each template of a folder its own name.",
    )
