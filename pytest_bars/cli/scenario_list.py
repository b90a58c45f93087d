"""What `bars simulate --scenario-list` prints."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from pytest_bars.simulator.faults import FAULTS
from pytest_bars.simulator.scenarios import (
    MessageScenario,
    ScriptedScenario,
    message_scenarios,
    scripted_scenarios,
)


def scenario_list(*, as_json: bool) -> str:
    """Return everything the simulator can do, in words or as JSON."""
    return _as_json() if as_json else "\n".join(_in_words())


def _as_json() -> str:
    listed = {
        "messages": [asdict(one) for one in message_scenarios()],
        "scripted": [asdict(one) for one in scripted_scenarios()],
        "faults": dict(FAULTS),
    }
    return json.dumps(listed, indent=2)


def _in_words() -> Iterator[str]:
    messages = list(message_scenarios())
    scripted = list(scripted_scenarios())
    yield f"Messages ({len(messages)}), by Application"
    application = 0
    for message in messages:
        if message.application != application:
            application = message.application
            yield f"\nApplication {application}"
        yield from _message(message)
    yield f"\nScripted answers ({len(scripted)})\n"
    for one in scripted:
        yield from _scripted(one)
    yield f"\nFaults ({len(FAULTS)})\n"
    yield from (f"  {name}: {sentence}" for name, sentence in sorted(FAULTS.items()))


def _message(message: MessageScenario) -> Iterator[str]:
    said = " ".join(filter(None, (message.event, message.reason, message.category)))
    yield f"  {message.workflow}: {said}, {_statuses(message)} -> {message.leads_to}"
    yield f"      {message.definition}, taken by {', '.join(message.services)}"
    if message.note:
        yield f"      sources: {message.note}"


def _statuses(message: MessageScenario) -> str:
    resource = message.focus[-1] if message.event == "booking-request" else ""
    named = (
        (resource or "ServiceRequest", message.statuses),
        ("Encounter", message.encounter),
        ("CarePlan", message.careplan),
    )
    return ", ".join(f"{name} {' or '.join(codes)}" for name, codes in named if codes)


def _scripted(one: ScriptedScenario) -> Iterator[str]:
    yield f"  {one.id}: {one.name}"
    yield f"      {one.trigger} -> {one.answer}"
    if one.at_tkw:
        yield f"      at TKW: {one.at_tkw}"
