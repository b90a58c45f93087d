"""How long answers took in a run, by operation, judged apart from its tests."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pytest_bars.evidence.reader import Bundle
from pytest_bars.evidence.story import Story, integer
from pytest_bars.evidence.totals import text
from pytest_bars.evidence.views import ExchangeView
from pytest_bars.exchange import FaultKind
from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.protocol.operations import PROCESS_MESSAGE, find_in_any_version
from pytest_bars.protocol.response_times import RESPONSE_LIMITS, ResponseLimit

FEWEST: Final = 20
"""Below so many requests no limit is met: one slow answer would decide for all."""

OTHERS: Final = "every other operation"
_MEASURED: Final = (
    "measured at the harness, from sending to the last byte, network and BaRS proxy "
    "included, which the guide leaves out"
)
_REHEARSED: Final = (
    "measured at the harness against the embedded simulator: it says nothing of any "
    "product"
)
_KINDS: Final = frozenset({"http.sent", "http.received", "http.lost"})


class Verdict(StrEnum):
    """What times come to against a limit."""

    MET = "met"
    NOT_MET = "not met"
    TOO_FEW = "not enough samples"


@dataclass(frozen=True, slots=True)
class Times:
    """The answers to one operation, or to several, in milliseconds.

    count: requests answered; the percentiles are those of the nearest rank, and 0
    without an answer. unanswered: times after which the client gave up waiting.
    """

    operation: str
    count: int
    p50_ms: int
    p90_ms: int
    max_ms: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class TimeJudgement:
    """Whether a limit is met by the operations of a scope. found_ms: what counts."""

    requirement: str
    scope: str
    percent: int
    below_ms: int
    found_ms: int
    count: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """operations: by name. scopes: $process-message, and everything else together.

    measured: where, in words. is_rehearsal: of the simulator, so of no product.
    """

    operations: tuple[Times, ...]
    scopes: tuple[Times, ...]
    judgements: tuple[TimeJudgement, ...]
    measured: str
    is_rehearsal: bool


@dataclass
class _Samples:
    """Milliseconds until an answer, and until waiting ended without one."""

    answered: list[int]
    unanswered: list[int]


def measure(exchanges: Iterable[ExchangeView], *, is_rehearsal: bool) -> ResponseTimes:
    """Return how long the answers of a run took, and whether that is fast enough.

    No test's outcome depends on it. Requests that asked the simulator for a fault are
    left out: they wanted to be slow, or to fail.
    """
    operations: dict[str, _Samples] = defaultdict(lambda: _Samples([], []))
    scopes = {PROCESS_MESSAGE: _Samples([], []), OTHERS: _Samples([], [])}
    for exchange in exchanges:
        if _is_provoked(exchange):
            continue
        operation = _operation(exchange)
        is_message = operation.endswith(PROCESS_MESSAGE)
        _add(exchange, operations[operation])
        _add(exchange, scopes[PROCESS_MESSAGE if is_message else OTHERS])
    return ResponseTimes(
        operations=tuple(_times(name, operations[name]) for name in sorted(operations)),
        scopes=tuple(_times(name, samples) for name, samples in scopes.items()),
        judgements=tuple(
            _judge(limit, name, samples)
            for limit in RESPONSE_LIMITS
            for name, samples in scopes.items()
        ),
        measured=_REHEARSED if is_rehearsal else _MEASURED,
        is_rehearsal=is_rehearsal,
    )


def measure_run(folder: Path) -> ResponseTimes:
    """Measure a run by its evidence, reading no more of that than is needed.

    Raises EvidenceError when it cannot be read.
    """
    bundle, story, is_rehearsal = Bundle(folder), Story(), False
    for process in bundle.processes():
        for record in bundle.events(process, _KINDS).records:
            story.add(record)
            is_rehearsal = is_rehearsal or record.data.get("rehearsal") is True
    return measure(story.exchanges(), is_rehearsal=is_rehearsal)


def _operation(exchange: ExchangeView) -> str:
    """Return method and path of the operation; of none of the API's, `other`."""
    method = text(exchange.sent, "method")
    path = text(exchange.sent, "path").partition("?")[0]
    found = find_in_any_version(method, path)
    return f"{method} {'other' if found is None else found.path}"


def _is_provoked(exchange: ExchangeView) -> bool:
    headers = exchange.sent.get("headers")
    pairs = headers if isinstance(headers, list) else []
    names = (str(pair[0]).lower() for pair in pairs if isinstance(pair, list) and pair)
    return SIMULATOR_FAULT.lower() in names


def _add(exchange: ExchangeView, samples: _Samples) -> None:
    if exchange.received is not None:
        samples.answered.append(integer(exchange.received.get("duration_ms")))
    elif exchange.lost is not None and exchange.lost.get("kind") == FaultKind.TIMEOUT:
        samples.unanswered.append(integer(exchange.lost.get("duration_ms")))


def _times(operation: str, samples: _Samples) -> Times:
    return Times(
        operation=operation,
        count=len(samples.answered),
        p50_ms=_percentile(samples.answered, 50),
        p90_ms=_percentile(samples.answered, 90),
        max_ms=_percentile(samples.answered, 100),
        unanswered=len(samples.unanswered),
    )


def _percentile(values: Sequence[int], percent: int) -> int:
    """Return the value that so many percent of all do not exceed (nearest rank)."""
    rank = -(-len(values) * percent // 100)
    return sorted(values)[rank - 1] if values else 0


def _judge(limit: ResponseLimit, scope: str, samples: _Samples) -> TimeJudgement:
    """Judge by every request, the unanswered at the time they were given up.

    "Every request" is broken by one; that it holds takes enough of them.
    """
    waited = [*samples.answered, *samples.unanswered]
    found = _percentile(waited, limit.percent)
    is_few, is_slow = len(waited) < FEWEST, found >= limit.below_ms
    verdict = Verdict.NOT_MET if is_slow else Verdict.MET
    if is_few and not (is_slow and limit.percent == 100):  # noqa: PLR2004 - per cent
        verdict = Verdict.TOO_FEW
    return TimeJudgement(
        requirement=limit.requirement,
        scope=scope,
        percent=limit.percent,
        below_ms=limit.below_ms,
        found_ms=found,
        count=len(waited),
        verdict=verdict,
    )
