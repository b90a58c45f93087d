"""The embedded simulator as a child process that ends with us."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Timer
from typing import IO, cast

from pytest_bars.errors import BarsError

_START_LIMIT = timedelta(seconds=60)
_STOP_LIMIT_S = 5
# A terminal's Ctrl-C reaches a whole group: cleanup still needs the simulator.
_NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


@dataclass(frozen=True)
class SimulatorProcess:
    """A running simulator; it ends when `stop` is called or this process ends.

    base_url: of the BaRS API it serves, without trailing slash.
    """

    base_url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the simulator; calling it again does nothing."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(_STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def start_simulator(
    faults: Iterable[str] = (), *, limit: timedelta = _START_LIMIT
) -> SimulatorProcess:
    """Start the simulator on a free loopback port and wait until it answers.

    faults: deliberate defects to switch on, by name. limit: how long to wait.

    Raises BarsError with what the child said, when it does not start.
    """
    command = [sys.executable, "-m", "pytest_bars.simulator", "--port", "0"]
    for fault in faults:
        command += ["--fault", fault]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=os.name == "posix",
            creationflags=_NEW_GROUP,
        )
        line = _first_line(process, limit)
        try:
            base_url = str(json.loads(line)["base_url"])
        except (ValueError, KeyError, TypeError):
            SimulatorProcess("", process).stop()
            raise BarsError(_failure(process.returncode, errors)) from None
    return SimulatorProcess(base_url, process)


def _first_line(process: subprocess.Popen[bytes], limit: timedelta) -> bytes:
    """Return the first line of output; a child that is silent for too long ends."""
    timer = Timer(limit.total_seconds(), process.kill)
    timer.start()
    try:
        return cast("IO[bytes]", process.stdout).readline()
    finally:
        timer.cancel()


def _failure(code: int | None, errors: IO[bytes]) -> str:
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip().splitlines()[-3:]
    told = " ".join(said) or "it said nothing"
    return (
        f"The embedded simulator did not start (exit code {code}): {told}. "
        "Run `bars simulate` to see why."
    )
