import json
import signal
import subprocess
import sys

import httpx
import pytest
from click.testing import CliRunner

from pytest_bars.cli.simulate import simulate
from pytest_bars.simulator.faults import FAULTS, UnknownFaultError


def test_faults_are_listed_with_what_they_do() -> None:
    result = CliRunner().invoke(simulate, ["--list-faults"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines == [f"{name}: {told}" for name, told in sorted(FAULTS.items())]


def test_faults_are_listed_as_json() -> None:
    result = CliRunner().invoke(simulate, ["--list-faults", "--json"])
    assert json.loads(result.stdout) == FAULTS


def test_help_has_an_example() -> None:
    result = CliRunner().invoke(simulate, ["--help"])
    assert "Example: bars simulate --port 8000" in result.stdout


def test_an_unknown_fault_is_refused() -> None:
    result = CliRunner().invoke(simulate, ["--fault", "nothing-like-it"])
    assert isinstance(result.exception, UnknownFaultError)


def test_a_port_out_of_range_is_a_usage_error() -> None:
    assert CliRunner().invoke(simulate, ["--port", "70000"]).exit_code == 2


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows sends no SIGINT to one process"
)
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["words", "json"])
def test_the_simulator_runs_until_ctrl_c(options: list[str]) -> None:
    program = "from pytest_bars.cli.main import main; main()"
    child = subprocess.Popen(
        [sys.executable, "-c", program, "simulate", "--needs-token", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    base_url = (
        json.loads(first)["base_url"] if options else first.split(": ", 1)[1].strip()
    )
    assert httpx.get(f"{base_url}/metadata").status_code == 200
    assert httpx.get(f"{base_url}/Slot").status_code == 401
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=10)
    assert (child.returncode, errors) == (0, "")
