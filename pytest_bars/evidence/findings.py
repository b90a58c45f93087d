"""What verification finds: one Finding a check, and what all of them mean."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pytest_bars.jsontypes import JsonObject

EXIT_INTACT: Final = 0
EXIT_INCOMPLETE: Final = 3
EXIT_BROKEN: Final = 5


class Status(StrEnum):
    """What one check found.

    FAIL: the bundle is not what was sealed, or never was evidence. INCOMPLETE: nothing
    contradicts it, but something is missing.
    """

    OK = "ok"
    FAIL = "FAIL"
    INCOMPLETE = "incomplete"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its id (`V03`), what it asks, and the reason in words."""

    id: str
    title: str
    status: Status
    reason: str

    def as_json(self) -> JsonObject:
        """Return it for `--json`."""
        return {
            "id": self.id,
            "title": self.title,
            "status": self.status.value,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """All findings over one bundle.

    run_id: as the evidence names itself; empty when it does not.
    """

    path: str
    run_id: str
    is_sealed: bool
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """Return 5 if anything is broken, 3 if anything is missing, else 0."""
        found = {finding.status for finding in self.findings}
        if Status.FAIL in found:
            return EXIT_BROKEN
        is_whole = self.is_sealed and Status.INCOMPLETE not in found
        return EXIT_INTACT if is_whole else EXIT_INCOMPLETE

    @property
    def verdict(self) -> str:
        """Return what the exit code means, in words."""
        return {
            EXIT_INTACT: "intact and complete; unsigned",
            EXIT_INCOMPLETE: "intact, but incomplete",
            EXIT_BROKEN: "BROKEN: this is not evidence",
        }[self.exit_code]

    def as_json(self) -> JsonObject:
        """Return it for `--json`."""
        return {
            "path": self.path,
            "run_id": self.run_id,
            "sealed": self.is_sealed,
            "exit_code": self.exit_code,
            "verdict": self.verdict,
            "checks": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What a check returns: a status and the reason."""

    status: Status
    reason: str


def ok(reason: str) -> Result:
    """Return that all is well."""
    return Result(Status.OK, reason)


def fail(reason: str) -> Result:
    """Return that the bundle does not hold."""
    return Result(Status.FAIL, reason)


def incomplete(reason: str) -> Result:
    """Return that something is missing."""
    return Result(Status.INCOMPLETE, reason)


def not_checked(reason: str) -> Result:
    """Return that this was not looked at."""
    return Result(Status.NOT_CHECKED, reason)
