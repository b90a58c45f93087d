"""A run that is killed leaves evidence that says so, and nothing behind."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.plugin.plans import HEAD, capability, plan
from tests.plugin.servers import partner

WRITE = (
    HEAD
    + """\
  - ref: K-01
    name: A write that is never answered
    kind: error
    steps:
      - ref: send
        name: Send it
        request: {{post: /$process-message, to: receiver, body: {{json: {{a: 1}}}}}}
        effect: none
        expect: [{{status: 409}}]
"""
)


def _start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _verify(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = ["-m", "pytest_bars.cli.main", "evidence", "verify", "last"]
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _records(folder: Path) -> list[dict[str, object]]:
    """Return the records so far; a line that is being written is none yet."""
    chains = [*folder.glob("bars-evidence/*.bars/events/main.jsonl")]
    whole = b"".join(chain.read_bytes() for chain in chains).split(b"\n")[:-1]
    return [json.loads(line) for line in whole]


def test_the_intent_of_a_write_is_on_disk_before_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "k.bars.yaml").write_text(WRITE.format(plan="K"), encoding="utf-8")
    with partner({}, is_open=False) as (base_url, handler):
        project = (
            "schema: bars-project/1\nproject: kill\nprofiles:\n"
            f'  partner: {{extends: local, base_url: "{base_url}"}}\n'
        )
        (tmp_path / "bars.yaml").write_text(project, encoding="utf-8")
        process = _start(tmp_path, "--bars-env=partner")
        assert handler.arrived.wait(30)
        process.kill()
        process.wait()
    kinds = [record["type"] for record in _records(tmp_path)]
    assert kinds[-1] == "http.sent"
    assert "plan.obligations" in kinds
    done = _verify(tmp_path)
    assert done.returncode == 3, done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def _await_evidence(folder: Path) -> None:
    """Wait until the run has written its first record."""
    deadline = time.monotonic() + 30
    while not _records(folder):
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.2, 0.4])
def test_a_kill_at_any_moment_is_incomplete_never_broken(
    tmp_path: Path, moment: float
) -> None:
    tests = [capability(f"T-{number:03}") for number in range(400)]
    (tmp_path / "p.bars.yaml").write_text(plan(*tests), encoding="utf-8")
    process = _start(tmp_path, "--bars-env=local")
    _await_evidence(tmp_path)
    time.sleep(moment)
    process.kill()
    process.wait()
    done = _verify(tmp_path)
    assert done.returncode == 3, done.stdout


def test_the_next_run_after_a_kill_is_good(tmp_path: Path) -> None:
    (tmp_path / "p.bars.yaml").write_text(plan(capability()), encoding="utf-8")
    process = _start(tmp_path, "--bars-env=local")
    _await_evidence(tmp_path)
    process.kill()
    process.wait()
    assert _start(tmp_path, "--bars-env=local").wait() == 0
    assert _verify(tmp_path).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is of POSIX")
def test_a_run_that_is_asked_to_end_cleans_up_and_seals(tmp_path: Path) -> None:
    wait = "    - {ref: pause, name: Wait, wait: {for: 60s}}\n"
    (tmp_path / "k.bars.yaml").write_text(plan(capability() + wait), encoding="utf-8")
    process = _start(tmp_path)
    _await_evidence(tmp_path)
    deadline = time.monotonic() + 30
    while "pause" not in str(_records(tmp_path)[-1]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.terminate()
    assert process.wait(30) == pytest.ExitCode.INTERRUPTED
    assert "run.interrupted" in [record["type"] for record in _records(tmp_path)]
    assert list(tmp_path.glob("bars-evidence/*.bars/manifest.json"))
