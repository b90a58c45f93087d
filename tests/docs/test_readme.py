"""What the README says is true: its commands and its example are executed."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)\n```", README, re.DOTALL | re.MULTILINE)
PLAN = re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[0]
FAILURE = re.findall(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[0]
IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "*.bars", "*_cache", "__pycache__", ".coverage*", "bars-evidence"
)


def _environment(**more: str) -> dict[str, str]:
    """Return the environment of a stranger: nobody measures coverage there."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COV", "PYTEST"))}
    return {**kept, **more}


def _shell(command: str, folder: Path, **more: str) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=_environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(600)
def test_both_commands_work_on_a_fresh_copy(tmp_path: Path) -> None:
    copy = tmp_path / "pytest-bars"
    shutil.copytree(ROOT, copy, ignore=IGNORED)
    first, second = COMMANDS
    *install, run = first.split(" && ")
    _shell(" && ".join(install), copy)
    started = time.monotonic()
    told = _shell(run, copy)
    assert time.monotonic() - started < 60
    assert "REHEARSAL" in told
    assert " failed" not in told
    _shell(".venv/bin/bars evidence verify last", copy)
    told = _shell(second, copy, PYTEST_ADDOPTS="--collect-only -q")
    assert re.search(r"\d+ tests collected", told)
    # pytest keeps it for three runs; clearing it away held up another run for a minute.
    shutil.rmtree(copy)


def test_the_first_plan_lints_and_passes(tmp_path: Path) -> None:
    (tmp_path / "my-first.bars.yaml").write_text(PLAN, encoding="utf-8")
    bars = [sys.executable, "-m", "pytest_bars.cli.main"]
    lint = [*bars, "lint", "my-first.bars.yaml"]
    subprocess.run(lint, cwd=tmp_path, check=True, capture_output=True)
    done = _pytest(tmp_path, "my-first.bars.yaml")
    assert done.returncode == 0, done.stdout
    for command in ("show", "verify"):
        evidence = [*bars, "evidence", command, "last"]
        subprocess.run(evidence, cwd=tmp_path, check=True, capture_output=True)


def test_the_failure_reads_as_shown(tmp_path: Path) -> None:
    wrong = PLAN.replace("status: 200", "status: 201")
    (tmp_path / "my-first.bars.yaml").write_text(wrong, encoding="utf-8")
    done = _pytest(tmp_path, "my-first.bars.yaml")
    assert done.returncode == 1
    for line in FAILURE.splitlines():
        assert line.replace("curl ...", "curl ") in done.stdout


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
