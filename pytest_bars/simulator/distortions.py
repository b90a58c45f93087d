"""Faults that change only what an answer looks like, each a function of the answer."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from pytest_bars.fhir.resources import resources_in
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.diary import stable_id
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import objects, text

Distortion = Callable[[Answer], Answer]
_Change = Callable[[JsonObject], None]
_FIRST_ERROR: Final = 400
_RESPONSE: Final = ("identifier", "code")


def distort(answer: Answer, faults: ActiveFaults) -> Answer:
    """Return the answer as the faults that are switched on make it look.

    They apply in the order of DISTORTIONS: what it says first, how it is sent last.
    """
    for name, distortion in DISTORTIONS.items():
        if faults.has(name):
            answer = distortion(answer)
    return _as_asked(answer, faults)


def _as_asked(answer: Answer, faults: ActiveFaults) -> Answer:
    """Return an error with the status, BaRS code and issue type that are asked for."""
    if answer.status < _FIRST_ERROR:
        return answer
    code, issue_type = faults.value("error-code"), faults.value("error-issue")
    status = faults.value("error-status")
    if isinstance(answer.body, dict) and (code or issue_type):
        body = copy.deepcopy(answer.body)
        for issue in objects(body, "issue"):
            issue["code"] = issue_type or issue["code"]
            for coding in objects(issue, "details", "coding"):
                coding["code"] = code or coding["code"]
        answer = replace(answer, body=body)
    return replace(answer, status=int(status)) if status else answer


def _in_body(change: _Change, *subjects: str) -> Distortion:
    """Return the distortion that changes JSON bodies in place, of these subjects."""

    def distortion(answer: Answer) -> Answer:
        if not isinstance(answer.body, dict) or answer.subject not in subjects:
            return answer
        body = copy.deepcopy(answer.body)
        change(body)
        return replace(answer, body=body)

    return distortion


def _in_errors(change: _Change) -> Distortion:
    """Return the distortion that changes each issue of an error of the Receiver."""

    def change_issues(body: JsonObject) -> None:
        for issue in objects(body, "issue"):
            change(issue)

    return _in_body(change_issues, "error")


def _in_resources(resource_type: str, change: _Change, *subjects: str) -> Distortion:
    """Return the distortion that changes resources of a type within Bundles."""

    def change_resources(body: JsonObject) -> None:
        for resource in resources_in(body):
            if resource["resourceType"] == resource_type:
                change(resource)

    return _in_body(change_resources, *subjects)


def _set(**members: Json) -> _Change:
    return lambda target: target.update(members)


def _remove(name: str) -> _Change:
    return lambda target: target.pop(name, None)  # type: ignore[return-value]  # the value popped is not used


def _recode(issue: JsonObject) -> None:
    for coding in objects(issue, "details", "coding"):
        coding["code"] = "REC_SERVER_ERROR"


def _recode_conflict(issue: JsonObject) -> None:
    for coding in objects(issue, "details", "coding"):
        if coding["code"] == "REC_CONFLICT":
            coding["code"] = "REC_BAD_REQUEST"


def _swap_issue(found: str, shown: str) -> _Change:
    def change(issue: JsonObject) -> None:
        if issue["code"] == found:
            issue["code"] = shown

    return change


def _respond(**members: str) -> _Change:
    def change(header: JsonObject) -> None:
        response = {name: text(header, "response", name) for name in _RESPONSE}
        header["response"] = {**response, **members}

    return change


def _double(resource_type: str) -> _Change:
    """Return the change that adds a second resource like the first of a type."""

    def change(body: JsonObject) -> None:
        other = stable_id("second", resource_type)
        entries = objects(body, "entry")
        doubles: list[Json] = [
            {"fullUrl": f"urn:uuid:{other}", "resource": {**resource, "id": other}}
            for resource in resources_in(body)
            if resource["resourceType"] == resource_type
        ]
        body["entry"] = [*entries, doubles[0]]

    return change


def _drop_header(body: JsonObject) -> None:
    body["entry"] = list(objects(body, "entry")[1:])


def _without_body(answer: Answer) -> Answer:
    return replace(answer, body=b"") if answer.status >= _FIRST_ERROR else answer


def _as_success(answer: Answer) -> Answer:
    return replace(answer, status=200) if answer.status >= _FIRST_ERROR else answer


def _with_unknown_member(answer: Answer) -> Answer:
    if not isinstance(answer.body, dict):
        return answer
    return replace(answer, body={**answer.body, "simulatedDefect": True})


def _elsewhere(answer: Answer) -> Answer:
    location = ("Location", "http://127.0.0.1:9/elsewhere")
    return replace(answer, status=307, body=b"", headers=(location,))


# Source: BaRS API specification 1.0.0, example of a slot search.
_DELIVERY_CHANNEL: Final[JsonObject] = {
    "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel",
    "valueCode": "Telephone",
}
_MESSAGES: Final = (
    "booking-new",
    "booking-cancel",
    "referral-new",
    "referral-cancel",
    "referral-update",
    "validation-new",
    "validation-update",
    "validation-cancel",
    "response",
)
_PATIENT: Final = "Patient Adrian DYBALL, born 1932-10-29, is not acceptable."

DISTORTIONS: Final[Mapping[str, Distortion]] = {
    "booking-status-pending": _in_resources(
        "Appointment", _set(status="pending"), "booking-new"
    ),
    "booking-two-appointments": _in_body(_double("Appointment"), "booking-new"),
    "booking-without-id": _in_resources("Appointment", _remove("id"), "booking-new"),
    "booking-wrong-time": _in_resources(
        "Appointment", _set(start="2020-01-01T00:00:00+00:00"), "booking-new"
    ),
    "referral-status-draft": _in_resources(
        "ServiceRequest", _set(status="draft"), "referral-new"
    ),
    "referral-two-requests": _in_body(_double("ServiceRequest"), "referral-new"),
    "referral-without-id": _in_resources(
        "ServiceRequest", _remove("id"), "referral-new"
    ),
    "validation-status-draft": _in_resources(
        "ServiceRequest", _set(status="draft"), "validation-new"
    ),
    "validation-two-requests": _in_body(_double("ServiceRequest"), "validation-new"),
    "validation-without-id": _in_resources(
        "ServiceRequest", _remove("id"), "validation-new"
    ),
    "slots-with-delivery-channel": _in_resources(
        "Slot", _set(extension=[_DELIVERY_CHANNEL]), "slots"
    ),
    "response-code-wrong": _in_resources(
        "MessageHeader", _respond(code="fatal-error"), *_MESSAGES
    ),
    "response-identifier-wrong": _in_resources(
        "MessageHeader", _respond(identifier=stable_id("another")), *_MESSAGES
    ),
    "response-without-header": _in_body(_drop_header, *_MESSAGES),
    "conflict-issue-wrong": _in_errors(_swap_issue("conflict", "duplicate")),
    "duplicate-issue-wrong": _in_errors(_swap_issue("duplicate", "conflict")),
    "conflict-code-wrong": _in_errors(_recode_conflict),
    "outcome-code-wrong": _in_errors(_recode),
    "outcome-severity-wrong": _in_errors(_set(severity="information")),
    "outcome-without-diagnostics": _in_errors(_remove("diagnostics")),
    "diagnostics-name-patient": _in_errors(_set(diagnostics=_PATIENT)),
    "outcome-missing": _without_body,
    "status-200-on-error": _as_success,
    "response-invalid-r4": _with_unknown_member,
    "response-not-json": lambda answer: replace(answer, body=b"It went well."),
    "response-wrong-content-type": lambda answer: replace(
        answer, media_type="text/html"
    ),
    "redirects": _elsewhere,
}
"""The faults of this kind, by name, in the order in which they apply."""
