"""Start a project: a bars.yaml, and the shipped plans of one Application and role."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final, Literal

import pytest_bars
from pytest_bars.compile.sources import PLAN_SUFFIX
from pytest_bars.documents.load import read_document
from pytest_bars.errors import ProjectError
from pytest_bars.protocol.catalogue import Application, applications

Side = Literal["receiver", "sender"]
PLAN_FOLDER: Final = "testplans"
# Folders of plans that are about the standard as a whole, not about one Application.
_GENERAL: Final = frozenset(
    {"failures", "foundation", "negotiation", "tkw", "versions"}
)
_PYTEST: Final = f"""\
[pytest]
testpaths = {PLAN_FOLDER}
addopts = --strict-markers
"""
_IGNORED: Final = "bars-evidence/\nkeys/\n.pytest_cache/\n__pycache__/\n.venv/\n"
_USED: Final = re.compile(r"(?:\.\./)*flows/[\w.-]+\.bars-flows\.yaml")
_PLAN_ID: Final = re.compile(r"^plan: (\S+)$", re.MULTILINE)
_SCHEMA_LINE: Final = re.compile(r"^# yaml-language-server:.*\n")


def shipped_plans() -> Path:
    """Return the folder of the shipped plans: in the wheel, or in a checkout."""
    package = Path(pytest_bars.__file__).parent
    installed = package / PLAN_FOLDER
    return installed if installed.is_dir() else package.parent / PLAN_FOLDER


def project_name(text: str) -> str:
    """Return a text as a project's name: letters, digits and hyphens."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in text)
    return kept.strip("-") or "project"


def scaffold(number: int, side: Side, project: str) -> Mapping[str, str]:
    """Return the files of a new project: text by path, with slashes.

    number: of the Application. side: what the product is in it. project: its name, as
    `project_name` gives it; plans are named after it.

    Raises ProjectError where no plan is shipped for that side of the Application.
    """
    application = next(each for each in applications() if each.number == number)
    plans = _plans(application, side)
    if not plans:
        raise ProjectError(
            f"Application {number} ({application.name}) has no plan in which the "
            f"product is the {side}. Write one: docs/plan-language.md."
        )
    made = {
        "bars.yaml": _bars_yaml(application, side, project),
        "pytest.ini": _PYTEST,
        ".gitignore": _IGNORED,
    }
    for plan in plans:
        made |= _copied(plan, project)
    return made


def write_project(folder: Path, made: Mapping[str, str]) -> None:
    """Write the files of a project below a folder, which may be there already.

    Raises ProjectError when a file cannot be written; and when one is there already,
    in which case nothing is written.
    """
    there = sorted(name for name in made if (folder / name).exists())
    if there:
        raise ProjectError(
            f"{folder} has {', '.join(there)} already; nothing was written. "
            "Choose another folder."
        )
    try:
        for name, text in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ProjectError(f"{error.filename}: {error.strerror}.") from error


def _plans(application: Application, side: Side) -> list[Path]:
    """Return the shipped plans of an Application with a product on that side."""
    return [
        path
        for path in sorted(shipped_plans().glob(f"*/*{PLAN_SUFFIX}"))
        if path.parent.name not in _GENERAL and _is_about(path, application, side)
    ]


def _is_about(path: Path, application: Application, side: Side) -> bool:
    document = read_document(path)
    party = ("parties", side, "system")
    return (
        document.at(("standard", "application")) == application.number
        and document.has(party)
        and document.at(party) == "product"
    )


def _copied(plan: Path, project: str) -> Iterator[tuple[str, str]]:
    """Yield a plan under an id of its own, and the flows it uses."""
    text = plan.read_text(encoding="utf-8")
    for used in sorted(set(_USED.findall(text))):
        name = PurePosixPath(used).name
        flows = shipped_plans() / "flows" / name
        yield f"{PLAN_FOLDER}/flows/{name}", _without_schema(flows.read_text("utf-8"))
    own = _PLAN_ID.sub(rf"plan: {project}.\1", text, count=1)
    own = _USED.sub(lambda found: f"flows/{PurePosixPath(found[0]).name}", own)
    yield f"{PLAN_FOLDER}/{plan.name}", _without_schema(own)


def _without_schema(text: str) -> str:
    """Take out the comment by which editors find the schema of this repository."""
    return _SCHEMA_LINE.sub("", text)


def _bars_yaml(application: Application, side: Side, project: str) -> str:
    source = files(__package__) / "bars.yaml.txt"
    return Template(source.read_text("utf-8")).substitute(
        project=project,
        application=application.number,
        roles=", ".join(f"{kind}-{side}" for kind in _kinds(application)),
    )


def _kinds(application: Application) -> list[str]:
    """Return what an Application is about: bookings, referrals, validations."""
    ids = " ".join(workflow.id for workflow in application.workflows)
    kinds = {"booking": "booking", "referral": "refer", "validation": "validation"}
    return [kind for kind, word in kinds.items() if word in ids]
