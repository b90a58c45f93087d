"""Make a result of findings: what fails, what warns, and what is accepted."""

from collections.abc import Sequence
from typing import Final

from pytest_bars.checks.base import CheckContext
from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.environments.conformance import Conformance
from pytest_bars.errors import ExchangeError
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.protocol.conformance_rules import NEVER_ACCEPTED
from pytest_bars.results import CheckResult

_MOST: Final = 200  # lines that are listed; the rest is counted
_LONGEST: Final = 500  # characters of a line: names of members are the Receiver's


def verdict(
    expected: str, findings: Sequence[Finding], conformance: Conformance
) -> CheckResult:
    """Return the result of what was found, under what the profile accepts."""
    accepted, advice, faults = [], [], []
    for finding in findings:
        deviation = conformance.accepted(finding.rule, finding.location)
        if deviation is not None and finding.rule not in NEVER_ACCEPTED:
            accepted.append(f"accepted, {deviation.reason}: {finding}")
        elif finding.is_advice:
            advice.append(f"to note: {finding}")
        else:
            faults.append(str(finding))
    is_hard = conformance.is_strict or _is_unjudged(findings)
    outcome = CheckOutcome.FAIL if faults and is_hard else CheckOutcome.WARN
    if not findings:
        outcome = CheckOutcome.PASS
    lines = _bounded([*faults, *accepted, *advice])
    actual = _summed_up(_bounded(faults), len(accepted), len(advice), len(faults))
    return CheckResult(outcome, expected, actual, details=tuple(lines))


def not_json(expected: str, context: CheckContext, error: ExchangeError) -> CheckResult:
    """Return what becomes of a body that is not JSON.

    Where it was meant to be JSON, it is a finding as any other.

    Raises the error where it was not: a page, or nothing at all.
    """
    start = context.response.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start != b"{":
        raise error
    found = Finding("CF-JSON", "$", str(error))
    return verdict(expected, [found], context.conformance)


def _is_unjudged(findings: Sequence[Finding]) -> bool:
    return any(finding.rule in NEVER_ACCEPTED for finding in findings)


def _bounded(lines: list[str]) -> list[str]:
    shown = [
        line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
        for line in lines[:_MOST]
    ]
    left = len(lines) - len(shown)
    return [*shown, f"and {left} more"] if left else shown


def _summed_up(shown: list[str], accepted: int, advice: int, faults: int) -> str:
    parts = []
    if faults == 1:
        parts.append(shown[0])
    elif faults:
        parts.append(f"{faults} faults; the first: {shown[0]}")
    if accepted:
        parts.append(f"{_counted(accepted, 'deviation')} accepted by the profile")
    if advice:
        parts.append(f"{_counted(advice, 'remark')}")
    return "; ".join(parts) or "it conforms"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
