"""Checks of the files themselves: V01, V02, V03, V04, V08, V12."""

from collections.abc import Iterator

from pytest_bars.evidence.bundle import run_genesis
from pytest_bars.evidence.findings import Result, fail, incomplete, not_checked, ok
from pytest_bars.evidence.material import (
    UNSEALED,
    Evidence,
    counted,
    missing,
    named,
    sha256_of,
)
from pytest_bars.evidence.reader import EVENTS, OBJECTS, PLAN, EventFile
from pytest_bars.evidence.records import Record
from pytest_bars.evidence.totals import objects, text
from pytest_bars.jsontypes import Json


def readable(evidence: Evidence) -> Result:
    """V01: only evidence files, no links, nothing too large."""
    odd = evidence.listing.odd
    if odd:
        return fail(named(odd))
    return ok(f"{len(evidence.listing.files)} files")


def files_match(evidence: Evidence) -> Result:
    """V02: every file is what its name and the manifest say, and none is unlisted."""
    wrong: list[str] = []
    for entry in evidence.listing.files:
        folder, _, name = entry.path.rpartition("/")
        if folder in {OBJECTS, PLAN} and sha256_of(evidence.bundle, entry.path) != name:
            wrong.append(f"{entry.path} does not have the content it is named for")
    if not evidence.is_sealed:
        return incomplete(named(wrong)) if wrong else not_checked(UNSEALED)
    wrong += _unlike_manifest(evidence)
    return fail(named(wrong)) if wrong else ok("every file is as listed")


def _unlike_manifest(evidence: Evidence) -> list[str]:
    listed = {
        text(item, "path"): (item.get("size"), item.get("sha256"))
        for item in objects(evidence.manifest.get("files"))
    }
    hashes = {f"{EVENTS}/{file.process}.jsonl": file.sha256 for file in evidence.events}
    wrong = []
    for entry in evidence.listing.files:
        sha256 = hashes.get(entry.path) or entry.path.rpartition("/")[2]
        if entry.path not in listed:
            wrong.append(f"{entry.path} is not listed")
        elif listed.pop(entry.path) != (entry.size, sha256):
            wrong.append(f"{entry.path} was changed")
    return wrong + [f"{name[:120]!r} is missing" for name in sorted(listed)]


def chains_hold(evidence: Evidence) -> Result:
    """V03: each process's records follow each other, from the run's own beginning."""
    if not any(file.lines for file in evidence.events):
        return (fail if evidence.is_sealed else incomplete)("there is no record")
    broken = [why for file in evidence.events for why in _chain_faults(evidence, file)]
    if broken:
        return fail(named(broken))
    torn = [file.process for file in evidence.events if file.torn or not file.lines]
    if torn and evidence.is_sealed:
        return fail(f"torn, though sealed: {named(torn)}")
    if torn:
        return incomplete(f"the last line is torn, as by a crash: {named(torn)}")
    return ok(f"{sum(file.lines for file in evidence.events)} records")


def _chain_faults(evidence: Evidence, file: EventFile) -> Iterator[str]:
    if file.fault:
        yield f"{file.process}: {file.fault}"
    elif file.lines:
        first = file.records[0]
        run = first.data
        start = run_genesis(evidence.run_id, file.process, text(run, "project_head"))
        if first.kind != "run.opened" or run.get("process") != file.process:
            yield f"{file.process}: it does not begin with its own run.opened"
        elif file.first_prev != start:
            yield f"{file.process}: it does not begin where this run begins"


def heads_match(evidence: Evidence) -> Result:
    """V04: the manifest seals these heads and counts."""
    if not evidence.is_sealed:
        return not_checked(UNSEALED)
    found: Json = {
        file.process: {"head": file.head, "records": file.lines}
        for file in evidence.events
    }
    if evidence.manifest.get("processes") != found:
        return fail("a chain ends elsewhere than where it was sealed")
    return ok(counted(len(evidence.events), "chain"))


def plans_match(evidence: Evidence) -> Result:
    """V08: the plans' exact bytes are there."""
    wanted = {
        text(file, "digest").removeprefix("sha256:"): text(file, "path")
        for plan in evidence.totals.plans.values()
        for file in objects(plan.get("files"))
    }
    held = {
        entry.path.removeprefix(f"{PLAN}/")
        for entry in evidence.listing.files
        if entry.path.startswith(f"{PLAN}/")
    }
    absent = sorted(path for digest, path in wanted.items() if digest not in held)
    if absent:
        return missing(evidence, f"no bytes of {named(absent)}")
    if not wanted:
        return not_checked("no plan was recorded")
    return ok(f"{len(wanted)} plan files")


def digests_exist(evidence: Evidence) -> Result:
    """V12: every body and attachment a record names is there."""
    held = {entry.path.rpartition("/")[2] for entry in evidence.listing.files}
    absent = [
        digest
        for record in evidence.records()
        for digest in _named_digests(record)
        if digest.removeprefix("sha256:") not in held
    ]
    if absent:
        return missing(evidence, f"no object {named(sorted(set(absent)))}")
    return ok("every object named is there")


def _named_digests(record: Record) -> Iterator[str]:
    if record.kind in {"http.sent", "http.received"}:
        body = record.data.get("body")
        if body is not None:
            yield str(body)
    elif record.kind == "attach":
        yield text(record.data, "digest")
