"""Take values out of an answer, and claim what only one test may use."""

from dataclasses import dataclass

from pytest_bars.compile.model import CompiledCapture
from pytest_bars.exchange import Exchange
from pytest_bars.fhir.path import FhirPathError
from pytest_bars.fhir.resources import resource_type
from pytest_bars.jsontypes import Json
from pytest_bars.outcomes import Attribution, Outcome
from pytest_bars.run.attribution import attribute_answer
from pytest_bars.run.running import Frame, Running
from pytest_bars.steps.base import StepReport
from pytest_bars.values.capture import take
from pytest_bars.values.errors import CaptureError


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Say why a capture left its name unset."""

    outcome: Outcome
    reason: str
    attribution: Attribution


def take_captures(
    captures: tuple[CompiledCapture, ...],
    report: StepReport,
    address: str,
    frame: Frame,
    running: Running,
) -> Shortfall | None:
    """Set every name that can be set; return the first that could not."""
    exchange = report.exchange
    if exchange is None or exchange.response is None:
        return None
    shortfalls = [
        _take(capture, report, exchange, address, frame, running)
        for capture in captures
    ]
    return next((each for each in shortfalls if each is not None), None)


def _take(
    compiled: CompiledCapture,
    report: StepReport,
    exchange: Exchange,
    address: str,
    frame: Frame,
    running: Running,
) -> Shortfall | None:
    name = compiled.name
    frame.scope.unset(name)
    try:
        value = take(compiled.capture, exchange)
    except CaptureError as error:
        return _not_taken(name, error, exchange)
    if compiled.capture.claim is not None and isinstance(value, list):
        claimed = _claim(value, report, running)
        if claimed is None:
            return _all_taken(name, len(value))
        value = value[claimed]
        running.record("claim", {"step": address, "name": name, "id": _id(value)})
    frame.scope.set(name, value)
    kind = compiled.capture.type
    running.record(
        "capture", {"step": address, "name": name, "type": kind, "value": value}
    )
    return None


def _not_taken(name: str, error: CaptureError, exchange: Exchange) -> Shortfall:
    reason = f"capture {name}: {error}"
    if isinstance(error.__cause__, FhirPathError):
        return Shortfall(Outcome.ERROR, reason, Attribution.HARNESS)
    return Shortfall(Outcome.FAIL, reason, attribute_answer(exchange))


def _all_taken(name: str, count: int) -> Shortfall:
    return Shortfall(
        Outcome.BLOCKED,
        f"capture {name}: all {count} found are taken by other tests of this run",
        Attribution.DATA,
    )


def _claim(candidates: list[Json], report: StepReport, running: Running) -> int | None:
    """Take the first candidate no test of the run has, by target, type and id."""
    target = report.draft.target if report.draft else None
    place = "" if target is None else f"{target.system}|{target.value}"
    kind = resource_type(candidates[0]) or ""
    ids = [_id(candidate) for candidate in candidates]
    return running.session.coordinator.claim(f"{place} {kind}", ids)


def _id(value: Json) -> str:
    found = value.get("id") if isinstance(value, dict) else value
    return str(found)
