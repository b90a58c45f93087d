"""Messages about ServiceRequests beyond a plain referral, made from one that holds."""

import copy
from typing import Any, Final

from tests.simulator.messages import (
    SERVICE,
    Resource,
    again,
    new_id,
    part,
    referral,
    without,
)

UNSCRIPTED: Final = "9658499104"
_PREFIX: Final = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-"
_NOT_IN_SHORT: Final = ("CarePlan", "Consent", "Location")


def header(message: Resource) -> Resource:
    return part(message, "MessageHeader")


def define(message: Resource, name: str, *, reason: str = "new") -> None:
    """Set definition and reason in place."""
    header(message)["definition"] = _PREFIX + name
    header(message)["reason"]["coding"][0]["code"] = reason


def categorise(message: Resource, category: str, use_case: str) -> None:
    """Set the categories of the ServiceRequest in place."""
    codings = part(message, "ServiceRequest")["category"][0]["coding"]
    codings[0]["code"] = category
    codings[1]["code"] = use_case


def add(message: Resource, resource: Resource) -> str:
    """Add a resource in place and return its fullUrl."""
    full_url = f"urn:uuid:{new_id()}"
    message["entry"].append({"fullUrl": full_url, "resource": resource})
    return full_url


def referral_of(use_case: str, **details: Any) -> Resource:
    """Return a new referral for a use case."""
    message = referral(**{"nhs_number": UNSCRIPTED, **details})
    categorise(message, "referral", use_case)
    return message


def validation(
    *,
    nhs_number: str | None = UNSCRIPTED,
    use_case: str = "a4t1",
    service: str = SERVICE,
) -> Resource:
    """Return a new validation request."""
    message = referral(nhs_number=nhs_number, service=service)
    categorise(message, "validation", use_case)
    define(message, "request-validation")
    part(message, "CarePlan")["status"] = "active"
    part(message, "Encounter")["status"] = "triaged"
    add(message, {"resourceType": "Location", "name": "Scene"})
    return message


def updated(message: Resource, request_id: str, **members: Any) -> Resource:
    """Return the update of a request that a message made."""
    changed = again(copy.deepcopy(message))
    header(changed)["reason"]["coding"][0]["code"] = "update"
    part(changed, "ServiceRequest").update({"id": request_id, **members})
    return changed


def cancelled(message: Resource, request_id: str, **members: Any) -> Resource:
    """Return the cancellation of a request that a message made."""
    changed = updated(message, request_id, **{"status": "revoked", **members})
    define(changed, "request-cancelled", reason="update")
    kept = {"MessageHeader", "ServiceRequest", "Patient", "Organization"}
    for resource_type in {
        entry["resource"]["resourceType"] for entry in changed["entry"]
    } - kept:
        changed = without(changed, resource_type)
    for name in ("encounter", "basedOn"):
        part(changed, "ServiceRequest").pop(name, None)
    return changed


def response(
    original: Resource,
    definition: str,
    *,
    status: str,
    encounter: str = "",
    reason: str = "new",
    focus_on: str = "Encounter",
) -> Resource:
    """Return a response to a request.

    encounter: status of a second Encounter, "" for none.
    """
    message = again(copy.deepcopy(original))
    define(message, f"response-{definition}", reason=reason)
    head = header(message)
    head["eventCoding"]["code"] = "servicerequest-response"
    head["response"] = {"identifier": original["id"], "code": "ok"}
    part(message, "ServiceRequest")["status"] = status
    if encounter:
        first = part(message, "Encounter")
        full_url = add(message, {**first, "status": encounter})
        if focus_on == "Encounter":
            head["focus"] = [{"reference": full_url}]
    if definition in {"validation-interim", "referral-short"}:
        for name in _NOT_IN_SHORT:
            message = without(message, name)
        part(message, "ServiceRequest").pop("basedOn")
    return message


def did_not_attend(original: Resource) -> Resource:
    """Return the safeguarding response to a referral."""
    message = response(original, "referral", status="revoked")
    actor = {"display": "Patient"}
    appointment: Resource = {
        "resourceType": "Appointment",
        "status": "noshow",
        "start": "2026-11-23T09:00:00Z",
        "end": "2026-11-23T09:20:00Z",
    }
    appointment["participant"] = [{"actor": actor, "status": "accepted"}]
    add(message, appointment)
    return message


def interim(original: Resource) -> Resource:
    """Return the interim response to a validation request."""
    return response(
        original, "validation-interim", status="active", encounter="in-progress"
    )


def full(
    original: Resource,
    *,
    status: str = "active",
    encounter: str = "finished",
    reason: str = "new",
) -> Resource:
    """Return the full response to a validation request."""
    return response(
        original,
        "validation-full",
        status=status,
        encounter=encounter,
        reason=reason,
    )


def rejected(
    original: Resource, *, status: str = "active", encounter: str = "cancelled"
) -> Resource:
    """Return the rejection of a validation request."""
    return response(original, "validation-interim", status=status, encounter=encounter)


def dispatched(
    original: Resource, *, encounter: str = "planned", focus_on: str = "Encounter"
) -> Resource:
    """Return Application 6's response to a referral: its status, or a rejection."""
    return response(
        original,
        "referral-short",
        status="active",
        encounter=encounter,
        focus_on=focus_on,
    )
