"""`bars lint`: every fault of Test Plans and flows files, without a network."""

import json
from pathlib import Path

import click

from pytest_bars.cli.plan_files import EXIT_FAULTS, Findings, read_plans
from pytest_bars.masking import mask_text
from pytest_bars.printable import printable
from pytest_bars.source import Fault


@click.command(epilog="Example: bars lint testplans")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH...",
)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@click.pass_context
def lint(context: click.Context, *, paths: tuple[Path, ...], as_json: bool) -> None:
    """Find every fault of Test Plans and flows files, without a network.

    PATH is a *.bars.yaml or *.bars-flows.yaml file, or a folder that is searched for
    them. Exit code: 0 no fault, 6 faults, 2 nothing to look at.
    """
    findings = read_plans(paths)
    if as_json:
        rows = [_row(fault) for fault in findings.sorted_faults]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        click.echo(printable(_text(findings)))
    context.exit(EXIT_FAULTS if findings.faults else 0)


def _row(fault: Fault) -> dict[str, str | int | None]:
    mark, hint = fault.mark, fault.hint
    return {
        "path": mark.path,
        "line": mark.line,
        "column": mark.column,
        "message": mask_text(fault.message),
        "hint": None if hint is None else mask_text(hint),
    }


def _text(findings: Findings) -> str:
    """Return every fault with its excerpt, and a line that counts."""
    tests = sum(len(test.cases) for plan in findings.plans for test in plan.tests)
    found = _count(len(findings.faults), "fault") if findings.faults else "no fault"
    read = (
        f"{_count(findings.files, 'file')}, {_count(len(findings.plans), 'plan')} "
        f"with {_count(tests, 'test')}"
    )
    faults = [fault.render() for fault in findings.sorted_faults]
    return "\n\n".join([*faults, f"{read}: {found}"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
