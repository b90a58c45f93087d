import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest

from pytest_bars.simulator.__main__ import main
from tests.simulator.conftest import ChildApi, StartChild, base_url_of
from tests.simulator.messages import booking, cancel_booking, part

ON_WINDOWS = sys.platform == "win32"
_STOP_LIMIT_S = 5  # after which a run kills it


def test_a_booking_can_be_made_and_cancelled_over_loopback(
    child_api: ChildApi,
) -> None:
    api = child_api()
    confirmed = part(api.post(booking(api.free_slot())).json(), "Appointment")
    assert api.post(cancel_booking(confirmed["id"])).status_code == 200
    read = api.get(f"/Appointment/{confirmed['id']}").json()
    assert read["status"] == "cancelled"


def test_two_simulators_share_no_state(child_api: ChildApi) -> None:
    first, second = child_api(), child_api()
    confirmed = first.book()
    path = f"/Appointment/{confirmed['id']}"
    assert (first.get(path).status_code, second.get(path).status_code) == (200, 404)


def test_answers_are_not_held_back_for_an_acknowledgement(
    child_api: ChildApi,
) -> None:
    api = child_api()
    took = []
    for _ in range(21):
        begun = time.perf_counter()
        api.get("/metadata")
        took.append(time.perf_counter() - begun)
    # All but the first would take 40 ms; a busy machine leaves some alone.
    assert statistics.quantiles(took)[0] < 0.03


def test_one_line_is_announced_and_nothing_else_is_printed(
    start_child: StartChild,
) -> None:
    child = start_child("--port", "0")
    base_url = base_url_of(child)
    httpx.get(f"{base_url}/metadata")
    output, errors = child.communicate(timeout=10)
    assert base_url.startswith("http://127.0.0.1:")
    assert base_url.endswith("/booking-and-referral/FHIR/R4")
    assert (output, errors) == (b"", b"")
    assert child.returncode == 0


def end_of_stdin(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    child.stdin.write(b"what it is sent is not read\n")
    child.stdin.close()
    child.stdin = None


def interruption(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGINT)


def termination(child: subprocess.Popen[bytes]) -> None:
    child.terminate()


@pytest.mark.parametrize(
    "end",
    [
        end_of_stdin,
        pytest.param(
            interruption,
            marks=pytest.mark.skipif(
                ON_WINDOWS, reason="Windows sends no SIGINT to one process"
            ),
        ),
        termination,
    ],
)
def test_the_simulator_ends_before_it_would_be_killed(
    start_child: StartChild, end: Callable[[subprocess.Popen[bytes]], None]
) -> None:
    child = start_child()
    with httpx.Client() as client:
        client.get(f"{base_url_of(child)}/metadata")
        begun = time.monotonic()
        end(child)
        child.wait(timeout=10)
    assert time.monotonic() - begun < _STOP_LIMIT_S


def test_an_answer_that_is_still_due_does_not_keep_it_alive(
    start_child: StartChild,
) -> None:
    child = start_child("--fault", "slow")
    address = urlsplit(base_url_of(child))
    with socket.create_connection(
        (str(address.hostname), int(address.port or 0))
    ) as to:
        to.sendall(b"GET /booking-and-referral HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)
        begun = time.monotonic()
        end_of_stdin(child)
        child.wait(timeout=10)
    assert time.monotonic() - begun < _STOP_LIMIT_S


def test_a_child_without_standard_input_ends_at_once() -> None:
    program = (
        "import os, sys; os.close(0); "
        "from pytest_bars.simulator.__main__ import main; sys.exit(main([]))"
    )
    child = subprocess.run(
        [sys.executable, "-c", program], timeout=20, check=False, capture_output=True
    )
    assert child.returncode == 0
    assert child.stderr == b""


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    assert f"Port {port} on 127.0.0.1 cannot be had" in capsys.readouterr().err


def test_a_port_that_cannot_be_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "70000"]) == 2
    told = capsys.readouterr().err
    assert told == "expected a port from 0 to 65535, found 70000.\n"


def test_an_unknown_fault_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fault", "slots-emty"]) == 2
    assert 'Did you mean "slots-empty"?' in capsys.readouterr().err


BAD_INPUT = {
    "no-http": b"\x16\x03\x01 hello\r\n\r\n",
    "no-end": b"GET /booking-and-referral/FHIR/R4/metadata HTTP/1.1\r\n",
    "half-a-body": b"POST /booking-and-referral/FHIR/R4/$process-message HTTP/1.1\r\n"
    b"Host: x\r\nContent-Length: 100\r\n\r\n{",
    "not-utf-8": b"GET /\xff?\xfe=\xff HTTP/1.1\r\nHost: x\r\nAccept: \xff\r\n\r\n",
    "bad-escapes": b"GET /%ff%00?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("content", BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_leaves_it_running_and_silent(
    start_child: StartChild, content: bytes
) -> None:
    child = start_child()
    base_url = base_url_of(child)
    address = urlsplit(base_url)
    with socket.create_connection(
        (str(address.hostname), int(address.port or 0))
    ) as to:
        to.sendall(content)
        to.settimeout(0.2)
        with contextlib.suppress(TimeoutError):
            to.recv(1000)
    assert httpx.get(f"{base_url}/metadata").status_code == 200
    assert child.communicate(timeout=10)[1] == b""


def test_it_starts_fast_and_without_the_heavy_models() -> None:
    program = (
        "import json, sys; import pytest_bars.simulator.__main__; "
        "print(json.dumps(sorted(sys.modules)))"
    )
    environment = {**os.environ, "COVERAGE_PROCESS_CONFIG": ""}
    child = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        timeout=20,
        env=environment,
    )
    modules = set(json.loads(child.stdout))
    heavy = {"fhir.resources", "pydantic", "fhirpathpy", "httpx", "pytest"}
    assert not modules & heavy
