"""Checks of what the records say: V09, V10, V13, V15, V17."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.clock import NANOSECONDS, timestamp
from pytest_bars.evidence.findings import Result, fail, incomplete, not_checked, ok
from pytest_bars.evidence.manifest import make_manifest, manifest_bytes
from pytest_bars.evidence.material import UNSEALED, Evidence, counted, named, sha256_of
from pytest_bars.evidence.net import finds
from pytest_bars.evidence.project import LEDGER, LedgerLine, ProjectLedger
from pytest_bars.evidence.reader import MANIFEST, OBJECTS
from pytest_bars.evidence.records import Record, canonical
from pytest_bars.evidence.second_pass import unescaped

_FUTURE_NS: Final = 3600 * NANOSECONDS
_JUMP_SECONDS: Final = 2


def obligations_met(evidence: Evidence) -> Result:
    """V09: the run was closed, and every selected test has an outcome."""
    problems = evidence.totals.problems()
    if problems:
        return incomplete(" ".join(problems))
    selected = evidence.totals.counts()["selected"]
    return ok(f"{counted(selected, 'test')}, each with an outcome")


def summary_holds(evidence: Evidence) -> Result:
    """V10: the manifest, made again from the records, is the same to the byte."""
    if not evidence.is_sealed:
        return not_checked(UNSEALED)
    again = manifest_bytes(make_manifest(evidence.bundle, evidence.events))
    if evidence.bundle.read(MANIFEST) != again:
        return fail("its manifest says something else than its records")
    return ok("the manifest follows from the records")


def time_holds(evidence: Evidence) -> Result:
    """V13: time runs forward, within a run and up to now."""
    wrong: list[str] = []
    latest = timestamp(evidence.clock.wall_ns() + _FUTURE_NS)
    for file in evidence.events:
        for before, after in pairwise(file.records):
            if after.mono_ns < before.mono_ns or _ran_back(before, after):
                wrong.append(f"{file.process}: time runs back at record {after.seq}")
        wrong += [
            f"{file.process}: record {record.seq} has a time that is none or to come"
            for record in file.records
            if _moment(record) is None or record.ts > latest
        ]
    if wrong:
        return fail(named(wrong))
    jumps = sum(record.kind == "clock.jump" for record in evidence.records())
    return ok(f"{jumps} clock jumps recorded" if jumps else "no clock jump")


def _ran_back(before: Record, after: Record) -> bool:
    """Say whether wall time ran back by more than a record of a jump would allow."""
    if after.kind == "clock.jump" or after.ts >= before.ts:
        return False
    earlier, later = _moment(before), _moment(after)
    if earlier is None or later is None:
        return False
    return (earlier - later).total_seconds() > _JUMP_SECONDS


def _moment(record: Record) -> datetime | None:
    try:
        return datetime.strptime(record.ts, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        return None


def ledger_agrees(evidence: Evidence) -> Result:
    """V15: the project's ledger has this run, as sealed, and has lost none."""
    ledger = ProjectLedger(evidence.bundle.path.absolute().parent)
    if not ledger.path.is_file():
        return not_checked(f"there is no {LEDGER} beside the bundle")
    if not evidence.totals.run:
        return not_checked("no record says which run this is")
    try:
        lines = ledger.lines()
    except EvidenceError as error:
        return fail(str(error))
    opened = [line.data for line in lines if line.kind == "run.opened"]
    if [data.get("run_no") for data in opened] != [*range(1, len(opened) + 1)]:
        return fail("the run numbers of the project are not 1, 2, 3 and so on")
    mine = [line for line in lines if line.data.get("run_id") == evidence.run_id]
    if not evidence.is_sealed and any(line.kind == "run.sealed" for line in mine):
        return fail("this run was sealed, and its manifest is gone")
    return _opened(evidence, mine) or _sealed(evidence, mine, lines)


def _opened(evidence: Evidence, mine: Sequence[LedgerLine]) -> Result | None:
    run = evidence.totals.run
    wanted = (run.get("project_head"), run.get("run_no"))
    found = [(m.hash, m.data.get("run_no")) for m in mine if m.kind == "run.opened"]
    if found != [wanted]:
        return fail("the project's ledger does not know this run by this number")
    return None if evidence.is_sealed else ok(f"run {run.get('run_no')}, not sealed")


def _sealed(
    evidence: Evidence, mine: Sequence[LedgerLine], lines: Sequence[LedgerLine]
) -> Result:
    seals = [line.data.get("manifest") for line in mine if line.kind == "run.sealed"]
    if not seals:
        return incomplete("a manifest is there, but the seal was never registered")
    if seals != ["sha256:" + sha256_of(evidence.bundle, MANIFEST)]:
        return fail("the manifest is not the one that was registered when sealed")
    ids = {line.data.get("run_id") for line in lines if line.kind == "run.sealed"}
    unsealed = [
        str(line.data.get("run_no"))
        for line in lines
        if line.kind == "run.opened" and line.data.get("run_id") not in ids
    ]
    note = f"; opened and not sealed: run {named(unsealed)}" if unsealed else ""
    return ok(f"run {evidence.totals.run.get('run_no')}{note}")


def nothing_personal(evidence: Evidence) -> Result:
    """V17: no NHS number, token or key in objects and records."""
    found: list[str] = []
    for entry in evidence.listing.files:
        if entry.path.startswith(OBJECTS):
            content = evidence.bundle.read(entry.path).decode("utf-8", "replace")
            found += [f"{what} in {entry.path}" for what in _found(content)]
    for record in evidence.records():
        data = {key: value for key, value in record.data.items() if key != "seed"}
        found += [
            f"{what} in record {record.seq} of {record.process}"
            for what in _found(f"{record.kind}\n{canonical(data).decode()}")
        ]
    return fail(named(found)) if found else ok("no NHS number, token or key")


def _found(text: str) -> tuple[str, ...]:
    """Return what is personal in a text, also where it is escaped as in a URL."""
    bare = unescaped(text)
    return finds(text) if bare == text else finds(f"{text}\n{bare}")
