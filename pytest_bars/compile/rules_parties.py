"""Rules of parties: who a request goes to is a system, who acts is a person."""

from collections.abc import Iterator, Mapping
from typing import Final

from pytest_bars.compile.nodes import Node, StepNode
from pytest_bars.compile.view import Known
from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.plan.model import Party
from pytest_bars.source import Fault


def only_a_system_has_a_target(plan: Node, name: str, party: Party) -> Iterator[Fault]:
    """A Target Identifier is a system's."""
    if party.person is not None and party.target is not None:
        yield plan.fault(
            "a person has no Target Identifier.", "parties", name, "target", key=True
        )


def party_faults(
    step: StepNode, name: str, known: Known, *path: str, person: bool
) -> Iterator[Fault]:
    """Yield why a name is no party that is a person, or a system."""
    if known.parties is None:
        return
    party = known.parties.get(name)
    if party is None:
        hint = _party_hint(name, known.parties, person=person)
        yield step.fault(f'there is no party "{name}".', *path, hint=hint)
    elif (party.person is not None) != person:
        wanted = "person" if person else "system"
        hint = _party_hint(name, known.parties, person=person)
        yield step.fault(f'party "{name}" is no {wanted}.', *path, hint=hint)


def _party_hint(name: str, parties: Mapping[str, Party], *, person: bool) -> str | None:
    fitting = sorted(
        other
        for other, found in parties.items()
        if (found.person is not None) == person
    )
    near = did_you_mean(name, fitting)
    return near or (f"Known: {one_of(fitting)}." if fitting else None)


PARTY_RULES: Final = (only_a_system_has_a_target,)
