"""The manifest: what a bundle held when it was sealed.

It is a function of the bundle and of nothing else, so a verifier makes it again and
compares bytes: no member of it can be changed alone.
"""

import hashlib
from collections.abc import Sequence

from pytest_bars.evidence.reader import EVENTS, Bundle, EventFile, Listing
from pytest_bars.evidence.records import SCHEMA, canonical
from pytest_bars.evidence.totals import Totals, total
from pytest_bars.jsontypes import Json, JsonObject

_BOUND: tuple[str, ...] = (
    "project_head",
    "pseudonym_key_id",
    "redaction_policy",
)


def make_manifest(bundle: Bundle, events: Sequence[EventFile]) -> JsonObject:
    """Return the manifest of a bundle whose event files were read."""
    totals = total(record for file in events for record in file.records)
    problems = totals.problems()
    run = {key: value for key, value in totals.run.items() if key != "process"}
    return {
        "schema": SCHEMA,
        "run_id": run.get("run_id"),
        "run_no": run.get("run_no"),
        "state": "incomplete" if problems else "complete",
        "problems": list(problems),
        "opened": totals.opened,
        "closed": totals.closed,
        "exit_status": totals.exit_status,
        "run": run,
        "processes": {
            file.process: {"head": file.head, "records": file.lines} for file in events
        },
        "counts": dict(totals.counts()),
        "plans": list(totals.plans.values()),
        "bindings": _bindings(totals, run),
        "files": _files(bundle.listing(), events),
    }


def manifest_bytes(manifest: JsonObject) -> bytes:
    """Return a manifest as it is written: canonical JSON and a newline."""
    return canonical(manifest) + b"\n"


def _bindings(totals: Totals, run: JsonObject) -> JsonObject:
    bound: JsonObject = {key: run.get(key) for key in _BOUND}
    for key in ("harness", "solution"):
        bound[key] = "sha256:" + hashlib.sha256(canonical(run.get(key))).hexdigest()
    bound["plans"] = [plan.get("digest") for plan in totals.plans.values()]
    return bound


def _files(listing: Listing, events: Sequence[EventFile]) -> list[Json]:
    read = {f"{EVENTS}/{file.process}.jsonl": file.sha256 for file in events}
    return [
        {
            "path": entry.path,
            "size": entry.size,
            "sha256": read.get(entry.path) or entry.path.rpartition("/")[2],
        }
        for entry in listing.files
    ]
