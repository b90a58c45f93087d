"""Records put back together: the attempts at each test, with steps and exchanges."""

from dataclasses import dataclass, field

from pytest_bars.evidence.records import Record
from pytest_bars.evidence.totals import text
from pytest_bars.evidence.views import (
    AttemptView,
    CaptureView,
    CheckView,
    ExchangeView,
    StepView,
)
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome


@dataclass
class _Step:
    """What was recorded of one step so far."""

    started: JsonObject = field(default_factory=dict)
    finished: JsonObject = field(default_factory=dict)
    checks: list[CheckView] = field(default_factory=list)
    captures: list[CaptureView] = field(default_factory=list)
    exchanges: list["_Exchange"] = field(default_factory=list)

    def view(self, address: str) -> StepView:
        """Return the step as it stands."""
        said = {**self.started, **self.finished}
        return StepView(
            address=address,
            name=text(said, "name"),
            kind=text(said, "kind"),
            outcome=outcome_of(text(self.finished, "outcome")),
            reason=text(said, "reason"),
            duration_ms=integer(said.get("duration_ms")),
            attribution=text(said, "attribution") or None,
            meaning=text(said, "meaning"),
            curl=text(said, "curl"),
            checks=tuple(self.checks),
            captures=tuple(self.captures),
            exchanges=tuple(exchange.view() for exchange in self.exchanges),
        )


@dataclass
class _Exchange:
    """What was recorded of one exchange so far."""

    process: str
    sent: JsonObject
    received: JsonObject | None = None
    lost: JsonObject | None = None

    def view(self) -> ExchangeView:
        """Return the exchange as it stands."""
        return ExchangeView(
            number=integer(self.sent.get("exchange")),
            process=self.process,
            test=text(self.sent, "test"),
            step=text(self.sent, "step"),
            sent=self.sent,
            received=self.received,
            lost=self.lost,
        )


@dataclass
class _Attempt:
    """What was recorded of one go at a test so far."""

    number: int
    process: str
    started: str
    finished: str | None = None
    end: JsonObject = field(default_factory=dict)
    steps: dict[str, _Step] = field(default_factory=dict)

    def view(self) -> AttemptView:
        """Return the attempt as it stands."""
        return AttemptView(
            number=self.number,
            process=self.process,
            started=self.started,
            finished=self.finished,
            outcome=outcome_of(text(self.end, "outcome")),
            reason=text(self.end, "reason"),
            attribution=text(self.end, "attribution") or None,
            next_action=text(self.end, "next_action"),
            duration_ms=integer(self.end.get("duration_ms")),
            left_behind=strings(self.end.get("left_behind")),
            warnings=strings(self.end.get("warnings")),
            steps=tuple(step.view(name) for name, step in self.steps.items()),
        )


class Story:
    """Take records in the order of each process; tell what happened to each test."""

    def __init__(self) -> None:
        self._attempts: dict[str, list[_Attempt]] = {}
        self._open: dict[tuple[str, str], _Attempt] = {}
        self._exchanges: dict[tuple[str, int], _Exchange] = {}

    def add(self, record: Record) -> None:
        """Take in one record; types of no test change nothing."""
        match record.kind:
            case "test.started":
                self._start(record)
            case "test.finished":
                self._finish(record)
            case "step.started":
                self._step(record).started = record.data
            case "step.finished":
                self._step(record).finished = record.data
            case "check":
                self._step(record).checks.append(_check(record.data))
            case "capture":
                self._step(record).captures.append(_capture(record.data))
            case "http.sent":
                self._send(record)
            case "http.received" | "http.lost":
                self._answer(record)
            case _:
                pass

    def attempts(self, test: str) -> tuple[AttemptView, ...]:
        """Return the attempts at a test, in the order of time."""
        known = sorted(self._attempts.get(test, []), key=lambda a: a.started)
        return tuple(attempt.view() for attempt in known)

    def exchanges(self) -> tuple[ExchangeView, ...]:
        """Return every exchange, process by process."""
        return tuple(exchange.view() for exchange in self._exchanges.values())

    def _start(self, record: Record) -> _Attempt:
        test = text(record.data, "test")
        known = self._attempts.setdefault(test, [])
        number = integer(record.data.get("attempt")) or len(known) + 1
        attempt = _Attempt(number, record.process, record.ts)
        known.append(attempt)
        self._open[record.process, test] = attempt
        return attempt

    def _current(self, record: Record) -> _Attempt:
        """Return the attempt a record is of; a test left out has no start."""
        key = (record.process, text(record.data, "test"))
        return self._open.get(key) or self._start(record)

    def _finish(self, record: Record) -> None:
        attempt = self._current(record)
        attempt.finished, attempt.end = record.ts, record.data
        del self._open[record.process, text(record.data, "test")]

    def _step(self, record: Record) -> _Step:
        attempt = self._current(record)
        return attempt.steps.setdefault(text(record.data, "step"), _Step())

    def _send(self, record: Record) -> None:
        exchange = _Exchange(record.process, record.data)
        number = integer(record.data.get("exchange"))
        self._exchanges[record.process, number] = exchange
        if (record.process, text(record.data, "test")) in self._open:
            self._step(record).exchanges.append(exchange)

    def _answer(self, record: Record) -> None:
        key = (record.process, integer(record.data.get("exchange")))
        exchange = self._exchanges.get(key)
        if exchange is None:
            return
        if record.kind == "http.lost":
            exchange.lost = record.data
        else:
            exchange.received = record.data


def outcome_of(value: str | None) -> Outcome | None:
    """Return the outcome of that name, or None."""
    try:
        return None if value is None else Outcome(value)
    except ValueError:
        return None


def integer(value: Json) -> int:
    """Return a member as a whole number; whatever else it is counts as 0."""
    return value if isinstance(value, int) else 0


def strings(value: Json) -> tuple[str, ...]:
    """Return the texts of a list; of anything else, none."""
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str))


def _check(data: JsonObject) -> CheckView:
    return CheckView(
        kind=text(data, "kind"),
        outcome=text(data, "outcome"),
        expected=text(data, "expected"),
        actual=text(data, "actual"),
        because=text(data, "because"),
        severity=text(data, "severity") or "fail",
        requirements=strings(data.get("requirements")),
        details=strings(data.get("details")),
    )


def _capture(data: JsonObject) -> CaptureView:
    return CaptureView(
        step=text(data, "step"),
        name=text(data, "name"),
        type=text(data, "type"),
        value=data.get("value"),
    )
