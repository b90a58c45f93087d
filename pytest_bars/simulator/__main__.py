"""Run the simulator as a child process: `python -m pytest_bars.simulator --port 0`.

It prints one line of JSON, {"base_url": ..., "pid": ...}, once it accepts connections,
and ends with its standard input.
"""

import argparse
import json
import os
import sys

from pytest_bars.errors import BarsError
from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.faults import switch_on
from pytest_bars.simulator.server import serve


def main(arguments: list[str] | None = None) -> int:
    """Run the simulator and return the exit code: 0, or 2 for wrong arguments."""
    asked = _parser().parse_args(arguments)
    try:
        simulator = Simulator(switch_on(asked.fault), needs_token=asked.needs_token)
        serve(simulator, asked.port, _announce, ends_with_stdin=True)
    except BarsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pytest_bars.simulator",
        description="Serve a simulated BaRS API until standard input ends.",
        allow_abbrev=False,
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--fault", action="append", default=[], help="a defect, by name"
    )
    parser.add_argument(
        "--needs-token", action="store_true", help="ask for `Bearer simulator`"
    )
    return parser


def _announce(base_url: str) -> None:
    line = json.dumps({"base_url": base_url, "pid": os.getpid()})
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
