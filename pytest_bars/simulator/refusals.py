"""Refusals: why a request fails, as HTTP status and OperationOutcome.

Source: BaRS guide, Core 1.2.2, Error-Handling, Failure-Scenarios-1.1.x.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pytest_bars.fhir.outcome import make_outcome
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.identifiers import HTTP_ERROR_CODES
from pytest_bars.simulator.calls import Answer
from pytest_bars.simulator.reading import objects

OUTCOME_PROFILE: Final = (
    "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"
)
SUCCESS_CODES: Final = "https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode"
_MOST_ISSUES: Final = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request is refused: HTTP status, BaRS code and FHIR issue type."""

    status: int
    code: str
    issue: str


# The Receiver's reasons, named after the rows of the failure scenario pages.
INVALID: Final = Reason(400, "REC_BAD_REQUEST", "invalid")
INVARIANT: Final = Reason(400, "REC_BAD_REQUEST", "invariant")
REQUIRED: Final = Reason(400, "REC_BAD_REQUEST", "required")
UNSUPPORTED: Final = Reason(400, "REC_BAD_REQUEST", "not-supported")
VALUE: Final = Reason(400, "REC_BAD_REQUEST", "value")
UNAUTHORISED: Final = Reason(401, "REC_UNAUTHORIZED", "security")
NOT_FOUND: Final = Reason(404, "REC_NOT_FOUND", "not-found")
METHOD_NOT_ALLOWED: Final = Reason(405, "REC_METHOD_NOT_ALLOWED", "not-supported")
NOT_ACCEPTABLE: Final = Reason(406, "REC_NOT_ACCEPTABLE", "processing")
TIMED_OUT: Final = Reason(504, "REC_TIMEOUT", "timeout")
CONFLICT: Final = Reason(409, "REC_CONFLICT", "conflict")
DUPLICATE: Final = Reason(409, "REC_CONFLICT", "duplicate")
TOO_LARGE: Final = Reason(413, "REC_BAD_REQUEST", "too-long")
MEDIA_TYPE: Final = Reason(415, "REC_UNSUPPORTED_MEDIA_TYPE", "not-supported")
NOT_OFFERED: Final = Reason(422, "REC_UNPROCESSABLE_ENTITY", "not-supported")
TOO_COSTLY: Final = Reason(422, "REC_UNPROCESSABLE_ENTITY", "too-costly")
UNPROCESSABLE: Final = Reason(422, "REC_UNPROCESSABLE_ENTITY", "processing")
TOO_MANY: Final = Reason(429, "REC_TOO_MANY_REQUESTS", "throttled")
FAILED: Final = Reason(500, "REC_SERVER_ERROR", "exception")
NOT_IMPLEMENTED: Final = Reason(501, "REC_NOT_IMPLEMENTED", "not-supported")
UNAVAILABLE: Final = Reason(503, "REC_SERVICE_UNAVAILABLE", "transient")


class RefusalError(Exception):
    """A request is refused; carries everything its answer needs.

    diagnostics: one text an issue; nothing personal is in it.
    """

    def __init__(self, reason: Reason, *diagnostics: str) -> None:
        super().__init__(f"{reason.status} {reason.code} {reason.issue}")
        self.reason = reason
        self.diagnostics = diagnostics


def refusal_answer(refusal: RefusalError) -> Answer:
    """Return the answer that a refusal by the Receiver amounts to."""
    return Answer(refusal.reason.status, _outcome(refusal), "error")


def _outcome(refusal: RefusalError) -> JsonObject:
    outcomes = [
        make_outcome(
            refusal.reason.code,
            refusal.reason.issue,
            diagnostics,
            system=HTTP_ERROR_CODES,
            profile=OUTCOME_PROFILE,
        )
        for diagnostics in refusal.diagnostics[:_MOST_ISSUES]
    ]
    issues = [issue for one in outcomes for issue in objects(one, "issue")]
    return {**outcomes[0], "issue": list(issues)}


def method_not_allowed(methods: Iterable[str]) -> Answer:
    """Return the answer to a method that a path does not have, naming those it has."""
    allowed = ", ".join(methods)
    refusal = RefusalError(METHOD_NOT_ALLOWED, f"This path takes {allowed} only.")
    return replace(refusal_answer(refusal), headers=(("Allow", allowed),))


def done(code: str, diagnostics: str) -> JsonObject:
    """Return the OperationOutcome of what went well and returns no resource.

    code: of the record locator, such as RESOURCE_DELETED.
    Source: booking-and-referral-fhir-api, examples of DocumentReference (2026-05-18).
    """
    return make_outcome(
        code,
        "informational",
        diagnostics,
        system=SUCCESS_CODES,
        severity="information",
        profile=OUTCOME_PROFILE,
    )
