"""The failure a tester reads: what was expected, what came, what to do next."""

import textwrap
from collections.abc import Iterator

from pytest_bars.outcomes import CheckOutcome, Outcome
from pytest_bars.printable import on_one_line, printable
from pytest_bars.results import CheckResult, StepResult, TestResult

_WIDTH = 84
_LABEL = 12
_HEADLINE = 500
_CURL = 20_000


def headline(result: TestResult) -> str:
    """Say in one line what became of the test and why.

    It stands alone, since Allure and JUnit show the first line only.
    """
    outcome = f"{result.outcome.value}: "
    words = f"{outcome}{result.identity} {result.name}"
    reason = result.reason.removeprefix(outcome)
    told = f"{words}: {reason}" if reason else words
    return on_one_line(told, _HEADLINE)


def render_failure(result: TestResult) -> str:
    """Return everything a tester needs to know of a test that did not pass.

    The text may hold values of the exchange: the caller redacts it.
    """
    parts = [
        [headline(result), *([f"at {result.mark}"] if result.mark else [])],
        *(_step_part(step) for step in _judged(result)),
        _ending(result),
        _outline(result),
        _repeating(result),
    ]
    return printable("\n\n".join("\n".join(part) for part in parts if part))


def leaves(steps: tuple[StepResult, ...]) -> Iterator[StepResult]:
    """Yield every step that is no flow, those of flows included."""
    for step in steps:
        if step.steps:
            yield from leaves(step.steps)
        if step.checks or not step.steps:
            yield step


def _judged(result: TestResult) -> list[StepResult]:
    """Return the steps that did not pass, or that warned, in order."""
    everything = (*result.prerequisites, *result.steps, *result.cleanup)
    return [step for step in leaves(everything) if _is_worth_telling(step)]


def _is_worth_telling(step: StepResult) -> bool:
    if step.outcome in {Outcome.FAIL, Outcome.ERROR, Outcome.BLOCKED}:
        return True
    return any(check.outcome is CheckOutcome.WARN for check in step.checks)


def _step_part(step: StepResult) -> list[str]:
    word = step.outcome.value.upper()
    lines = [on_one_line(f'{word} at step {step.address} "{step.name}"')]
    if step.mark:
        lines.append(f"  at {step.mark}")
    if step.reason and not _told_by_checks(step):
        lines += _field("reason", step.reason)
    for check in step.checks:
        if check.outcome is not CheckOutcome.PASS:
            lines += _check_lines(check)
    for diagnostic in step.diagnostics:
        lines += _field("answer", diagnostic)
    if step.meaning:
        lines += _field("means", step.meaning)
    return lines


def _repeating(result: TestResult) -> list[str]:
    """Tell how to repeat the request that decided: last, since it may be long."""
    for step in _judged(result):
        if step.curl:
            address = on_one_line(step.address)
            return [f"  repeat {address} with", f"    {_curl(step.curl)}"]
    return []


def _curl(line: str) -> str:
    """Return a line to paste: whole or not at all, since half of it would mislead."""
    if len(line) > _CURL:
        return f"(a request of {len(line):,} characters: its body is in the evidence)"
    return line


def _told_by_checks(step: StepResult) -> bool:
    return any(check.actual and check.actual in step.reason for check in step.checks)


def _check_lines(check: CheckResult) -> list[str]:
    word = "" if check.outcome is CheckOutcome.FAIL else f" ({check.outcome.value})"
    lines = _field("expected", check.expected + word)
    lines += _field("actual", check.actual)
    if check.because:
        lines += _field("because", check.because)
    for detail in check.details:
        lines += _field("", f"- {detail}")
    if check.requirements:
        lines += _field("requires", ", ".join(check.requirements))
    if check.mark:
        lines += _field("plan", str(check.mark))
    return lines


def _field(label: str, text: str) -> list[str]:
    """Return a labelled value, wrapped with the value hanging."""
    first = f"  {label:<{_LABEL}}"
    rest = " " * len(first)
    return textwrap.wrap(
        on_one_line(text),
        width=_WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _ending(result: TestResult) -> list[str]:
    lines: list[str] = []
    if result.attribution is not None:
        lines += _field("belongs to", result.attribution.value)
    if result.next_action:
        lines += _field("next", result.next_action)
    for left in result.left_behind:
        lines += _field("left", _left(left))
    return lines


def _left(entry: str) -> str:
    """Say what is left behind; the ledger calls what no answer named `unknown`."""
    kind, _, number = entry.partition("/")
    match kind, number:
        case "unknown", "unknown":
            return "something may have been created, and is not undone"
        case _, "unknown":
            return f"{kind}, id not known: may have been created, and is not undone"
        case _:
            return f"{entry} was created and is not undone"


def _outline(result: TestResult) -> list[str]:
    """List every step with its outcome: how far the test came."""
    rows = [
        *(("prerequisite", step) for step in result.prerequisites),
        *(("step", step) for step in result.steps),
        *(("cleanup", step) for step in result.cleanup),
    ]
    return [
        f"  {step.outcome.value:<8} {what:<12} "
        + on_one_line(f"{step.address} {step.name}")
        for what, step in rows
    ]
