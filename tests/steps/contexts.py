"""What a step is handed, against a Receiver on a loopback port."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import SystemClock
from pytest_bars.evidence.redaction import Redactor
from pytest_bars.evidence.writer import EvidenceWriter
from pytest_bars.exchange import READ
from pytest_bars.payloads.library import Library
from pytest_bars.run.guard import StageGuard
from pytest_bars.steps.base import StepContext
from pytest_bars.values.generate import TestValues
from tests.run.bench import local_profile


@contextmanager
def handed(folder: Path, base_url: str, slept: list[float]) -> Iterator[StepContext]:
    """Open what a step is handed; what it sleeps is noted, not slept."""
    for name in ("events", "plan", "objects/sha256"):
        (folder / name).mkdir(parents=True)
    profile = local_profile()
    patients = [each.as_json() for each in profile.patients.values()]
    journal = EvidenceWriter(folder, "main", "0" * 64, Redactor(b"k" * 32, patients))
    guard = StageGuard(profile, base_url)
    with BarsClient(profile, base_url, journal, guard, SystemClock()) as client:
        yield StepContext(
            client=client,
            profile=profile,
            library=Library.builtin(),
            values=TestValues("seed", datetime(2026, 11, 23, tzinfo=UTC)),
            test="P::T-1",
            address="step",
            kind="happy-path",
            effect=READ,
            correlation_id="c-1",
            parties={
                "receiver": {"target": profile.target.as_json()},
                "anyone": {"target": None},
                "broken": {"target": "2000072489"},
            },
            roots={"profile": profile.as_scope()},
            reports={},
            sleep=slept.append,
        )
    journal.close()
