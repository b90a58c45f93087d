"""Bare resources as API 1.1.0 and later take them, and callers that ask for those."""

from dataclasses import replace
from typing import Any

from tests.simulator.api import NHS_NUMBER, SYSTEM, Api, in_process
from tests.simulator.messages import ADULT, Resource, new_id

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
REPLACES = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.replaces"
NO_TARGET: dict[str, str | None] = {"NHSD-Target-Identifier": None}


def speaking(api: Api, version: str, **headers: str) -> Api:
    """Return the caller with another Accept version."""
    accept = {"Accept": f"application/fhir+json; version={version}"}
    return replace(api, headers={**api.headers, **accept, **headers})


def api_of(version: str, *faults: str) -> Api:
    """Return the caller of a simulator of its own that asks for a version."""
    return speaking(in_process(*faults), version)


def patient_identifier(nhs_number: str = ADULT) -> Resource:
    return {"system": NHS_NUMBER, "value": nhs_number}


def appointment(slot: Resource, nhs_number: str = ADULT, /, **members: Any) -> Resource:
    actor = {"type": "Patient", "identifier": patient_identifier(nhs_number)}
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{"reference": f"Slot/{slot['id']}"}],
        "start": slot["start"],
        "end": slot["end"],
        "participant": [{"actor": actor, "status": "accepted"}],
        **members,
    }


def contained_patient(nhs_number: str = ADULT) -> Resource:
    return {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [patient_identifier(nhs_number)],
        "name": [{"family": "Dyball", "given": ["Adrian"]}],
        "birthDate": "1932-10-29",
        "address": [{"postalCode": "DN17 4LR"}],
    }


def replacing(booking_id: str) -> Resource:
    reference = {"reference": f"Appointment/{booking_id}"}
    return {"extension": [{"url": REPLACES, "valueReference": reference}]}


def service_request(nhs_number: str = ADULT, **members: Any) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "plan",
        "subject": {"identifier": patient_identifier(nhs_number)},
        **members,
    }


def pointer(nhs_number: str = ADULT, **members: Any) -> Resource:
    coding = {"system": "http://snomed.info/sct", "code": "749001000000101"}
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"coding": [coding]},
        "subject": {"identifier": patient_identifier(nhs_number)},
        "custodian": {"identifier": {"system": ODS, "value": "X99ZZ"}},
        "content": [
            {"attachment": {"url": f"https://receiver.example/Appointment/{new_id()}"}}
        ],
        **members,
    }


def organisation(ods: str = "X99ZZ") -> Resource:
    identifier = [{"system": ODS, "value": ods}]
    return {"resourceType": "Organization", "identifier": identifier, "name": "Trust"}


def healthcare_service(service: str = "2000072489", ods: str = "X99ZZ") -> Resource:
    return {
        "resourceType": "HealthcareService",
        "identifier": [{"system": SYSTEM, "value": service}],
        "providedBy": {"identifier": {"system": ODS, "value": ods}},
        "name": "Department",
    }


def endpoint(service: str = "2000072489", payload: str = "bars") -> Resource:
    terminology = "http://terminology.hl7.org/CodeSystem/"
    connection = {"system": f"{terminology}endpoint-connection-type"}
    payload_type = {"system": f"{terminology}endpoint-payload-type", "code": payload}
    return {
        "resourceType": "Endpoint",
        "identifier": [{"system": SYSTEM, "value": service}],
        "status": "active",
        "connectionType": {**connection, "code": "hl7-fhir-msg"},
        "payloadType": [{"coding": [payload_type]}],
        "address": "https://receiver.example/FHIR/R4",
    }


def created(response: Any) -> Resource:
    """Return what a POST or PUT answers with, which must be good."""
    assert response.status_code in {200, 201}, response.text
    body: Resource = response.json()
    return body
