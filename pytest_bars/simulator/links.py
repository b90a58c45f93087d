"""Links between bookings and referrals.

A booking names its referral in Appointment.basedOn, a referral its booking in
ServiceRequest.supportingInfo.
Source: BaRS guide, Application 1 (1.0.7), payload guidance; statuses: Core 1.2.2,
failure scenarios (an unknown resource is 404) and TKW page (a referral that is not
linked to the correct booking is 409).
"""

from collections.abc import Mapping

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import objects, text
from pytest_bars.simulator.refusals import CONFLICT, NOT_FOUND, RefusalError
from pytest_bars.simulator.store import Record
from pytest_bars.simulator.workflows import CANCELLED


def linked_id(resource: JsonObject, member: str, resource_type: str) -> str:
    """Return the id of the first resource of a type that a member refers to, or ""."""
    for reference in objects(resource, member):
        found, _, linked = text(reference, "reference").rpartition("/")
        if found.rpartition("/")[2] == resource_type:
            return linked
    return ""


def check_link(
    linked: str,
    known: Mapping[str, Record],
    message: Message,
    faults: ActiveFaults,
    *,
    ended: frozenset[str],
) -> None:
    """Refuse a link to what does not exist, is another patient's, or has ended.

    linked: id, "" for no link. known: what may be linked. ended: its final statuses.
    """
    if not linked:
        return
    record = known.get(linked)
    if record is None:
        if faults.has("unknown-link-accepted"):
            return
        raise RefusalError(NOT_FOUND, "The linked resource does not exist.")
    is_wrong = record.nhs_number != message.nhs_number or record.status in ended
    if is_wrong and not faults.has("mislink-accepted"):
        raise RefusalError(
            CONFLICT, "The linked resource is not this patient's, or has ended."
        )


def check_not_rebooked(
    linked: str, bookings: Mapping[str, Record], faults: ActiveFaults
) -> None:
    """Refuse a booking linked to the referral of a booking that was cancelled.

    linked: id of the referral, "" for no link.
    Source: BaRS guide, Application 1 (1.0.7), requirement on rebooking (a new booking
    is not linked to the old referral: a new referral is made, the old one revoked).
    That the Receiver refuses it, and the status, are our reading.
    """
    is_rebooked = any(
        booking.link == linked and booking.status in CANCELLED
        for booking in bookings.values()
    )
    if linked and is_rebooked and not faults.has("relink-accepted"):
        raise RefusalError(
            CONFLICT, "The referral's booking was cancelled: make a new referral."
        )


def without_link(resource: JsonObject, member: str, resource_type: str) -> JsonObject:
    """Return the resource without references of a member to a type of resource."""
    kept = [
        reference
        for reference in objects(resource, member)
        if not linked_id({member: [reference]}, member, resource_type)
    ]
    changed = {key: value for key, value in resource.items() if key != member}
    if kept:
        changed[member] = list(kept)
    return changed
