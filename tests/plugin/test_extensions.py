"""Third-party kinds, templates and observers come in by entry point."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.plans import capability, plan

EXTENSION = '''
from pathlib import Path
from typing import ClassVar

from pytest_bars.checks.base import CheckContext, CheckKind
from pytest_bars.plan.types import Text
from pytest_bars.results import CheckResult
from pytest_bars.runtime.extensions import extension
from pytest_bars.steps.base import StepContext, StepKind, StepReport


class TeapotCheck(CheckKind):
    """Expect no teapot."""

    key: ClassVar[str] = "teapot"

    teapot: Text

    def phrase(self) -> str:
        return "no short teapot"

    def evaluate(self, context: CheckContext) -> CheckResult:
        return self.verdict(holds=self.teapot != "short", actual=self.teapot)


class ShoutStep(StepKind):
    """Say something."""

    key: ClassVar[str] = "shout"

    shout: Text

    def run(self, context: StepContext) -> StepReport:
        Path("shouted.txt").write_text(self.shout)
        return StepReport()


@extension
def bars_steps():
    return [ShoutStep]


@extension
def bars_checks():
    return [TeapotCheck]


@extension
def bars_templates():
    return [Path(__file__).parent / "templates"]


@extension
def bars_record(record):
    with open("records.txt", "a") as file:
        file.write(record.kind + "\\n")
'''
ENTRY = "[pytest_bars]\nteapot = teapot_extension\n"
METADATA = "Metadata-Version: 2.1\nName: teapot-extension\nVersion: 1.0\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder with an installed extension."""
    folder = tmp_path / "library"
    info = folder / "teapot_extension-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "teapot_extension.py").write_text(EXTENSION, encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY, encoding="utf-8")
    (info / "METADATA").write_text(METADATA, encoding="utf-8")
    return folder


def _run(
    folder: Path, library: Path, *command: str
) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join([str(library), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def _plan(teapot: str) -> str:
    shout = "    - {ref: shout, name: Say it, shout: boo}\n"
    text = capability().replace("  steps:\n", f"  steps:\n{shout}")
    return plan(text.replace("- status: 200", f"- teapot: {teapot}"))


@pytest.mark.parametrize(("teapot", "code"), [("tall", 0), ("short", 1)])
def test_an_extension_takes_part(
    tmp_path: Path, library: Path, teapot: str, code: int
) -> None:
    (tmp_path / "p.bars.yaml").write_text(_plan(teapot), encoding="utf-8")
    done = _run(tmp_path, library, "pytest", "p.bars.yaml")
    assert done.returncode == code, done.stdout + done.stderr
    assert (tmp_path / "shouted.txt").read_text() == "boo"
    told = (tmp_path / "records.txt").read_text().split()
    assert {"test.started", "http.sent", "check", "test.finished"} <= set(told)


def test_lint_knows_the_kinds_of_an_extension(tmp_path: Path, library: Path) -> None:
    (tmp_path / "p.bars.yaml").write_text(_plan("tall"), encoding="utf-8")
    lint = ("pytest_bars.cli.main", "lint", "p.bars.yaml")
    assert _run(tmp_path, library, *lint).returncode == 0
    assert _run(tmp_path, tmp_path, *lint).returncode == 6


def test_an_extension_that_cannot_be_loaded_is_named(
    tmp_path: Path, library: Path
) -> None:
    (library / "teapot_extension.py").write_text("import nothing_there")
    (tmp_path / "p.bars.yaml").write_text(_plan("tall"), encoding="utf-8")
    done = _run(tmp_path, library, "pytest", "p.bars.yaml")
    told = done.stdout + done.stderr
    assert "An extension of the entry-point group pytest_bars" in told
    assert "nothing_there" in told
    assert "Traceback" not in told
    assert done.returncode == pytest.ExitCode.USAGE_ERROR


def test_ctrl_c_ends_the_command_with_130(tmp_path: Path, library: Path) -> None:
    (library / "teapot_extension.py").write_text("raise KeyboardInterrupt")
    (tmp_path / "p.bars.yaml").write_text(_plan("tall"), encoding="utf-8")
    done = _run(tmp_path, library, "pytest_bars.cli.main", "lint", "p.bars.yaml")
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
