"""Find the evidence of a run by folder, id, number, or `last`."""

import re
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.project import LEDGER, LedgerLine, ProjectLedger
from pytest_bars.evidence.reader import SUFFIX

LAST: Final = "last"
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def find_run(run: str, root: Path) -> Path:
    """Return the folder of a run.

    run: a folder; or a run id, a run number or `last`, of those under root. Raises
    EvidenceError, saying what there is.
    """
    folder = Path(run)
    if folder.is_dir():
        return folder
    name = run.removesuffix(SUFFIX)
    if run == LAST or name.isdecimal():
        name = _numbered(run, root)
    path = root / f"{name}{SUFFIX}"
    if _RUN_ID.fullmatch(name) is None or not path.is_dir():
        raise EvidenceError(
            f"{run}: there is no such run. Expected a folder RUN_ID{SUFFIX}, or a run "
            f"id, a run number or `{LAST}`, of those in {root}{_hint(root)}."
        )
    return path


def _numbered(run: str, root: Path) -> str:
    """Return the id of the run of a number, or of the last one that is there."""
    opened = [
        line
        for line in ProjectLedger(root).lines()
        if line.kind == "run.opened"
        and (run == LAST or line.data.get("run_no") == int(run))
    ]
    there = [line for line in opened if (root / f"{_id(line)}{SUFFIX}").is_dir()]
    if not there:
        what = "no run" if run == LAST else f"no run {run}"
        raise EvidenceError(f"{root / LEDGER} knows of {what} whose folder is there.")
    return _id(there[-1])


def _id(line: LedgerLine) -> str:
    return str(line.data.get("run_id"))


def _hint(root: Path) -> str:
    return "" if root.is_dir() else ", which does not exist"
