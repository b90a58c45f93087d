"""Compile a plan written inline and run its tests against a Receiver."""

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pytest_bars.checks import default_checks
from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import Clock, SystemClock
from pytest_bars.compile.compile import compile_file
from pytest_bars.compile.model import CompiledPlan
from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Profile
from pytest_bars.evidence.redaction import Redactor
from pytest_bars.evidence.writer import EvidenceWriter
from pytest_bars.jsontypes import JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import Step
from pytest_bars.results import TestResult
from pytest_bars.run.coordination import Coordinator, LocalCoordinator
from pytest_bars.run.guard import StageGuard
from pytest_bars.run.session import Session
from pytest_bars.run.test_case import run_test
from pytest_bars.stages import Stage
from pytest_bars.steps import default_steps
from pytest_bars.values.generate import Generator

HEAD = """\
schema: bars-plan/1
plan: P
version: 1.0.0
title: A plan
standard: {core: 1.1.6, application: 1, use_cases: [a1t1]}
owner: {organisation: provider, role: Project Lead}
use: []
parties:
  receiver: {system: product, target: "${profile.target}"}
  user: {person: System User, organisation: provider}
"""


class Ticking:
    """A clock that goes on by a step at each look."""

    def __init__(self, step: float) -> None:
        self._step = step
        self._now = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        self._now += self._step
        return self._now

    def pass_by(self, seconds: float) -> None:
        self._now += seconds


@cache
def language(*more: type[Step]) -> Language:
    return Language(steps=(*default_steps(), *more), checks=default_checks())


def local_profile() -> Profile:
    return load_profile("local", None, environ={})


def compile_text(
    folder: Path, text: str, *, flows: str = "", more: Sequence[type[Step]] = ()
) -> CompiledPlan:
    """Compile a plan: everything below its head, and the flows it uses.

    more: kinds of step beside the default ones.
    """
    head = HEAD
    if flows:
        head = head.replace("use: []", "use: [own.bars-flows.yaml]")
        written = f"schema: bars-flows/1\nflows:\n{_indented(flows, 2)}"
        (folder / "own.bars-flows.yaml").write_text(written, encoding="utf-8")
    path = folder / "own.bars.yaml"
    path.write_text(head + textwrap.dedent(text), encoding="utf-8")
    return compile_file(
        path, language=language(*more), library=Library.builtin(), root=folder
    )


def _indented(text: str, by: int) -> str:
    return textwrap.indent(textwrap.dedent(text), " " * by)


@dataclass(frozen=True)
class Bench:
    """What runs the tests of one plan, and what was recorded meanwhile."""

    session: Session
    journal: EvidenceWriter

    def run(self, ref: str, case: str | None = None) -> TestResult:
        test = self.session.plan.test(ref)
        found = next(each for each in test.cases if each.id == case)
        return run_test(test, found, self.session)

    def records(self, kind: str) -> list[JsonObject]:
        lines = self._lines()
        records = [json.loads(line) for line in lines]
        return [record["data"] for record in records if record["type"] == kind]

    def _lines(self) -> list[str]:
        path = self.journal.folder / "events" / "main.jsonl"
        return path.read_text("utf-8").splitlines()

    def kinds(self) -> list[str]:
        lines = self._lines()
        return [str(json.loads(line)["type"]) for line in lines]


@contextmanager
def opened(
    folder: Path,
    base_url: str,
    plan: CompiledPlan,
    *,
    profile: Profile | None = None,
    stage: Stage = Stage.LOCAL,
    overrides: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    sleep: Callable[[float], None] | None = None,
    coordinator: Coordinator | None = None,
    budget: int | None = None,
) -> Iterator[Bench]:
    """Open journal, guard, client and session; close them in the end."""
    used = replace(profile or local_profile(), stage=stage)
    evidence = folder / "evidence"
    for name in ("events", "plan", "objects/sha256"):
        (evidence / name).mkdir(parents=True)
    patients = [patient.as_json() for patient in used.patients.values()]
    journal = EvidenceWriter(evidence, "main", "0" * 64, Redactor(b"k" * 32, patients))
    guard = StageGuard(used, base_url, budget=budget)
    guard.admit(plan)
    ticking = clock or SystemClock()
    with BarsClient(used, base_url, journal, guard, ticking) as client:
        session = Session(
            profile=used,
            client=client,
            journal=journal,
            generator=Generator(7, datetime.now(UTC)),
            library=Library.builtin(),
            coordinator=coordinator or LocalCoordinator(),
            plan=plan,
            language=language(),
            overrides=overrides or {},
            clock=ticking,
            redact=journal.redactor.text,
        )
        if sleep is not None:
            session = replace(session, sleep=sleep)
        yield Bench(session, journal)
    journal.close()
