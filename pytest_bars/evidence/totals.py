"""What a run came to: obligations against outcomes, from records alone."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome

MAIN: Final = "main"
# The record types totals are made of; `seal` reads no others.
KINDS: Final = frozenset(
    {
        "collect.error",
        "plan.obligations",
        "run.closed",
        "run.interrupted",
        "run.opened",
        "test.finished",
    }
)
_OUTCOMES: Final = frozenset(outcome.value for outcome in Outcome)
_SHOWN: Final = (Outcome.PASS, Outcome.FAIL, Outcome.ERROR, Outcome.BLOCKED)
_MOST_NAMED: Final = 5


class Totals:
    """Gather records of all processes; say what they come to."""

    def __init__(self) -> None:
        self.run: JsonObject = {}
        self.opened = ""
        self.closed: str | None = None
        self.exit_status: int | None = None
        self.plans: dict[str, JsonObject] = {}
        self.obligations: dict[str, JsonObject] = {}
        self._finished: dict[str, tuple[str, int, str]] = {}
        self._joined: set[str] = set()
        self._ended: set[str] = set()
        self._errors: list[str] = []
        self._interruptions = 0

    def add(self, record: Record) -> None:
        """Take in one record; other types than `KINDS` change nothing."""
        data = record.data
        match record.kind:
            case "run.opened":
                self._open(record)
            case "plan.obligations":
                self._oblige(data)
            case "test.finished":
                ended = (record.ts, record.seq, text(data, "outcome"))
                known = self._finished.get(name := text(data, "test"))
                self._finished[name] = ended if known is None else max(known, ended)
            case "collect.error":
                self._errors.append(text(data, "path"))
            case "run.interrupted":
                self._interruptions += 1
            case "run.closed":
                self._close(record)
            case _:
                pass

    def outcome(self, test: str) -> str | None:
        """Return the outcome of a test's last attempt, or None."""
        known = self._finished.get(test)
        return known[2] if known is not None and known[2] in _OUTCOMES else None

    def counts(self) -> dict[str, int]:
        """Return tests by outcome, with `obligations`, `selected` and `unknown`."""
        outcomes = Counter(
            self.outcome(test) or ("unknown" if self._is_selected(test) else "not_run")
            for test in self.obligations
        )
        selected = sum(map(self._is_selected, self.obligations))
        return {
            **{outcome.value: outcomes[outcome.value] for outcome in Outcome},
            "unknown": outcomes["unknown"],
            "obligations": len(self.obligations),
            "selected": selected,
        }

    def problems(self) -> tuple[str, ...]:
        """Return why the run is not complete, in plain words; empty when it is."""
        unended = sorted(self._joined - self._ended)
        open_tests = [
            test
            for test in self.obligations
            if self._is_selected(test) and self.outcome(test) is None
        ]
        pending = [
            test for test in self.obligations if self.outcome(test) == Outcome.PENDING
        ]
        stray = sorted(set(self._finished) - set(self.obligations))
        problems = [
            ("No process wrote a record.", not self._joined),
            (f"Never closed: {_named(unended)}.", unended),
            ("The run was interrupted.", self._interruptions),
            ("No test was run.", not self._has_run()),
            (f"Plans that could not be read: {_named(self._errors)}.", self._errors),
            (f"Selected tests without an outcome: {_named(open_tests)}.", open_tests),
            (f"Waits for a person: {_named(pending)}.", pending),
            (f"Outcomes of tests nobody planned: {_named(stray)}.", stray),
        ]
        return tuple(message for message, applies in problems if applies)

    def _has_run(self) -> bool:
        """Say whether the run shows anything: left out is not shown."""
        return any(self.outcome(test) in _SHOWN for test in self.obligations)

    def _is_selected(self, test: str) -> bool:
        return self.obligations[test].get("selected") is not False

    def _open(self, record: Record) -> None:
        self._joined.add(record.process)
        if not self.run or record.process == MAIN:
            self.run = record.data
        self.opened = min(filter(None, (self.opened, record.ts)))

    def _oblige(self, data: JsonObject) -> None:
        for plan in objects(data.get("plans")):
            self.plans.setdefault(text(plan, "path"), plan)
        for test in objects(data.get("tests")):
            known = self.obligations.get(name := text(test, "test"))
            if known is None or known.get("selected") is False:
                self.obligations[name] = test

    def _close(self, record: Record) -> None:
        self._ended.add(record.process)
        self.closed = max(self.closed or "", record.ts)
        status = record.data.get("exit_status")
        if record.process == MAIN and isinstance(status, int):
            self.exit_status = status


def total(records: Iterable[Record]) -> Totals:
    """Return what records come to."""
    totals = Totals()
    for record in records:
        totals.add(record)
    return totals


def text(data: JsonObject, key: str) -> str:
    """Return a member as text; whatever else it is counts as empty."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def objects(value: Json) -> list[JsonObject]:
    """Return the JSON objects of a list; of anything else, none."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    rest = len(names) - _MOST_NAMED
    return f"{shown} and {rest} more" if rest > 0 else shown
