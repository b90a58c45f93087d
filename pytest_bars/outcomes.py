"""Closed sets of results: of a test, of a check, and who a non-pass belongs to."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a test, a step or a prerequisite (design, section 4)."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    ERROR = "error"
    BLOCKED = "blocked"
    PENDING = "pending"
    SKIP = "skip"
    NOT_RUN = "not_run"


class CheckOutcome(StrEnum):
    """What became of one expected result."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    WARN = "warn"
    ERROR = "error"


class Attribution(StrEnum):
    """Whose a non-pass is, as far as the evidence shows."""

    RECEIVER = "receiver"
    SENDER = "sender"
    PROXY = "proxy"
    PLATFORM = "platform"
    DATA = "data"
    HARNESS = "harness"
    PERSON = "person"
