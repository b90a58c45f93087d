"""The simulator starts once, answers, and ends with us."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from pytest_bars.errors import BarsError
from pytest_bars.runtime.simulation import SimulatorProcess, start_simulator


def _answers(base_url: str) -> bool:
    parts = urlsplit(base_url)
    try:
        socket.create_connection((str(parts.hostname), parts.port or 0), 2).close()
    except OSError:
        return False
    return True


def test_a_started_simulator_answers_until_it_is_stopped() -> None:
    simulator = start_simulator()
    assert _answers(simulator.base_url)
    simulator.stop()
    simulator.stop()
    assert simulator.process.returncode == 0
    assert not _answers(simulator.base_url)


@pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")
def test_ctrl_c_of_a_terminal_leaves_the_simulator_for_cleanup() -> None:
    code = (
        "from pytest_bars.runtime.simulation import start_simulator\n"
        "s = start_simulator()\n"
        "import os, signal\n"
        "signal.signal(signal.SIGINT, lambda *_: None)\n"
        f"os.killpg(os.getpgid(0), {signal.SIGINT.value})\n"
        "try:\n"
        "    s.process.wait(2)\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)\n"
        "s.stop()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    assert done.stdout == "TimeoutExpired\n"


def test_an_unknown_fault_is_told_in_the_simulators_words() -> None:
    with pytest.raises(BarsError, match=r"did not start.*no-such-fault"):
        start_simulator(["no-such-fault"])


def test_a_silent_child_is_not_waited_for() -> None:
    with pytest.raises(BarsError, match="it said nothing"):
        start_simulator(limit=timedelta(0))


def test_a_child_that_does_not_end_is_ended() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    SimulatorProcess("", process).stop()
    assert process.returncode not in {None, 0}


def test_a_child_without_pipes_is_only_waited_for() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    SimulatorProcess("", process).stop()
    assert process.returncode == 0
