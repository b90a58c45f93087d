"""`bars simulate`: the simulator in the foreground."""

import json
import os

import click

from pytest_bars.cli.scenario_list import scenario_list
from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.faults import FAULTS, switch_on
from pytest_bars.simulator.server import serve

_HOW = """\
Simulated BaRS API: {base_url}
Every target of the TKW page is known; no access token is needed. Try:

  curl {base_url}/metadata

Its state ends with it. Stop it with Ctrl-C.
"""


@click.command(
    epilog="Example: bars simulate --port 8000 --fault slots-empty",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on 127.0.0.1; 0, the default, takes a free one.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME",
    help="Switch on a deliberate defect; may be given several times.",
)
@click.option("--needs-token", is_flag=True, help="Ask for `Bearer simulator`.")
@click.option("--list-faults", is_flag=True, help="Print every fault and end.")
@click.option(
    "--scenario-list", "lists", is_flag=True, help="Print all it can do and end."
)
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON.")
def simulate(
    *,
    port: int,
    faults: tuple[str, ...],
    needs_token: bool,
    list_faults: bool,
    lists: bool,
    as_json: bool,
) -> None:
    """Serve a simulated BaRS API on this machine, until Ctrl-C."""
    if lists:
        click.echo(scenario_list(as_json=as_json))
        return
    if list_faults:
        _print_faults(as_json=as_json)
        return
    _serve(port, faults, needs_token=needs_token, as_json=as_json)


def _print_faults(*, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(dict(FAULTS), indent=2))
        return
    for name, sentence in sorted(FAULTS.items()):
        click.echo(f"{name}: {sentence}")


def _serve(
    port: int, faults: tuple[str, ...], *, needs_token: bool, as_json: bool
) -> None:
    def announce(base_url: str) -> None:
        result = json.dumps({"base_url": base_url, "pid": os.getpid()})
        click.echo(result if as_json else _HOW.format(base_url=base_url))

    simulator = Simulator(switch_on(faults), needs_token=needs_token)
    serve(simulator, port, announce, ends_with_stdin=False)
