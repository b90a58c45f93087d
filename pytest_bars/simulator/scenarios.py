"""Everything the simulator can do, computed from the data that it works by."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_bars.protocol.int_patients import STATEFUL_NHS_NUMBER
from pytest_bars.protocol.messages import MESSAGE_RULES, MessageRule
from pytest_bars.protocol.sentinels import (
    ABSENT,
    STATEFUL_TABLE,
    Sentinel,
    StatefulCell,
    sentinels,
)
from pytest_bars.protocol.workflow_definitions import FOLLOWED
from pytest_bars.simulator.catalogue import SERVICES
from pytest_bars.simulator.responses import STATUS_AFTER


@dataclass(frozen=True, slots=True)
class MessageScenario:
    """A message of an Application: what forms it, who takes it, what it leads to."""

    application: int
    workflow: str
    event: str
    reason: str
    category: str
    focus: tuple[str, ...]
    statuses: tuple[str, ...]
    encounter: tuple[str, ...]
    careplan: tuple[str, ...]
    definition: str
    services: tuple[str, ...]
    leads_to: str
    note: str


@dataclass(frozen=True, slots=True)
class ScriptedScenario:
    """A scripted answer: what triggers it, and what is answered.

    at_tkw: what TKW does beyond that, as its page says; "" where it says no more.
    """

    id: str
    name: str
    applications: tuple[int, ...]
    trigger: str
    answer: str
    at_tkw: str


def message_scenarios() -> Iterator[MessageScenario]:
    """Yield the messages the simulator takes, by Application."""
    having = (followed.applications for followed in FOLLOWED.values())
    for application in sorted(frozenset().union(*having)):
        for rule in _rules_of(application):
            yield _message(application, rule)


def _rules_of(application: int) -> list[MessageRule]:
    """Return the rules an Application's messages fall under, its own before Core's."""
    theirs = [
        rule
        for rule in MESSAGE_RULES
        if rule.fits(application, None)
        and application in FOLLOWED[rule.means].applications
    ]
    own = {rule.means for rule in theirs if rule.applications}
    return [rule for rule in theirs if rule.applications or rule.means not in own]


def _message(application: int, rule: MessageRule) -> MessageScenario:
    definition = FOLLOWED[rule.means].definition.name
    services = [
        service.id
        for service in SERVICES.values()
        if service.takes(definition) and application in service.applications
    ]
    after = STATUS_AFTER.get(rule.means)
    return MessageScenario(
        application=application,
        workflow=rule.means.value,
        event=rule.event.value,
        reason=rule.reason.value,
        category=rule.category.value if rule.category else "",
        focus=tuple(name for name in (rule.focus, rule.other_focus) if name),
        statuses=tuple(sorted(rule.statuses)),
        encounter=tuple(sorted(rule.encounter)),
        careplan=tuple(sorted(rule.careplan)),
        definition=definition,
        services=tuple(services),
        leads_to=f"the request is {after}" if after else "200 with what is stored",
        note=rule.note,
    )


def scripted_scenarios() -> Iterator[ScriptedScenario]:
    """Yield the 54 scenarios of TKW's page, then the 15 cells of its stateful table."""
    for sentinel in sentinels():
        yield ScriptedScenario(
            id=sentinel.id,
            name=sentinel.name,
            applications=sentinel.applications,
            trigger=_trigger(sentinel),
            answer=_answer(sentinel),
            at_tkw=sentinel.behaviour or "",
        )
    for cell in STATEFUL_TABLE.values():
        yield _cell(cell)


def _trigger(sentinel: Sentinel) -> str:
    told = f"{sentinel.method} {sentinel.path}"
    if sentinel.where is not None and sentinel.where != "path":
        told += f", {sentinel.key} {sentinel.value}"
    elif sentinel.method == "POST":
        told += ", any patient, the id of what is changed"
    return told


def _answer(sentinel: Sentinel) -> str:
    """Return the answer: its status, and the id where it is TKW's."""
    returned = sentinel.returned_id
    is_read = sentinel.where == "path"
    is_new = sentinel.table == "Validation" and sentinel.where == "body"
    is_new = is_new and sentinel.value != ABSENT
    if returned and (is_read or is_new):
        return f"{sentinel.status} with id {returned}"
    return str(sentinel.status)


def _cell(cell: StatefulCell) -> ScriptedScenario:
    answer = f"{cell.status}, {cell.reason}" if cell.reason else str(cell.status)
    return ScriptedScenario(
        id=f"tkw-stateful-{cell.event}-{cell.state}",
        name=f"Stateful patient: {cell.event.replace('-', ' ')}",
        applications=(1,),
        trigger=f"patient {STATEFUL_NHS_NUMBER} in state {cell.state}: {cell.event}",
        answer=answer,
        at_tkw="",
    )
