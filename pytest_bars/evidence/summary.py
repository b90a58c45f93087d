"""The one view of a run, for reports, gate and `show`; from evidence alone."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.reader import Bundle, EventFile
from pytest_bars.evidence.records import Record
from pytest_bars.evidence.story import Story, integer, outcome_of, strings
from pytest_bars.evidence.totals import Totals, objects, text
from pytest_bars.evidence.views import (
    CollectError,
    LedgerView,
    PlanView,
    PrerequisiteView,
    RunSummary,
    TestView,
)
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.outcomes import Outcome


def summarise(run: Path) -> RunSummary:
    """Return what the evidence of a run says, whether it is sealed or not.

    A torn last line is left out and named in `problems`. Raises EvidenceError when
    this is no evidence folder or a record does not hold: `verify` says more.
    """
    bundle = Bundle(run)
    if not bundle.is_one:
        raise EvidenceError(f"{run}: this is no evidence folder.")
    files = [bundle.events(process) for process in bundle.processes()]
    for file in files:
        if file.fault:
            raise EvidenceError(
                f"{run}: the records of {file.process} do not hold, {file.fault}. "
                f"Ask `bars evidence verify` what is wrong."
            )
    state = "sealed" if bundle.listing().is_sealed else "open"
    return _summary(files, state)


def _summary(files: Sequence[EventFile], state: str) -> RunSummary:
    totals, story = Totals(), Story()
    records = [record for file in files for record in file.records]
    for record in records:
        totals.add(record)
        story.add(record)
    torn = [f"The last line of {f.process} is torn." for f in files if f.torn]
    unsealed = [] if state == "sealed" else ["The run is not sealed."]
    tests = tuple(_test(data, totals, story) for data in totals.obligations.values())
    return RunSummary(
        run_id=text(totals.run, "run_id"),
        run_no=integer(totals.run.get("run_no")),
        run=totals.run,
        processes=tuple(file.process for file in files),
        opened=totals.opened,
        closed=totals.closed,
        exit_status=totals.exit_status,
        state=state,
        plans=tuple(map(_plan, totals.plans.values())),
        tests=tests,
        exchanges=story.exchanges(),
        prerequisites=tuple(_prerequisite(r) for r in _of(records, "prereq")),
        ledger=_ledger(records),
        collect_errors=tuple(
            CollectError(text(r.data, "path"), text(r.data, "message"))
            for r in _of(records, "collect.error")
        ),
        claims=tuple(record.data for record in _of(records, "claim")),
        clock_jumps=len(_of(records, "clock.jump")),
        counts=totals.counts(),
        warnings=tuple(
            dict.fromkeys(
                warning
                for test in tests
                if test.last is not None
                for warning in test.last.warnings
            )
        ),
        problems=(*torn, *unsealed, *totals.problems()),
    )


def as_json(view: object) -> Json:
    """Return a view and what it holds as JSON."""
    if is_dataclass(view) and not isinstance(view, type):
        return {f.name: as_json(getattr(view, f.name)) for f in fields(view)}
    if isinstance(view, dict):
        return {str(key): as_json(item) for key, item in view.items()}
    if isinstance(view, (list, tuple)):
        return [as_json(item) for item in view]
    if view is None or isinstance(view, (str, int)):
        return view
    return str(view)


def _of(records: Iterable[Record], kind: str) -> list[Record]:
    return [record for record in records if record.kind == kind]


def _test(data: JsonObject, totals: Totals, story: Story) -> TestView:
    name = text(data, "test")
    attempts = story.attempts(name)
    is_selected = data.get("selected") is not False
    outcome = outcome_of(totals.outcome(name))
    if outcome is None and not is_selected:
        outcome = Outcome.NOT_RUN
    last = attempts[-1] if attempts else None
    return TestView(
        id=name,
        plan=text(data, "plan"),
        ref=text(data, "ref"),
        case=text(data, "case") or None,
        name=text(data, "name"),
        kind=text(data, "kind"),
        workflows=strings(data.get("workflows")),
        requirements=strings(data.get("requirements")),
        digest=text(data, "digest"),
        selected=is_selected,
        is_stage_reason=data.get("is_stage_reason") is True,
        outcome=outcome,
        reason=(last.reason if last is not None else "") or text(data, "reason"),
        attempts=attempts,
    )


def _plan(data: JsonObject) -> PlanView:
    return PlanView(
        plan=text(data, "plan"),
        version=text(data, "version"),
        title=text(data, "title"),
        path=text(data, "path"),
        digest=text(data, "digest"),
        files={text(f, "path"): text(f, "digest") for f in objects(data.get("files"))},
    )


def _prerequisite(record: Record) -> PrerequisiteView:
    data = record.data
    return PrerequisiteView(
        plan=text(data, "plan"),
        ref=text(data, "ref"),
        name=text(data, "name"),
        outcome=text(data, "outcome"),
        reason=text(data, "reason"),
        test=text(data, "test"),
    )


def _ledger(records: Iterable[Record]) -> tuple[LedgerView, ...]:
    records = list(records)
    closed = {
        text(record.data, "entry"): text(record.data, "by")
        for record in _of(records, "ledger.closed")
    }
    return tuple(
        LedgerView(
            entry=(entry := text(record.data, "entry")),
            test=text(record.data, "test"),
            type=text(record.data, "type"),
            id=text(record.data, "id"),
            target=record.data.get("target"),
            patient=text(record.data, "patient") or None,
            undo=text(record.data, "undo") or None,
            closed_by=closed.get(entry),
        )
        for record in _of(records, "ledger.opened")
    )
