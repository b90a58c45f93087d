"""One run's folder: opened once, joined by each worker, sealed last."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.chain import genesis
from pytest_bars.evidence.clock import SYSTEM, Clock, timestamp
from pytest_bars.evidence.durable import (
    TEMPORARY,
    cannot_write,
    sync_folder,
    write_whole,
)
from pytest_bars.evidence.manifest import make_manifest, manifest_bytes
from pytest_bars.evidence.project import ProjectLedger
from pytest_bars.evidence.pseudonyms import make_key, read_key
from pytest_bars.evidence.reader import (
    EVENTS,
    MANIFEST,
    OBJECTS,
    PLAN,
    SUFFIX,
    Bundle,
)
from pytest_bars.evidence.redaction import POLICY, Redactor
from pytest_bars.evidence.totals import KINDS, MAIN
from pytest_bars.evidence.writer import EvidenceWriter
from pytest_bars.jsontypes import Json, JsonObject

_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is known of a run before its first request; written as `run.opened`.

    stage, profile: as `--bars-env` names them. counts: whether the evidence may ever
    count towards a gate. rehearsal: whether the partner is the embedded simulator.
    more: further facts, by name.
    """

    project: str
    stage: str
    profile: str
    nhs_environment: str
    base_url: str | None = None
    counts: bool = False
    rehearsal: bool = False
    seed: int = 0
    harness: JsonObject = field(default_factory=dict)
    solution: JsonObject = field(default_factory=dict)
    operator: str = ""
    more: JsonObject = field(default_factory=dict)

    def as_json(self) -> JsonObject:
        """Return the facts as a record has them."""
        return {
            **self.more,
            "project": self.project,
            "stage": self.stage,
            "profile": self.profile,
            "nhs_environment": self.nhs_environment,
            "base_url": self.base_url,
            "counts": self.counts,
            "rehearsal": self.rehearsal,
            "seed": self.seed,
            "harness": self.harness,
            "solution": self.solution,
            "operator": self.operator,
        }


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run that is open: its folder, its number, and the main process's journal.

    project_head: the hash of the line that opened this run in `project.jsonl`.
    """

    run_id: str
    run_no: int
    path: Path
    project_head: str
    main: EvidenceWriter
    clock: Clock = SYSTEM

    def writer(self, process: str = MAIN) -> EvidenceWriter:
        """Return the writer of a process of this run; `main`'s is open already."""
        if process == MAIN:
            return self.main
        return _join(self.path, process, self.main.redactor, self.clock)

    def add_plan(self, path: str, content: bytes) -> str:
        """Store the exact bytes of a plan file and return `sha256:<hex>`."""
        return self.main.add_plan(path, content)


def open_run(
    root: Path,
    facts: RunFacts,
    *,
    declared: Iterable[Json] = (),
    clock: Clock = SYSTEM,
) -> RunFolder:
    """Take the next run number and open `<root>/<run_id>.bars` with its main writer.

    root: the project's evidence folder, made at need. declared: test patients as JSON
    objects. Raises EvidenceError.
    """
    ledger = ProjectLedger(root)
    run_id = _run_id(facts, clock)
    path = root / f"{run_id}{SUFFIX}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with ledger.locked():
            redactor = Redactor(make_key(root), declared)
            run_no = ledger.next_run_no()
            entry: JsonObject = {
                "run_id": run_id,
                "run_no": run_no,
                "stage": facts.stage,
                "profile": facts.profile,
            }
            head = ledger.append("run.opened", entry, clock)
        for folder in (EVENTS, OBJECTS, PLAN):
            (path / folder).mkdir(parents=True)
        sync_folder(root)
        sync_folder(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    data: JsonObject = {
        **facts.as_json(),
        "run_id": run_id,
        "run_no": run_no,
        "project_head": head,
        "redaction_policy": POLICY,
        "pseudonym_key_id": redactor.key_id,
    }
    main = _open_writer(path, MAIN, data, redactor, clock)
    return RunFolder(run_id, run_no, path, head, main, clock)


def attach_run(
    path: Path,
    process: str,
    *,
    declared: Iterable[Json] = (),
    clock: Clock = SYSTEM,
) -> EvidenceWriter:
    """Join an open run from another process (`gw0`); its `run.opened` is written.

    Raises EvidenceError, also where that process has joined already.
    """
    return _join(path, process, Redactor(read_key(path.parent), declared), clock)


def seal(run: RunFolder | Path, *, clock: Clock = SYSTEM) -> JsonObject:
    """Close the run: write `manifest.json` last, register it, and return it.

    Raises EvidenceError, also where the run is sealed already.
    """
    path = run if isinstance(run, Path) else run.path
    if isinstance(run, RunFolder):
        run.main.close()
    if (path / MANIFEST).exists():
        raise EvidenceError(f"{path}: this run is sealed already.")
    _clear_temporaries(path)
    bundle = Bundle(path)
    events = [bundle.events(name, KINDS) for name in bundle.processes()]
    manifest = make_manifest(bundle, events)
    content = manifest_bytes(manifest)
    write_whole(path / MANIFEST, content, durable=True)
    ledger = ProjectLedger(path.parent)
    entry: JsonObject = {
        "run_id": manifest["run_id"],
        "run_no": manifest["run_no"],
        "state": manifest["state"],
        "manifest": "sha256:" + hashlib.sha256(content).hexdigest(),
    }
    with ledger.locked():
        ledger.append("run.sealed", entry, clock)
    return manifest


def run_genesis(run_id: str, process: str, project_head: str) -> str:
    """Return what the first record of a process names as the line before."""
    return genesis(run_id, process, project_head)


def _join(path: Path, process: str, redactor: Redactor, clock: Clock) -> EvidenceWriter:
    first = Bundle(path).events(MAIN, frozenset({"run.opened"})).records
    if not first or first[0].kind != "run.opened":
        raise EvidenceError(f"{path}: its main process has not opened this run.")
    return _open_writer(path, process, first[0].data, redactor, clock)


def _open_writer(
    path: Path, process: str, data: JsonObject, redactor: Redactor, clock: Clock
) -> EvidenceWriter:
    run_id = str(data["run_id"])
    start = run_genesis(run_id, process, str(data["project_head"]))
    writer = EvidenceWriter(path, process, start, redactor, run_id=run_id, clock=clock)
    writer.record("run.opened", {**data, "process": process}, durable=True)
    return writer


def _run_id(facts: RunFacts, clock: Clock) -> str:
    moment = timestamp(clock.wall_ns())[:19].replace("-", "").replace(":", "") + "Z"
    project = _UNFIT.sub("-", facts.project.lower()).strip("-")[:60] or "project"
    return f"{project}-{facts.stage}-{moment}-{secrets.token_hex(3)}"


def _clear_temporaries(path: Path) -> None:
    """Remove what a process that was killed had not moved to its place."""
    for folder in (OBJECTS, PLAN):
        for left in (path / folder).glob(f"{TEMPORARY}*"):
            left.unlink(missing_ok=True)
