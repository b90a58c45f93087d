"""Measure what a test costs beside a bare loop, plain pytest and Tavern.

    python bench/overhead.py [--rounds 5] [--tavern PYTHON]

Whole processes on loopback, against the same trivially fast server, in turn within each
round; medians, the least CPU time and ratios are printed. On a busy machine CPU time
says more; on a quiet one they agree. (a) a bare httpx.Client loop, (b) parametrised
pytest + httpx, (c) pytest-bars with evidence on (writes are on disk before they leave),
(d) Tavern, when the Python of its own environment is given. (e) and (f) are (c) and (d)
with each case written as a test of its own. Linux and macOS.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import workloads

CASES = 1_000
COLLECTED = 10_000
# As on a user's machine: Python keeps the bytecode of what it has imported.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Runner:
    """One way of doing the work, and what it took each time."""

    label: str
    command: list[str]
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run once; end the benchmark when the work was not done."""
        started = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**ENVIRONMENT, **self.env},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.seconds.append(time.perf_counter() - started)
            output.seek(0)
            if child.returncode:
                sys.exit(f"{self.label}: {output.read().decode()[-3000:]}")
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        scale = 1024 * 1024 if sys.platform == "darwin" else 1024
        self.peaks.append(usage.ru_maxrss / scale)

    @property
    def median(self) -> float:
        """Return the median of the seconds."""
        return statistics.median(self.seconds)


@contextmanager
def serving() -> Iterator[str]:
    """Start the server and yield the base URL."""
    command = [sys.executable, str(Path(__file__).parent / "server.py")]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}{workloads.ROOT}"
    finally:
        server.stdin.close()
        server.wait()


def measure(title: str, runners: list[Runner], rounds: int) -> None:
    """Run all in turn, rounds times after one that is not counted; print a table."""
    for runner in runners:
        runner.run()
        runner.seconds.clear()
        runner.cpu.clear()
    for _ in range(rounds):
        for runner in runners:
            runner.run()
    print(f"\n{title}; {rounds} rounds")
    print(f"{'':34}{'median':>9}{'min':>8}{'max':>8}{'CPU':>8}{'MiB':>6}", end="")
    print("".join(f"{'/ ' + each.label[:3]:>8}" for each in runners), end="")
    print("".join(f"{'CPU/' + each.label[:3]:>9}" for each in runners))
    for runner in runners:
        least = min(runner.cpu)
        print(f"{runner.label:34}{runner.median:9.2f}", end="")
        print(f"{min(runner.seconds):8.2f}{max(runner.seconds):8.2f}", end="")
        print(f"{least:8.2f}{max(runner.peaks):6.0f}", end="")
        print(
            "".join(f"{runner.median / each.median:8.2f}" for each in runners), end=""
        )
        print("".join(f"{least / min(each.cpu):9.2f}" for each in runners))


def folder(root: Path, name: str) -> Path:
    """Return a new folder with a pytest root of its own."""
    path = root / name
    path.mkdir()
    (path / "pytest.ini").write_text("[pytest]\n")
    return path


def pytest(*arguments: str, python: str = sys.executable) -> list[str]:
    """Return a pytest command."""
    return [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tavern", help="python of an environment that has Tavern")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving() as base:
        root = Path(name)
        run_cases(root, base, asked)
        collect_cases(root, base, asked)
        start_up(root, base, asked)


def run_cases(root: Path, base: str, asked: argparse.Namespace) -> None:
    """Measure N=1000 cases."""
    plain, plans = folder(root, "plain"), folder(root, "plans")
    workloads.write_plain(plain, CASES)
    workloads.write_plans(plans, CASES, base)
    single = folder(root, "plans-single")
    workloads.write_plans(single, CASES, base, cases=1)
    bars = pytest("--bars-env=bench", ".")
    runners = [
        Runner("(a) bare httpx.Client loop", [sys.executable, "loop.py", base], plain),
        Runner(
            "(b) parametrised pytest + httpx",
            pytest("test_plain.py"),
            plain,
            {"BASE": base},
        ),
        Runner("(c) pytest-bars, evidence on", bars, plans),
        Runner("(e) pytest-bars, a test for each case", bars, single),
    ]
    if asked.tavern:
        tavern, alone = folder(root, "tavern"), folder(root, "tavern-single")
        workloads.write_tavern(tavern, CASES, base)
        workloads.write_tavern(alone, CASES, base, cases=1)
        command = pytest(python=asked.tavern)
        runners.append(Runner("(d) Tavern", command, tavern))
        runners.append(Runner("(f) Tavern, a test for each case", command, alone))
    measure(f"{CASES} cases, whole process", runners, asked.rounds)
    loop = runners[0].median
    for runner in runners[1:]:
        extra = (runner.median - loop) * 1000 / CASES
        print(f"{runner.label:34}{extra:9.2f} ms a case above the bare loop")


def collect_cases(root: Path, base: str, asked: argparse.Namespace) -> None:
    """Measure the collection of 10,000 cases."""
    plain, plans = folder(root, "collect-plain"), folder(root, "collect-plans")
    many = folder(root, "collect-many")
    workloads.write_plain(plain, COLLECTED)
    workloads.write_plans(plans, COLLECTED, base)
    workloads.write_plans(many, COLLECTED, base, files=100)
    only = ("--collect-only", "-q")
    bars = (*only, "--bars-env=bench", ".")
    runners = [
        Runner("(b) parametrised pytest", pytest(*only, "test_plain.py"), plain),
        Runner("(c) pytest-bars, one file", pytest(*bars), plans),
        Runner("(c) pytest-bars, 100 files", pytest(*bars), many),
    ]
    if asked.tavern:
        tavern = folder(root, "collect-tavern")
        workloads.write_tavern(tavern, COLLECTED, base)
        runners.append(Runner("(d) Tavern", pytest(*only, python=asked.tavern), tavern))
    measure(f"{COLLECTED} cases collected", runners, max(1, asked.rounds // 2))


def start_up(root: Path, base: str, asked: argparse.Namespace) -> None:
    """Measure four tests: mostly the start of the process."""
    plain, plans = folder(root, "start-plain"), folder(root, "start-plans")
    workloads.write_plain(plain, 4)
    workloads.write_plans(plans, 4, base)
    env = {"BASE": base}
    runners = [
        Runner("(b) plain pytest, same plugins", pytest("test_plain.py"), plain, env),
        Runner("(c) pytest-bars", pytest("--bars-env=bench", "."), plans),
    ]
    measure("Start-up: 4 tests, remote base URL", runners, asked.rounds)


if __name__ == "__main__":
    main()
