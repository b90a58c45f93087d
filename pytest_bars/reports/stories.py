"""What happened in one test, told from its redacted records as a tree of steps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pytest_bars.evidence.records import Record
from pytest_bars.jsontypes import JsonObject

# The label by which a report recognises a test of ours: `PLAN::REF`.
IDENTITY_LABEL: Final = "bars"


@dataclass
class ExchangeStory:
    """One request, and what came of it: the data of the records, redacted."""

    sent: JsonObject
    started: int
    stopped: int
    received: JsonObject | None = None
    lost: JsonObject | None = None

    @property
    def title(self) -> str:
        """Return method, path and status, or why there is none."""
        came = "no answer yet"
        if self.received is not None:
            came = str(self.received["status"])
        elif self.lost is not None:
            came = f"lost: {self.lost['kind']}"
        return f"{self.sent['method']} {self.sent['path']} -> {came}"


@dataclass
class StepStory:
    """One step, with what it checked, sent and contained.

    started, stopped: milliseconds since 1970. data: that of `step.finished`.
    """

    address: str
    name: str
    started: int
    stopped: int = 0
    data: JsonObject = field(default_factory=dict)
    checks: list[JsonObject] = field(default_factory=list)
    exchanges: list[ExchangeStory] = field(default_factory=list)
    steps: list["StepStory"] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """Return what became of the step; empty when it never ended."""
        return str(self.data.get("outcome", ""))

    @property
    def reason(self) -> str:
        """Return why, where it did not pass."""
        return str(self.data.get("reason") or "")


def tell_steps(records: Iterable[Record]) -> list[StepStory]:
    """Return the steps of one test in order; those of a flow below their flow.

    records: those of the test, in order. What belongs to no step, such as the
    requests of a prerequisite, is told under a step of its own.
    """
    root = StepStory("", "", 0)
    open_steps = [root]
    exchanges: dict[object, ExchangeStory] = {}
    for record in records:
        data, time = record.data, milliseconds(record.ts)
        match record.kind:
            case "step.started":
                step = StepStory(str(data["step"]), str(data["name"]), time, time)
                open_steps[-1].steps.append(step)
                open_steps.append(step)
            case "step.finished":
                _finish(open_steps, data, time)
            case "check":
                open_steps[-1].checks.append(data)
            case "http.sent":
                story = ExchangeStory(data, time, time)
                exchanges[data["exchange"]] = story
                open_steps[-1].exchanges.append(story)
            case "http.received":
                exchanges[data["exchange"]].received = data
                exchanges[data["exchange"]].stopped = time
            case "http.lost":
                exchanges[data["exchange"]].lost = data
                exchanges[data["exchange"]].stopped = time
            case _:
                pass
    return _with_rest(root)


def _finish(open_steps: list[StepStory], data: JsonObject, time: int) -> None:
    """Close the step of that address; one that never started is told as it is."""
    if open_steps[-1].address != str(data["step"]) or len(open_steps) == 1:
        address, name = str(data["step"]), str(data.get("name", ""))
        open_steps[-1].steps.append(StepStory(address, name, time, time, data))
        return
    step = open_steps.pop()
    step.data, step.stopped = data, time


def _with_rest(root: StepStory) -> list[StepStory]:
    if not root.exchanges and not root.checks:
        return root.steps
    times = [each.started for each in root.exchanges] or [0]
    rest = StepStory("outside", "Outside of any step", min(times), max(times))
    rest.exchanges, rest.checks = root.exchanges, root.checks
    return [rest, *root.steps]


def milliseconds(ts: str) -> int:
    """Return a record's time as milliseconds since 1970."""
    return int(datetime.fromisoformat(ts).timestamp() * 1000)
