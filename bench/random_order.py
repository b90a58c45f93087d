"""Run the shipped plans in random order, again and again: are the outcomes the same?

    python bench/random_order.py [--runs 10] [--workers 2]

Each run shuffles all tests by its own seed and draws other ids; whole processes, in a
folder of their own. Prints how long each run took and every test whose outcome was not
the same in all of them; exit code 1 if there is one, or one that did not pass.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pytest_bars.evidence.summary import summarise

ROOT = Path(__file__).parents[1]


def run(seed: int, workers: int, folder: Path) -> dict[str, str]:
    """Run once and return the outcome of each test."""
    command = [
        *(sys.executable, "-m", "pytest", "testplans", "-q", "--bars-env=local"),
        *("-p", "shuffle", "-n", str(workers), "-p", "no:cacheprovider"),
        f"--bars-evidence={folder}",
    ]
    path = os.pathsep.join(
        [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    )
    environment = {**os.environ, "SHUFFLE_SEED": str(seed), "PYTHONPATH": path}
    started = time.perf_counter()
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    found = list(folder.glob("*.bars"))
    if not found:
        sys.exit(f"seed {seed}: no evidence\n{ended.stdout[-3000:]}")
    tests = summarise(found[0]).tests
    outcomes = {test.id: str(test.outcome and test.outcome.value) for test in tests}
    passed = [*outcomes.values()].count("pass")
    print(
        f"seed {seed:3}: {passed} of {len(outcomes)} pass, {seconds:6.1f} s", flush=True
    )
    return outcomes


def main() -> None:
    """Print a line a run, then what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    seen: dict[str, set[str]] = {}
    for seed in range(asked.runs):
        with tempfile.TemporaryDirectory() as name:
            for test, outcome in run(seed, asked.workers, Path(name)).items():
                seen.setdefault(test, set()).add(outcome)
    bad = {test: sorted(found) for test, found in seen.items() if found != {"pass"}}
    for test, found in sorted(bad.items()):
        print(f"{test}: {', '.join(found)}")
    print(
        f"{len(seen)} tests, {asked.runs} runs, {len(bad)} not the same or not passed"
    )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
