"""`bars trace`: which test shows which requirement, and what became of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from pytest_bars.cli.plan_files import EXIT_FAULTS, read_plans
from pytest_bars.errors import BarsError, PlanError
from pytest_bars.printable import printable
from pytest_bars.reports.gaps import FILE_NAME, Gaps, find_gaps, load_gaps
from pytest_bars.reports.latest import read_latest
from pytest_bars.reports.trace import Trace
from pytest_bars.reports.trace import trace as make_trace
from pytest_bars.reports.trace_html import trace_html
from pytest_bars.reports.trace_tables import trace_csv, trace_json
from pytest_bars.reports.trace_text import trace_lines

EXIT_NO: Final = 7
_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command(epilog="Example: bars trace testplans --html trace.html")
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(exists=True, path_type=Path),
    metavar="[PATH...]",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False),
    default="bars-evidence",
    show_default=True,
    help="Where the runs are whose outcomes are shown.",
)
@click.option(
    "--gaps",
    "gaps_file",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help=f"Reasons for gaps, if not the nearest {FILE_NAME} at or above PATH.",
)
@click.option("--json", "is_json", is_flag=True, help="Print the matrix as JSON.")
@click.option("--csv", "csv_file", type=_FILE, help="Write the matrix as CSV, too.")
@click.option("--html", "html_file", type=_FILE, help="Write a page of one file, too.")
@click.option(
    "--strict", is_flag=True, help="End with 7 when a gap on the wire has no reason."
)
@click.pass_context
def trace(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    evidence: Path,
    gaps_file: Path | None,
    is_json: bool,
    csv_file: Path | None,
    html_file: Path | None,
    strict: bool,
) -> None:
    """Show which test shows which requirement, with its latest outcome in each stage.

    PATH is a Test Plan or a folder of them; `testplans` unless given. A requirement is
    covered when a test that can fail for it names it, or when a person is asked.

    Exit code: 0 shown; 6 plans or reasons have faults; 7 with --strict, when a
    wire-observable requirement has neither a test nor a reason; 2 nothing to read.
    """
    traced = _trace(_chosen(paths), evidence, gaps_file)
    if traced is None:
        context.exit(EXIT_FAULTS)
    if csv_file is not None:
        _write(csv_file, trace_csv(traced))
    if html_file is not None:
        _write(html_file, trace_html(traced, datetime.now(UTC)))
    if is_json:
        click.echo(json.dumps(trace_json(traced), indent=2, ensure_ascii=False))
    else:
        click.echo(printable("\n".join(trace_lines(traced))))
    for fault in traced.faults:
        click.echo(printable(fault.render()), err=True)
    context.exit(_exit_code(traced, is_strict=strict))


def _chosen(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    if paths:
        return paths
    default = Path("testplans")
    if not default.is_dir():
        raise click.UsageError('There is no folder "testplans" here: give a PATH.')
    return (default,)


def _trace(paths: tuple[Path, ...], evidence: Path, file: Path | None) -> Trace | None:
    """Return the matrix, or None with every fault of plans or reasons told."""
    findings = read_plans(paths)
    gaps, faults = Gaps(), findings.sorted_faults
    try:
        file = file or find_gaps(paths)
        gaps = gaps if file is None else load_gaps(file)
    except PlanError as error:
        faults += error.faults
    if not faults:
        return make_trace(findings.plans, gaps, read_latest(evidence))
    for fault in faults:
        click.echo(printable(fault.render()), err=True)
    return None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BarsError(f"{path} cannot be written: {error.strerror}.") from error


def _exit_code(traced: Trace, *, is_strict: bool) -> int:
    if traced.faults:
        return EXIT_FAULTS
    return EXIT_NO if is_strict and traced.wire.unexplained else 0
