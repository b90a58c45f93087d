"""Faults by which the Receiver refuses what every Receiver has to take.

Source: BaRS guide, Applications 1 to 7, scope (2025-05-31): a patient whom the Receiver
does not know, or who has no NHS number; safeguarding concerns and individual
requirements; slots whichever organisation asks for them.
"""

from typing import Final

from pytest_bars.protocol.headers import END_USER_ORGANISATION
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import code_of, objects
from pytest_bars.simulator.refusals import REQUIRED, UNSUPPORTED, RefusalError

_FLAG_CATEGORIES: Final = "https://fhir.nhs.uk/CodeSystem/flag-categories-bars"
_CONCERNS_AND_NEEDS: Final = frozenset({"SG", "RA"})


def refuse_needlessly(message: Message, faults: ActiveFaults) -> None:
    """Refuse a message that has to be taken, where a fault says so."""
    if faults.has("nhs-number-required") and not message.nhs_number:
        raise RefusalError(REQUIRED, "Patient.identifier must be an NHS number.")
    if faults.has("flags-refused") and _is_flagged(message):
        raise RefusalError(UNSUPPORTED, "Flag is not supported.")


def _is_flagged(message: Message) -> bool:
    """Say whether a Flag tells of a safeguarding concern, or of what is needed."""
    codes = {
        code_of(category, _FLAG_CATEGORIES)
        for resource in message.resources.values()
        if resource.get("resourceType") == "Flag"
        for category in objects(resource, "category")
    }
    return bool(codes & _CONCERNS_AND_NEEDS)


class Regulars:
    """Whom slots are shown to: everybody, or whoever asked first."""

    def __init__(self, faults: ActiveFaults) -> None:
        self._faults = faults
        self._first: str | None = None

    def admit(self, call: Call) -> bool:
        """Say whether the End User Organisation of a slot search is shown any."""
        asking = call.header(END_USER_ORGANISATION)
        self._first = self._first or asking
        is_strict = self._faults.has("slots-for-one-organisation")
        return not is_strict or asking == self._first
