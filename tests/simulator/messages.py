"""Messages that hold, written here and not taken from the package's templates."""

import copy
import uuid
from typing import Any

Resource = dict[str, Any]

SERVICE = "2000072489"
ADULT = "9658499007"
REFERRED = "9658499058"
STATEFUL = "9707606312"
_CODES = "https://fhir.nhs.uk/CodeSystem"
_USE_CASES = "usecases-categories-bars"
_DEFINITIONS = "https://fhir.nhs.uk/MessageDefinition/bars-message"
_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


def new_id() -> str:
    return str(uuid.uuid4())


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _entry(name: str, resource: Resource) -> Resource:
    return {"fullUrl": _urn(name), "resource": resource}


def _patient(nhs_number: str | None) -> Resource:
    patient: Resource = {
        "resourceType": "Patient",
        "name": [{"family": "Dyball", "given": ["Adrian"]}],
    }
    if nhs_number is not None:
        patient["identifier"] = [{"system": _NHS_NUMBER, "value": nhs_number}]
    return patient


def _bundle(
    event: str,
    reason: str,
    definition: str,
    focus: Resource,
    others: list[Resource],
    *,
    nhs_number: str | None,
    service: str,
) -> Resource:
    header = {
        "resourceType": "MessageHeader",
        "eventCoding": {"system": f"{_CODES}/message-events-bars", "code": event},
        "destination": [
            {
                "endpoint": f"https://fhir.nhs.uk/Id/dos-service-id|{service}",
                "receiver": {"reference": _urn("receiver")},
            }
        ],
        "sender": {"reference": _urn("sender")},
        "source": {"endpoint": "https://fhir.nhs.uk/Id/dos-service-id|2222222222"},
        "reason": {
            "coding": [{"system": f"{_CODES}/message-reason-bars", "code": reason}]
        },
        "focus": [{"reference": _urn("focus")}],
        "definition": f"{_DEFINITIONS}-{definition}",
    }
    return {
        "resourceType": "Bundle",
        "id": new_id(),
        "meta": {"versionId": "1.1.0"},
        "type": "message",
        "timestamp": "2026-11-16T09:00:00+00:00",
        "entry": [
            _entry("header", header),
            _entry("focus", focus),
            _entry("patient", _patient(nhs_number)),
            _entry("receiver", {"resourceType": "Organization", "name": "Receiver"}),
            _entry("sender", {"resourceType": "Organization", "name": "Sender"}),
            *others,
        ],
    }


def _appointment(status: str, **members: Any) -> Resource:
    return {
        "resourceType": "Appointment",
        "status": status,
        "serviceCategory": [
            {"coding": [{"system": f"{_CODES}/{_USE_CASES}", "code": "a1t1"}]}
        ],
        "participant": [
            {"actor": {"reference": _urn("patient")}, "status": "accepted"}
        ],
        **members,
    }


def booking(
    slot: Resource,
    *,
    nhs_number: str | None = ADULT,
    referral: str | None = None,
    service: str = SERVICE,
) -> Resource:
    """Return a new booking of a slot, linked to a referral if one is given."""
    members: Resource = {"slot": [{"reference": _urn("slot")}]}
    members |= {"start": slot["start"], "end": slot["end"]}
    if referral is not None:
        members["basedOn"] = [{"reference": f"ServiceRequest/{referral}"}]
    held = {**slot, "status": "busy", "schedule": {"reference": _urn("schedule")}}
    others = [
        _entry("slot", held),
        _entry(
            "schedule",
            {"resourceType": "Schedule", "actor": [{"reference": _urn("service")}]},
        ),
        _entry("service", {"resourceType": "HealthcareService", "name": "ED"}),
    ]
    return _bundle(
        "booking-request",
        "new",
        "booking-request",
        _appointment("booked", **members),
        others,
        nhs_number=nhs_number,
        service=service,
    )


def cancel_booking(
    booking_id: str,
    *,
    nhs_number: str | None = ADULT,
    status: str = "cancelled",
    version: str | None = None,
) -> Resource:
    """Return the cancellation of a booking, which keeps its time."""
    members: Resource = {
        "id": booking_id,
        "start": "2026-11-24T09:00:00Z",
        "end": "2026-11-24T09:20:00Z",
    }
    if version is not None:
        members["meta"] = {"versionId": version}
    return _bundle(
        "booking-request",
        "update",
        "booking-request-cancelled",
        _appointment(status, **members),
        [],
        nhs_number=nhs_number,
        service=SERVICE,
    )


def _service_request(status: str, **members: Any) -> Resource:
    codings = [
        {"system": f"{_CODES}/message-category-servicerequest", "code": "referral"},
        {"system": f"{_CODES}/{_USE_CASES}", "code": "a1t1"},
    ]
    return {
        "resourceType": "ServiceRequest",
        "status": status,
        "intent": "plan",
        "category": [{"coding": codings}],
        "subject": {"reference": _urn("patient")},
        **members,
    }


def referral(
    *,
    nhs_number: str | None = REFERRED,
    booking: str | None = None,
    service: str = SERVICE,
) -> Resource:
    """Return a new referral, linked to a booking if one is given."""
    members: Resource = {
        "encounter": {"reference": _urn("encounter")},
        "basedOn": [{"reference": _urn("careplan")}],
        "identifier": [{"system": "https://sender.example/Id/case", "value": "S-1"}],
    }
    if booking is not None:
        members["supportingInfo"] = [
            {"reference": _urn("consent")},
            {"reference": f"Appointment/{booking}"},
        ]
    return _bundle(
        "servicerequest-request",
        "new",
        "servicerequest-request-referral",
        _service_request("active", **members),
        _assessment(),
        nhs_number=nhs_number,
        service=service,
    )


def _assessment() -> list[Resource]:
    subject = {"reference": _urn("patient")}
    act = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER"}
    consent: Resource = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"coding": [{"code": "DRC"}]}],
        "patient": subject,
        "policyRule": {"coding": [{"code": "IMPLIED"}]},
    }
    practitioner = {"reference": _urn("practitioner")}
    return [
        _entry(
            "encounter",
            {
                "resourceType": "Encounter",
                "status": "finished",
                "class": act,
                "subject": subject,
            },
        ),
        _entry(
            "careplan",
            {
                "resourceType": "CarePlan",
                "status": "completed",
                "intent": "plan",
                "subject": subject,
            },
        ),
        _entry("practitioner", {"resourceType": "Practitioner", "active": True}),
        _entry(
            "role", {"resourceType": "PractitionerRole", "practitioner": practitioner}
        ),
        _entry("service", {"resourceType": "HealthcareService", "name": "ED"}),
        _entry("consent", consent),
    ]


def cancel_referral(
    referral_id: str,
    *,
    nhs_number: str | None = REFERRED,
    status: str = "revoked",
) -> Resource:
    """Return the cancellation of a referral."""
    return _bundle(
        "servicerequest-request",
        "update",
        "servicerequest-request-cancelled",
        _service_request(status, id=referral_id),
        [],
        nhs_number=nhs_number,
        service=SERVICE,
    )


def parts(bundle: Resource, resource_type: str) -> list[Resource]:
    """Return every resource of a type."""
    return [
        entry["resource"]
        for entry in bundle.get("entry", [])
        if entry["resource"]["resourceType"] == resource_type
    ]


def part(bundle: Resource, resource_type: str) -> Resource:
    """Return the first resource of a type, to be changed in place."""
    return parts(bundle, resource_type)[0]


def without(bundle: Resource, resource_type: str) -> Resource:
    """Return the message without resources of a type."""
    changed = copy.deepcopy(bundle)
    changed["entry"] = [
        entry
        for entry in changed["entry"]
        if entry["resource"]["resourceType"] != resource_type
    ]
    return changed


def again(bundle: Resource) -> Resource:
    """Return the same message as another Bundle."""
    return {**bundle, "id": new_id()}
