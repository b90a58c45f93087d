"""A process killed at any instant leaves evidence that says so."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pytest_bars.evidence.reader import Bundle
from pytest_bars.evidence.summary import summarise
from pytest_bars.evidence.verify import verify

# Prints the number of each durable record once it is on disk, so that we know.
_CHILD = """
import sys
from pathlib import Path
from tests.evidence.scene import obligation, oblige, exchange, open_scene

run = open_scene(Path(sys.argv[1]))
print("open", run.path, flush=True)
oblige(run.main, *[obligation(f"PLAN::T{n}") for n in range(100000)][:50])
for number in range(1, 1000000):
    test = f"PLAN::T{number}"
    run.main.record("test.started", {"test": test})
    exchange(run.main, number, test)
    run.main.keep(b"body %d" % number, "text/plain")
    print("sent", number, flush=True)
    run.main.record("test.finished", {"test": test, "outcome": "pass"})
"""


def _kill_after(delay: float, root: Path) -> list[str]:
    """Run the child, kill it, and return what it had said by then."""
    command = [sys.executable, "-c", _CHILD, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline()]
        time.sleep(delay)
        child.kill()
        said += child.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


@pytest.mark.timeout(300)
def test_a_killed_run_is_incomplete_and_has_every_durable_record(
    tmp_path: Path,
) -> None:
    chance = random.Random(20260301)
    for instant in range(25):
        root = tmp_path / str(instant)
        said = _kill_after(chance.uniform(0, 0.08), root)
        (path,) = root.glob("*.bars")
        verification = verify(path)
        assert verification.exit_code == 3, verification.as_json()
        sent = [int(line.split()[1]) for line in said if line.startswith("sent")]
        known = {view.number for view in summarise(path).exchanges}
        assert known.issuperset(sent)


@pytest.mark.timeout(120)
def test_a_run_killed_while_it_opens_is_incomplete_or_not_there(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)
    for instant in range(6):
        root = tmp_path / str(instant)
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(root)], stdout=subprocess.DEVNULL
        )
        while not (root / "project.jsonl").exists():
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.003))
        child.kill()
        child.wait()
        assert [verify(path).exit_code for path in root.glob("*.bars")] in ([], [3])


@pytest.mark.parametrize("kept", range(0, 400, 13))
def test_a_line_torn_anywhere_is_incomplete(unsealed: Path, kept: int) -> None:
    path = unsealed / "events" / "main.jsonl"
    content = path.read_bytes()
    last = content[:-1].rfind(b"\n") + 1
    path.write_bytes(content[: min(last + kept, len(content) - 1)])
    assert verify(unsealed).exit_code == 3
    assert Bundle(unsealed).events("main").fault == ""
