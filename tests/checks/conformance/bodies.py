"""Messages that conform, made of shipped templates, and what the rules say of them."""

from typing import Any, Final

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import (
    MESSAGE_CATEGORIES,
    MESSAGE_DEFINITIONS,
    USE_CASE_CATEGORIES,
)
from tests.fhir.samples import edited
from tests.payloads.shipped import message

# Where things stand in the shipped templates.
HEADER: Final = ("entry", 0, "resource")
SUBJECT: Final = ("entry", 1, "resource")
CAREPLAN: Final = ("entry", 2, "resource")
ENCOUNTER: Final = ("entry", 3, "resource")
PATIENT_OF_REFERRAL: Final = ("entry", 4, "resource")
PATIENT_OF_BOOKING: Final = ("entry", 2, "resource")


def booking() -> dict[str, Any]:
    """Return a new booking of Application 1."""
    return message("booking-request-new")


def cancelled_booking() -> JsonObject:
    """Return the cancellation of a booking."""
    return message("booking-request-cancel")


def referral(use_case: str = "a1t1") -> dict[str, Any]:
    """Return a new referral of a use case."""
    body = message("servicerequest-request-referral-new")
    return edited(body, (*SUBJECT, "category"), categories("referral", use_case))


def response(status: str, encounter: str, reason: str = "new") -> JsonObject:
    """Return a validation response of these statuses, its Encounter in focus."""
    is_full = encounter in {"finished", "triaged"}
    name = f"servicerequest-response-validation-{'full' if is_full else 'interim'}"
    body: Any = referral()
    header, request = body["entry"][0]["resource"], body["entry"][1]["resource"]
    header["eventCoding"]["code"] = "servicerequest-response"
    header["reason"]["coding"][0]["code"] = reason
    header["response"] = {"identifier": "b-0", "code": "ok"}
    header["definition"] = f"{MESSAGE_DEFINITIONS}bars-message-{name}"
    header["focus"] = [{"reference": body["entry"][3]["fullUrl"]}]
    request["status"] = status
    request["category"] = categories("validation", "a4t1")
    body["entry"][3]["resource"]["status"] = encounter
    return dict(body)


def categories(*codes: str) -> list[Json]:
    """Return ServiceRequest.category of a message category and a use case."""
    systems = (MESSAGE_CATEGORIES, USE_CASE_CATEGORIES)
    codings: list[Json] = [
        {"system": system, "code": code}
        for system, code in zip(systems, codes, strict=False)
    ]
    return [{"coding": codings}]


def found(body: Json, **beside: Any) -> list[tuple[str, str]]:
    """Return rule and location of everything wrong with a body."""
    findings = judge_body(Subject(body, **beside))
    return [(finding.rule, finding.location) for finding in findings]


def rules(body: Json, **beside: Any) -> set[str]:
    """Return the rules that do not hold."""
    return {rule for rule, _ in found(body, **beside)}
