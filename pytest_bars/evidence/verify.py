"""Does a bundle hold? Each check says ok, FAIL, incomplete or not checked, and why.

Nothing in the bundle is believed: hashes are made again from raw bytes, counts from
records, and a hostile bundle gets a FAIL, never a traceback.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence import inspect_files, inspect_story
from pytest_bars.evidence.clock import SYSTEM, Clock
from pytest_bars.evidence.findings import (
    Finding,
    Result,
    Status,
    Verification,
    fail,
    not_checked,
)
from pytest_bars.evidence.material import Evidence
from pytest_bars.evidence.reader import Bundle

_LATER: Final = "arrives with signing"
_Check = Callable[[Evidence], Result]
_CHECKS: Final[tuple[tuple[str, str, _Check | str], ...]] = (
    ("V01", "readable, within limits", inspect_files.readable),
    ("V02", "files match", inspect_files.files_match),
    ("V03", "chains hold", inspect_files.chains_hold),
    ("V04", "heads as sealed", inspect_files.heads_match),
    ("V05", "Merkle root", _LATER),
    ("V06", "signature", _LATER),
    ("V07", "signer trusted", _LATER),
    ("V08", "plan bytes", inspect_files.plans_match),
    ("V09", "obligations met", inspect_story.obligations_met),
    ("V10", "summary recomputed", inspect_story.summary_holds),
    ("V11", "attestations", _LATER),
    ("V12", "objects named exist", inspect_files.digests_exist),
    ("V13", "time", inspect_story.time_holds),
    ("V14", "solution and host", _LATER),
    ("V15", "project ledger", inspect_story.ledger_agrees),
    ("V16", "witnesses", _LATER),
    ("V17", "nothing personal", inspect_story.nothing_personal),
)
# What these find wrong leaves nothing to look at for the checks after them.
_GATES: Final = frozenset({"V01", "V03"})


def verify(run: Path, *, clock: Clock = SYSTEM) -> Verification:
    """Return what each check finds in the evidence folder of a run.

    Raises EvidenceError when it is no evidence folder, or cannot be read at all.
    """
    bundle = Bundle(run)
    if not bundle.is_one:
        raise EvidenceError(
            f"{run}: this is no evidence folder. Expected a folder named RUN_ID.bars "
            "that holds events/; see bars-evidence/."
        )
    listing = bundle.listing()
    events = tuple(map(bundle.events, bundle.processes()))
    evidence = Evidence(bundle, listing, events, clock)
    findings: list[Finding] = []
    stopped_by = ""
    for name, title, check in _CHECKS:
        result = _result(evidence, check, stopped_by)
        findings.append(Finding(name, title, result.status, result.reason))
        if name in _GATES and result.status is Status.FAIL:
            stopped_by = stopped_by or name
    return Verification(
        path=str(run),
        run_id=evidence.run_id,
        is_sealed=listing.is_sealed,
        findings=tuple(findings),
    )


def _result(evidence: Evidence, check: _Check | str, stopped_by: str) -> Result:
    if isinstance(check, str):
        return not_checked(check)
    if stopped_by:
        return not_checked(f"{stopped_by} failed")
    try:
        return check(evidence)
    except EvidenceError as error:
        return fail(str(error))
