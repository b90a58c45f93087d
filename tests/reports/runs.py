"""Runs of evidence with given outcomes, and a small plan they are of."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pytest_bars.evidence.bundle import open_run, seal
from tests.compile.plans import Data, case_test, flow, kind, manual, plan, step
from tests.evidence.scene import FakeClock, close, facts, obligation, oblige

DIGEST = "sha256:" + "0" * 64


def add_run(
    root: Path,
    outcomes: Mapping[str, str],
    *,
    day: int = 0,
    stage: str = "local",
    left_out: tuple[str, ...] = (),
    digest: str = DIGEST,
) -> Path:
    """Write a sealed run; an empty outcome is a test that never ended.

    day: days after the first of March. left_out: tests that were not selected.
    """
    fake = FakeClock()
    fake.pass_time(day * 86_400)
    about = replace(facts(), stage=stage, profile=stage, rehearsal=stage == "local")
    run = open_run(root, about, clock=fake.clock)
    selected = [obligation(test, digest=digest) for test in outcomes]
    others = [obligation(test, selected=False) for test in left_out]
    oblige(run.main, *selected, *others)
    for test, outcome in outcomes.items():
        run.main.record("test.started", {"test": test, "attempt": 1})
        if outcome:
            run.main.record("test.finished", {"test": test, "outcome": outcome})
    run.main.record(
        "prereq", {"plan": "P", "ref": "PRE-01", "name": "OK", "outcome": "pass"}
    )
    close(run.main)
    seal(run, clock=run.clock)
    return run.path


def traced_plan() -> Data:
    """Return a plan with a test for each way to name a requirement."""
    expect = [{"status": 200}]
    warns = [{"status": 200, "severity": "warn", "requirements": ["nfr-time-2"]}]
    blocks = [{"status": 200, "on_fail": "blocked", "requirements": ["core-ti-3"]}]
    told = [{"status": 200, "requirements": ["core-all-3", "core-all-1"]}]
    cases = [{"id": "a", "requirements": ["core-ti-2"]}, {"id": "b"}]
    return plan(
        case_test(
            step(expect=told),
            ref="T-1",
            requirements=["core-all-1", "core-ti-1", "core-caching-1"],
        ),
        case_test(step(expect=expect), ref="T-2", cases=cases),
        case_test(step(expect=[*expect, *blocks]), ref="T-3"),
        case_test(step(expect=[*expect, *warns]), ref="T-4"),
        case_test(step(), manual(), ref="T-5", requirements=["app1-slot-7"]),
        case_test(step(), ref="T-6", requirements=["app1-slot-10"]),
        case_test(kind("flow", "look", "looked"), ref="T-7"),
        prerequisites=[
            {
                "ref": "PRE-01",
                "name": "OK",
                "attest": {"by": "Lead"},
                "requirements": ["nfr-audit-1", "core-msg-1"],
            },
            {
                "ref": "PRE-02",
                "name": "It answers",
                "check": {
                    "request": {"get": "/metadata", "to": "receiver"},
                    "expect": expect,
                },
                "requirements": ["nfr-audit-2"],
            },
        ],
    )


def traced_flows() -> Data:
    """Return the flow of that plan: its check names a requirement, too."""
    told = [{"status": 200, "requirements": ["core-msg-11"]}]
    return {"look": flow(step(expect=told))}
