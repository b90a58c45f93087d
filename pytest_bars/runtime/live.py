"""The open run: journal, client and partner, opened once and closed once."""

import platform
import random
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from pytest_bars import __version__
from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import SystemClock
from pytest_bars.compile.model import CompiledCase, CompiledPlan, CompiledTest
from pytest_bars.evidence.bundle import RunFacts, RunFolder, attach_run, open_run, seal
from pytest_bars.evidence.records import Record
from pytest_bars.evidence.writer import EvidenceWriter
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome
from pytest_bars.results import TestResult
from pytest_bars.run.coordination import (
    Coordinator,
    LocalCoordinator,
    SharedCoordinator,
)
from pytest_bars.run.guard import StageGuard
from pytest_bars.run.session import Session
from pytest_bars.run.test_case import run_test
from pytest_bars.runtime.extensions import load_extensions
from pytest_bars.runtime.obligations import Obligation, obligations_data
from pytest_bars.runtime.simulation import SimulatorProcess, start_simulator
from pytest_bars.runtime.workbench import Workbench
from pytest_bars.values.generate import Generator

UNNAMED_PROJECT = "unnamed"


@dataclass(frozen=True, slots=True)
class RunPlace:
    """What a worker process needs to join a run: plain values only.

    folder: the run's evidence. shared: folder for locks, or None for one process.
    started: ISO 8601, UTC.
    """

    folder: str
    base_url: str
    shared: str | None
    seed: int
    started: str

    def as_json(self) -> dict[str, str | int | None]:
        """Return what `RunPlace(**data)` takes."""
        return {
            "folder": self.folder,
            "base_url": self.base_url,
            "shared": self.shared,
            "seed": self.seed,
            "started": self.started,
        }


@dataclass
class Runtime:
    """An open run in one process; close it in any event.

    owned: what the main process opened and has to seal; None in a worker.
    """

    bench: Workbench
    place: RunPlace
    journal: EvidenceWriter
    client: BarsClient
    guard: StageGuard
    coordinator: Coordinator
    generator: Generator
    owned: "OwnedRun | None" = None
    _sessions: dict[str, Session] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return the run's evidence folder."""
        return Path(self.place.folder)

    @property
    def run_id(self) -> str:
        """Return the name of the run."""
        return self.folder.name.removesuffix(".bars")

    def commit(
        self,
        plans: Sequence[CompiledPlan],
        obligations: Iterable[Obligation],
        errors: Mapping[str, str],
    ) -> None:
        """Write down, before the first request, which tests must end with an outcome.

        errors: plans that could not be read, by path.
        """
        for plan in plans:
            for file in plan.files:
                self.journal.add_plan(file.path, file.content)
        for path, message in errors.items():
            self.journal.record("collect.error", {"path": path, "message": message})
        self.journal.record(
            "plan.obligations", obligations_data(plans, obligations), durable=True
        )

    def run(
        self, plan: CompiledPlan, test: CompiledTest, case: CompiledCase
    ) -> TestResult:
        """Run a test, or one case of it."""
        return run_test(test, case, self._session(plan))

    def settle(
        self,
        plan: CompiledPlan,
        test: CompiledTest,
        case: CompiledCase,
        outcome: Outcome,
        reason: str,
    ) -> None:
        """Write down the outcome of a test that the steps of its plan did not give."""
        result = TestResult(plan.id, test.ref, case.id, test.name, outcome)
        self.journal.record(
            "test.finished",
            {
                "test": f"{plan.id}::{result.identity}",
                "plan": plan.id,
                "ref": test.ref,
                "case": case.id,
                "outcome": outcome.value,
                "reason": reason,
                "attribution": None,
                "next_action": "",
                "duration_ms": 0,
                "left_behind": [],
                "warnings": [],
            },
        )

    def redact(self, text: str) -> str:
        """Return text as it may be shown."""
        return self.journal.redactor.text(text)

    def interrupted(self, reason: str) -> None:
        """Write down that the run was stopped."""
        self.journal.record("run.interrupted", {"reason": reason}, durable=True)

    def close(self, exit_status: int, counts: Mapping[str, int]) -> JsonObject | None:
        """End the run in this process; the main one seals it and returns the manifest.

        Raises EvidenceError when the evidence cannot be sealed.
        """
        self.client.close()
        data: JsonObject = {"exit_status": exit_status, "counts": dict(counts)}
        self.journal.record("run.closed", data, durable=True)
        self.journal.close()
        return None if self.owned is None else self.owned.close()

    def _session(self, plan: CompiledPlan) -> Session:
        session = self._sessions.get(plan.path)
        if session is None:
            self.guard.admit(plan)
            session = self._sessions[plan.path] = Session(
                profile=self.bench.profile,
                client=self.client,
                journal=self.journal,
                generator=self.generator,
                library=self.bench.library,
                coordinator=self.coordinator,
                plan=plan,
                language=self.bench.language,
                overrides=self.bench.settings.variables,
                redact=self.redact,
            )
        return session


@dataclass(frozen=True)
class OwnedRun:
    """What only the main process has: the folder to seal, and the simulator."""

    folder: RunFolder
    simulator: SimulatorProcess | None
    shared: str | None

    def close(self) -> JsonObject:
        """Stop the simulator, then seal the evidence and return its manifest."""
        self.stop()
        return seal(self.folder)

    def stop(self) -> None:
        """Stop the simulator and remove what workers shared."""
        if self.simulator is not None:
            self.simulator.stop()
        if self.shared is not None:
            shutil.rmtree(self.shared, ignore_errors=True)


def open_runtime(bench: Workbench, *, is_shared: bool) -> Runtime:
    """Open a run: its evidence, and its partner where that is the simulator.

    is_shared: whether worker processes will join.

    Raises StageRefusal for a profile that cannot be run, EvidenceError, and BarsError
    when the simulator does not start.
    """
    bench.refuse_unrunnable()
    with ExitStack() as undo:
        simulator = start_simulator() if bench.profile.is_simulated else None
        if simulator is not None:
            undo.callback(simulator.stop)
        base_url = simulator.base_url if simulator else bench.profile.base_url
        seed = _seed(bench.settings.seed)
        folder = open_run(
            bench.settings.evidence,
            _facts(bench, cast("str", base_url), seed),
            declared=_declared(bench),
        )
        shared = tempfile.mkdtemp(prefix="pytest-bars-") if is_shared else None
        place = RunPlace(
            folder=str(folder.path),
            base_url=cast("str", base_url),
            shared=shared,
            seed=seed,
            started=datetime.now(UTC).isoformat(),
        )
        owned = OwnedRun(folder, simulator, shared)
        runtime = _runtime(bench, place, folder.writer(), owned)
        undo.pop_all()
    return runtime


def join_runtime(bench: Workbench, place: RunPlace, process: str) -> Runtime:
    """Join a run another process opened. process: the worker's name, such as `gw0`."""
    journal = attach_run(Path(place.folder), process, declared=_declared(bench))
    return _runtime(bench, place, journal, None)


def _runtime(
    bench: Workbench,
    place: RunPlace,
    journal: EvidenceWriter,
    owned: OwnedRun | None,
) -> Runtime:
    if load_extensions().hook.bars_record.get_hookimpls():
        journal.listen(_tell_extensions)
    profile = bench.profile
    if profile.credentials is not None:
        for secret in (profile.credentials.client_id, profile.credentials.key):
            journal.redactor.learn(secret.reveal(), is_secret=True)
    guard = StageGuard(profile, place.base_url)
    coordinator: Coordinator = (
        LocalCoordinator()
        if place.shared is None
        else SharedCoordinator(Path(place.shared))
    )
    return Runtime(
        bench=bench,
        place=place,
        journal=journal,
        client=BarsClient(profile, place.base_url, journal, guard, SystemClock()),
        guard=guard,
        coordinator=coordinator,
        generator=Generator(place.seed, datetime.fromisoformat(place.started)),
        owned=owned,
    )


def _tell_extensions(record: Record) -> None:
    load_extensions().hook.bars_record(record=record)


def _seed(asked: int | None) -> int:
    return random.SystemRandom().randrange(2**32) if asked is None else asked


def _declared(bench: Workbench) -> list[Json]:
    return [patient.as_json() for patient in bench.profile.patients.values()]


def _facts(bench: Workbench, base_url: str, seed: int) -> RunFacts:
    profile, project = bench.profile, bench.project
    return RunFacts(
        project=UNNAMED_PROJECT if project is None else project.name,
        stage=profile.stage.value,
        profile=profile.name,
        nhs_environment=profile.nhs_environment,
        base_url=base_url,
        counts=profile.counts,
        rehearsal=profile.is_simulated,
        seed=seed,
        harness={
            "name": "pytest-bars",
            "version": __version__,
            "python": platform.python_version(),
            "platform": platform.system(),
        },
        solution=bench.solution,
        operator=bench.settings.operator or "",
        more=profile.conformance.as_json(),
    )
