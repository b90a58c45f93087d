"""Resources as the Receiver stores them.

They have its own ids, and references that hold outside the message they came in.
"""

from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import NHS_NUMBER
from pytest_bars.simulator.bundles import rewrite_references
from pytest_bars.simulator.diary import DiarySlot, stable_id
from pytest_bars.simulator.messages import Message
from pytest_bars.simulator.reading import text

UK_CORE: Final = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"
_REFERENCE_SYSTEM: Final = "https://pytest-bars.example/Id/"


def stored_id(full_url: str, resource: JsonObject, message: Message) -> str:
    """Return the id under which the Receiver knows a resource of a message.

    A patient with an NHS number has the same one in every message.
    """
    if text(resource, "resourceType") == "Patient" and message.nhs_number:
        return stable_id("Patient", message.nhs_number)
    return text(resource, "id") or stable_id(message.id, full_url)


def localise(resource: JsonObject, message: Message) -> JsonObject:
    """Return a resource with its references into the message made relative."""
    names = {
        full_url: f"{text(one, 'resourceType')}/{stored_id(full_url, one, message)}"
        for full_url, one in message.resources.items()
    }
    localised = rewrite_references(resource, names)
    return localised if isinstance(localised, dict) else {}


def patient_of(message: Message) -> JsonObject:
    """Return the Patient of a message that has one, with an id."""
    full_url, patient = next(
        (full_url, resource)
        for full_url, resource in message.resources.items()
        if text(resource, "resourceType") == "Patient"
    )
    patient_id = stored_id(full_url, patient, message)
    return {**localise(patient, message), "id": patient_id}


def patient_reference(message: Message) -> JsonObject:
    """Return a Reference to the message's patient, with the NHS number if known."""
    reference: JsonObject = {
        "reference": f"Patient/{patient_of(message)['id']}",
        "type": "Patient",
    }
    if message.nhs_number:
        reference["identifier"] = nhs_identifier(message.nhs_number)
    return reference


def nhs_identifier(nhs_number: str) -> JsonObject:
    """Return an NHS number as an Identifier."""
    return {"system": NHS_NUMBER, "value": nhs_number}


def readable_identifier(kind: str, number: str) -> JsonObject:
    """Return an Identifier that people can read out, such as B-000017."""
    return {"system": f"{_REFERENCE_SYSTEM}{kind}", "value": number}


def slot_resource(slot: DiarySlot, *, updated: str, status: str) -> JsonObject:
    """Return a slot as FHIR has it."""
    return {
        "resourceType": "Slot",
        "id": slot.id,
        "meta": {"lastUpdated": updated, "profile": [f"{UK_CORE}Slot"]},
        "serviceCategory": [EMERGENCY_DEPARTMENT],
        "appointmentType": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/v2-0276",
                    "code": "EMERGENCY",
                    "display": "Emergency appointment",
                }
            ]
        },
        "schedule": {"reference": f"Schedule/{stable_id('Schedule', slot.service)}"},
        "status": status,
        "start": slot.start.isoformat(),
        "end": slot.end.isoformat(),
    }


EMERGENCY_DEPARTMENT: Final[Json] = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/service-category",
            "code": "14",
            "display": "Emergency Department",
        }
    ]
}
