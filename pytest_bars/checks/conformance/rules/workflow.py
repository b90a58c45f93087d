"""CF-WORKFLOW, CF-STATUS, CF-STATUS-DISPUTED: event, reason and statuses agree.

Source: BaRS guide, Core 1.2.2, Bundle-Processing, pseudo code (any other combination is
refused); Applications 3, 4 and 6, which have some that Core has not (2025-05-31).
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import Message
from pytest_bars.checks.conformance.reading import text
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.messages import MESSAGE_RULES, MessageRule
from pytest_bars.protocol.use_cases import application_of

_LONGEST: Final = 40  # what is longer is no code, and not shown
# A resource that has a wrong status: what it is, and its place.
Misfit = tuple[str, str]


def workflow_exists(subject: Subject) -> Iterator[Finding]:
    """Event, reason, category and statuses are together one of the workflows."""
    message = subject.sent
    if message is None or message.subject is None:
        return
    if message.event is None or message.reason is None:
        return
    place = f"{message.subject[1]}.status"
    candidates = [rule for rule in MESSAGE_RULES if _matches(rule, message)]
    if not candidates:
        told = f"{_combination(message)}: no workflow has these together."
        yield Finding("CF-WORKFLOW", place, told)
        return
    fitting = [rule for rule in candidates if not _misfits(rule, message)]
    if not fitting:
        yield from _wrong_statuses(candidates, message)
    elif not any(rule.is_core for rule in fitting):
        yield from _disputed(fitting[0], candidates, message, place)


def _matches(rule: MessageRule, message: Message) -> bool:
    application = application_of(message.use_case or "")
    is_theirs = application is None or application in rule.applications
    return (
        (rule.event, rule.reason) == (message.event, message.reason)
        and rule.category == message.category
        and message.status in rule.statuses
        and (is_theirs or not rule.applications)
    )


def _misfits(rule: MessageRule, message: Message) -> list[Misfit]:
    """Return the CarePlans and the Encounter whose status the rule does not allow."""
    found = [
        ("CarePlan", place)
        for place, plan in message.resources("CarePlan")
        if rule.careplan and text(plan, "status") not in rule.careplan
    ]
    encounters = _encounters(message)
    statuses = {text(encounter, "status") for _, encounter in encounters}
    if rule.encounter and encounters and not statuses & rule.encounter:
        found.append(("Encounter", encounters[0][0]))
    return found


def _encounters(message: Message) -> list[tuple[str, JsonObject]]:
    """Return the Encounter in focus; without one, all of them."""
    if message.focus is not None and resource_type(message.focus[0]) == "Encounter":
        return [(message.focus[1], message.focus[0])]
    return [*message.resources("Encounter")]


def _wrong_statuses(rules: list[MessageRule], message: Message) -> Iterator[Finding]:
    nearest = min(rules, key=lambda rule: len(_misfits(rule, message)))
    for kind, place in _misfits(nearest, message):
        told = f"expected {_allowed(kind, rules)} for a {nearest.means}."
        yield Finding("CF-STATUS", f"{place}.status", told)


def _disputed(
    theirs: MessageRule, rules: list[MessageRule], message: Message, place: str
) -> Iterator[Finding]:
    """Say where Core would refuse what an Application has."""
    listed = " and ".join(map(str, sorted(theirs.applications)))
    core = [rule for rule in rules if rule.is_core and rule.means == theirs.means]
    if not core:
        told = f"{_combination(message)}: of Application {listed}, not of Core."
        yield Finding("CF-STATUS-DISPUTED", place, told)
    for rule in core[:1]:
        for kind, where in _misfits(rule, message):
            allowed = _allowed(kind, core)
            told = f"Application {listed} has it so; Core expects {allowed}."
            yield Finding("CF-STATUS-DISPUTED", f"{where}.status", told)


def _allowed(kind: str, rules: list[MessageRule]) -> str:
    sets = (rule.careplan if kind == "CarePlan" else rule.encounter for rule in rules)
    return " or ".join(sorted(frozenset().union(*sets)))


def _combination(message: Message) -> str:
    parts = [message.event, message.reason, message.status or "no status"]
    if not message.is_booking:
        parts.insert(2, message.category or "no message category")
    return ", ".join(str(part)[:_LONGEST] for part in parts)
