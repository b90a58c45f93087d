"""The command says what it can do, and fails in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_bars import __version__
from pytest_bars.cli.main import COMMANDS, main


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--version") == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(command, "--help") == 0
    assert "bars " in capsys.readouterr().out


def test_an_unknown_command_is_a_usage_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run("evidnce") == 2
    assert "evidnce" in capsys.readouterr().err


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest_bars.cli.main", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    for command in COMMANDS:
        assert command in done.stdout


def test_what_the_output_cannot_encode_stands_as_its_escape(tmp_path: Path) -> None:
    (tmp_path / "é日.bars.yaml").write_text("schema: nothing", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest_bars.cli.main", "lint", "."],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert done.returncode == 6
    assert done.stdout.startswith(b"\xe9\\u65e5.bars.yaml:1:1: ")
