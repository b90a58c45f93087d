"""What a message must hold before it changes what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
from pytest_bars.simulator.scripted import is_sample
from pytest_bars.simulator.store import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """What is kept and changed: bookings, referrals or validation requests.

    final: statuses of one that has ended. prefix: of the faults about it.
    """

    resource_type: str
    noun: str
    final: frozenset[str]
    prefix: str


def find_to_end(
    records: Mapping[str, Record], message: Message, kind: Kind, faults: ActiveFaults
) -> Record | None:
    """Return the record that a cancellation may end.

    None where TKW has it whatever was sent before, or a fault lets an unknown one be
    cancelled.

    Raises RefusalError: no id; unknown; ended already or changed since it was read
    (409, "update received after the local record changed"); another patient's.
    Source: BaRS guide, Core 1.2.2, Bundle-Processing, Data Conflicts; that a second
    cancellation is such a conflict is our reading.
    """
    record = _find(
        records, message, kind, faults, fault=f"{kind.prefix}cancel-unknown-accepted"
    )
    if record is None:
        return None
    if faults.has(f"{kind.prefix}cancel-404"):
        raise _unknown(kind)
    if not faults.has(f"{kind.prefix}cancel-twice-accepted"):
        _check_open(record, kind)
    _check_fresh(message, record, faults)
    check_same_patient(message, record, faults)
    return record


def find_to_update(
    records: Mapping[str, Record], message: Message, kind: Kind, faults: ActiveFaults
) -> Record | None:
    """Return the record that an update may change.

    None and RefusalError as for a cancellation.
    """
    record = _find(records, message, kind, faults, fault="update-unknown-accepted")
    if record is None:
        return None
    if not faults.has("update-after-end-accepted"):
        _check_open(record, kind)
    _check_fresh(message, record, faults)
    check_same_patient(message, record, faults)
    return record


def _find(
    records: Mapping[str, Record],
    message: Message,
    kind: Kind,
    faults: ActiveFaults,
    *,
    fault: str,
) -> Record | None:
    resource_id = text(message.focus, "id")
    if not resource_id:
        raise RefusalError(
            REQUIRED, f"{kind.resource_type}.id must name the {kind.noun}."
        )
    record = records.get(resource_id)
    is_known = record is not None or is_sample(kind.resource_type, resource_id, faults)
    if not is_known and not faults.has(fault):
        raise _unknown(kind)
    return record


def _unknown(kind: Kind) -> RefusalError:
    return RefusalError(NOT_FOUND, f"There is no {kind.noun} with that id.")


def _check_open(record: Record, kind: Kind) -> None:
    if record.status in kind.final:
        raise RefusalError(CONFLICT, f"The {kind.noun} has ended already.")


def _check_fresh(message: Message, record: Record, faults: ActiveFaults) -> None:
    """Refuse a change that starts from a version which is not the newest.

    meta.versionId tells the version; so does meta.lastUpdated where it is one that a
    superseded version had. Another lastUpdated is the Sender's own.
    """
    if faults.has("stale-update-accepted"):
        return
    read = text(message.focus, "meta", "versionId")
    is_stale = bool(read) and read != text(record.current, "meta", "versionId")
    updated = _instant(text(message.focus, "meta", "lastUpdated"))
    superseded = [
        _instant(text(version, "meta", "lastUpdated"))
        for version in record.versions[:-1]
    ]
    if is_stale or (updated is not None and updated in superseded):
        raise RefusalError(CONFLICT, "The record has changed since it was read.")


def _instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def check_same_patient(message: Message, record: Record, faults: ActiveFaults) -> None:
    """Refuse a message about a record of another patient."""
    if faults.has("other-patient-accepted"):
        return
    numbers = {message.nhs_number, record.nhs_number} - {""}
    if len(numbers) > 1:
        raise RefusalError(INVARIANT, "The Patient is not the one of the record.")


def check_patient(message: Message) -> None:
    """Refuse a message without Patient, should its definition not have been checked."""
    if not message.patient:
        raise RefusalError(INVARIANT, "The message must hold its Patient.")
