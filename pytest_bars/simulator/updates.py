"""What a cancellation must hold before it changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import (
    CONFLICT,
    INVARIANT,
    NOT_FOUND,
    REQUIRED,
    RefusalError,
)
from pytest_bars.simulator.store import Record


@dataclass(frozen=True, slots=True)
class Ending:
    """What is cancelled: a booking or a referral.

    final: statuses of one that has ended. prefix: of the faults about it.
    """

    resource_type: str
    noun: str
    final: frozenset[str]
    prefix: str


def find_to_end(
    records: Mapping[str, Record],
    message: Message,
    ending: Ending,
    faults: ActiveFaults,
) -> Record | None:
    """Return the record that a cancellation may end.

    None where a fault lets an unknown one be cancelled.

    Raises RefusalError: no id; unknown; ended already or changed since it was read
    (409, "update received after the local record changed"); another patient's.
    Source: BaRS guide, Core 1.2.2, Bundle-Processing, Data Conflicts; that a second
    cancellation is such a conflict is our reading.
    """
    resource_id = text(message.focus, "id")
    if not resource_id:
        raise RefusalError(
            REQUIRED, f"{ending.resource_type}.id must name the {ending.noun}."
        )
    record = records.get(resource_id)
    if record is None and faults.has(f"{ending.prefix}cancel-unknown-accepted"):
        return None
    if record is None or faults.has(f"{ending.prefix}cancel-404"):
        raise RefusalError(NOT_FOUND, f"There is no {ending.noun} with that id.")
    is_final = record.status in ending.final
    if is_final and not faults.has(f"{ending.prefix}cancel-twice-accepted"):
        raise RefusalError(CONFLICT, f"The {ending.noun} was cancelled already.")
    _check_version(message, record)
    _check_patient(message, record)
    return record


def _check_version(message: Message, record: Record) -> None:
    read = text(message.focus, "meta", "versionId")
    if read and read != text(record.current, "meta", "versionId"):
        raise RefusalError(CONFLICT, "The record has changed since it was read.")


def _check_patient(message: Message, record: Record) -> None:
    numbers = {message.nhs_number, record.nhs_number} - {""}
    if len(numbers) > 1:
        raise RefusalError(INVARIANT, "The Patient is not the one of the record.")


def check_patient(message: Message) -> None:
    """Refuse a message without Patient, should its definition not have been checked."""
    if not message.patient:
        raise RefusalError(INVARIANT, "The message must hold its Patient.")
