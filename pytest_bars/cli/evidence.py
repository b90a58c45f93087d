"""`bars evidence`: check the evidence of a run, and show what it says."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, cast

import click

from pytest_bars.evidence.findings import Verification
from pytest_bars.evidence.locate import find_run
from pytest_bars.evidence.summary import as_json, summarise
from pytest_bars.evidence.verify import verify as verify_run
from pytest_bars.evidence.views import AttemptView, RunSummary, StepView, TestView
from pytest_bars.jsontypes import JsonObject
from pytest_bars.printable import printable
from pytest_bars.reports.rehearsals import rehearsal_note
from pytest_bars.reports.response_times import ResponseTimes, measure
from pytest_bars.reports.response_times_text import response_times_lines

_DEFAULT_FOLDER: Final = "bars-evidence"
_Command = Callable[..., None]


def _takes_run(command: _Command) -> _Command:
    """Give a command its RUN, `--evidence` and `--json`."""
    command = click.option(
        "--json", "is_json", is_flag=True, help="Print the result as JSON."
    )(command)
    command = click.option(
        "--evidence",
        "root",
        type=click.Path(path_type=Path, file_okay=False),
        default=_DEFAULT_FOLDER,
        show_default=True,
        help="Where runs given by id, by number or as `last` are looked for.",
    )(command)
    return click.argument("run", default="last")(command)


@click.group(epilog="Example: bars evidence verify last")
def evidence() -> None:
    """Check the evidence of a run, or show what it says.

    RUN is a folder, a run id, a run number, or `last`.
    """


@evidence.command(epilog="Example: bars evidence verify last")
@_takes_run
@click.pass_context
def verify(context: click.Context, run: str, root: Path, *, is_json: bool) -> None:
    """Check that the evidence of a run is intact and complete.

    Exit code: 0 intact and complete, 3 intact but incomplete, 5 broken, 2 no evidence.
    """
    verification = verify_run(find_run(run, root))
    if is_json:
        _print_json(verification.as_json())
    else:
        click.echo("\n".join(map(printable, _findings(verification))))
    context.exit(verification.exit_code)


@evidence.command(epilog="Example: bars evidence show last")
@_takes_run
@click.option("--steps", is_flag=True, help="Show each step with its checks, too.")
def show(run: str, root: Path, *, is_json: bool, steps: bool) -> None:
    """Show what the evidence of a run says: tests, outcomes, what was left behind.

    Response times are judged apart: no outcome depends on them. It says what is
    written, and in its last line whether that holds; why it does not is asked of
    `verify`.
    """
    folder = find_run(run, root)
    summary = summarise(folder)
    times = measure(
        summary.exchanges, is_rehearsal=summary.run.get("rehearsal") is True
    )
    if is_json:
        _print_json(_shown(summary, times))
        return
    told = [
        *_story(summary, with_steps=steps),
        *response_times_lines(times),
        f"checked: {verify_run(folder).verdict}",
    ]
    click.echo("\n".join(map(printable, told)))


def _shown(summary: RunSummary, times: ResponseTimes) -> JsonObject:
    said = cast("JsonObject", as_json(summary))
    return {**said, "response_times": as_json(times)}


def _findings(verification: Verification) -> Iterator[str]:
    yield verification.path
    for finding in verification.findings:
        yield f"  {finding.id}  {finding.status:<11}  {finding.title}: {finding.reason}"
    yield verification.verdict


def _story(summary: RunSummary, *, with_steps: bool) -> Iterator[str]:
    run = summary.run
    yield f"run {summary.run_no}  {summary.run_id}  ({summary.state})"
    yield f"  {run.get('stage')} on {run.get('nhs_environment')}, {run.get('base_url')}"
    yield f"  {summary.opened} to {summary.closed or 'no end'}"
    if run.get("rehearsal") is True:
        yield "  REHEARSAL against the embedded simulator: no evidence of any product"
    if note := rehearsal_note(i for test in summary.tests for i in test.requirements):
        yield f"  {note}"
    for plan in summary.plans:
        yield f"  plan {plan.plan} {plan.version}: {plan.title} ({plan.path})"
    for test in summary.tests:
        yield from _test(test, with_steps=with_steps)
    for error in summary.collect_errors:
        yield f"could not be read: {error.path}"
    for entry in summary.left_behind:
        yield f"left behind: {entry.type}/{entry.id} of {entry.test}, undo {entry.undo}"
    yield ", ".join(
        f"{number} {what}" for what, number in summary.counts.items() if number
    )
    for problem in summary.problems:
        yield f"incomplete: {problem}"


def _test(test: TestView, *, with_steps: bool) -> Iterator[str]:
    outcome = "unknown" if test.outcome is None else test.outcome.value
    yield f"{outcome:<8} {test.id}  {test.name}"
    if test.reason:
        yield from _indented(test.reason, 9)
    if test.last is not None and test.last.next_action:
        whose = test.last.attribution or "nobody"
        yield from _indented(f"belongs to {whose}: {test.last.next_action}", 9)
    if with_steps:
        for attempt in test.attempts:
            yield from _attempt(attempt)


def _attempt(attempt: AttemptView) -> Iterator[str]:
    yield f"         attempt {attempt.number}, {attempt.started} on {attempt.process}"
    for step in attempt.steps:
        yield from _step(step)


def _step(step: StepView) -> Iterator[str]:
    outcome = "unknown" if step.outcome is None else step.outcome.value
    yield f"           {outcome:<8} {step.address}  {step.name}"
    if step.meaning:
        yield from _indented(f"means: {step.meaning}", 13)
    for check in step.checks:
        yield f"             {check.outcome:<6} {check.because or check.expected}"
        if check.outcome != "pass":
            yield from _indented(f"found: {check.actual}", 20)


def _indented(text: str, width: int) -> Iterator[str]:
    for line in text.splitlines():
        yield " " * width + line


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2))
