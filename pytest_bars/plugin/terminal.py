"""What the terminal says of a run besides the tests themselves."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_bars.environments.conformance import Conformance
from pytest_bars.errors import EvidenceError
from pytest_bars.reports.rehearsals import rehearsal_note
from pytest_bars.reports.response_times import measure_run
from pytest_bars.reports.response_times_text import response_times_summary

if TYPE_CHECKING:
    from pytest_bars.plugin.lifecycle import Lifecycle

_ORDER = ("pass", "fail", "error", "blocked", "pending", "skip", "not_run")


def header(lifecycle: "Lifecycle") -> list[str]:
    """Return the lines above the tests: profile, stage, and whether it counts."""
    if not lifecycle.is_known:
        return []
    profile = lifecycle.workbench.profile
    lines = [f"bars: profile {profile.name}, stage {profile.stage.label}"]
    if profile.api_version is not None:
        chosen = f"API version {profile.api_version}, chosen by the profile"
        lines.append(f"bars: {chosen}; it wins over standard.api of the plans")
    if lifecycle.runtime is not None:
        lines.append(f"bars: evidence {lifecycle.runtime.folder}")
    lines += _conformance(profile.conformance)
    if profile.is_simulated:
        lines.append("bars: REHEARSAL against the embedded simulator; nothing counts")
    return lines


def _conformance(conformance: Conformance) -> list[str]:
    """Say what is let pass: nothing where the profile is strict without deviations."""
    lines = []
    if not conformance.is_strict:
        lines.append("bars: conformance warn; a body that breaks a rule does not fail")
    lines += (
        f"bars: accepted deviation {each.rule} at {each.where}: {each.reason}"
        for each in conformance.deviations
    )
    return lines


def summarise(lifecycle: "Lifecycle", reporter: pytest.TerminalReporter) -> None:
    """Write what the run showed, where its evidence is, and how to check it."""
    if lifecycle.folder is None:
        return
    profile = lifecycle.workbench.profile
    outcomes = lifecycle.outcomes
    reporter.section(f"BaRS {profile.stage.label}, profile {profile.name}")
    if profile.is_simulated:
        reporter.line(
            "REHEARSAL: the partner was the embedded simulator. "
            "This is no evidence of any product.",
            yellow=True,
            bold=True,
        )
    told = ", ".join(f"{outcomes[each]} {each}" for each in _ORDER if outcomes[each])
    reporter.line(f"outcomes  {told or 'no test came to its end'}")
    for line in (*_other_versions(lifecycle), *_rehearsed(lifecycle)):
        reporter.line(line)
    for number, line in enumerate(_times(lifecycle.folder)):
        reporter.line(f"{'' if number else 'times':<8}  {line}")
    reporter.line(f"evidence  {lifecycle.folder}")
    reporter.line(f"check it  bars evidence verify {_shown(lifecycle)}")


def _other_versions(lifecycle: "Lifecycle") -> list[str]:
    """Return a line for each plan that was written for another API version."""
    version = lifecycle.workbench.profile.api_version
    plans = {plan.id: plan.standard.api for plan in lifecycle.plans.values()}
    return [
        f"note      {name} says API {api}, the profile {version}: {version} was sent"
        for name, api in sorted(plans.items())
        if version not in {None, api}
    ]


def _rehearsed(lifecycle: "Lifecycle") -> Iterator[str]:
    """Yield what a rehearsal of TKW's scenarios does not replace."""
    tests = (test for plan in lifecycle.plans.values() for test in plan.tests)
    if note := rehearsal_note(id_ for test in tests for id_ in test.requirements):
        yield f"note      {note}"


def _times(folder: Path) -> Iterator[str]:
    """Yield how long answers took; evidence that cannot be read says so elsewhere."""
    with contextlib.suppress(EvidenceError):
        yield from response_times_summary(measure_run(folder))


def _shown(lifecycle: "Lifecycle") -> str:
    """Return the evidence folder as typed from where pytest was started."""
    folder, here = lifecycle.folder, lifecycle.config.invocation_params.dir
    is_below = folder is not None and folder.is_relative_to(here)
    shown = str(folder.relative_to(here) if folder and is_below else folder)
    return f'"{shown}"' if " " in shown else shown
