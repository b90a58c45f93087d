"""Which deliberate fault of the simulator each shipped test catches.

A test that passes whatever the Receiver does proves nothing. Each row names a fault and
the tests that must fail by it; together they name every shipped test.
"""

from typing import Final

_BOOKING: Final = "APP1-ED-BOOKING"
_REFERRAL: Final = "APP1-ED-REFERRAL"
_NEGOTIATION: Final = "APP1-NEGOTIATION"


def _names(plan: str, *refs: str) -> frozenset[str]:
    return frozenset(f"{plan}::{ref}" for ref in refs)


def _cases(plan: str, ref: str, *cases: str) -> frozenset[str]:
    return _names(plan, *(f"{ref}[{case}]" for case in cases))


FAULT_MATRIX: Final = {
    "accepts-duplicate-request-id": _cases(_BOOKING, "BK-02", "same-request")
    | _names(_REFERRAL, "RF-10"),
    "accepts-same-bundle": _cases(_BOOKING, "BK-02", "same-bundle"),
    "bad-base64-accepted": _cases(_BOOKING, "BK-42", "not-base64"),
    "booking-not-stored": _names(_BOOKING, "BK-01"),
    "booking-status-pending": _cases(_BOOKING, "BK-09", "absent", "of-another-message"),
    "booking-two-appointments": _names(_BOOKING, "BK-07"),
    "booking-without-id": _names(_BOOKING, "BK-01"),
    "booking-wrong-patient": _names(_BOOKING, "BK-06"),
    "booking-wrong-time": _names(_BOOKING, "BK-01"),
    "books-without-checking-slot": _names(_BOOKING, "BK-10"),
    "cancel-404": _names(_BOOKING, "BK-01"),
    "cancel-ignored": _names(_BOOKING, "BK-08", "BK-01"),
    "cancel-twice-accepted": _names(_BOOKING, "BK-21"),
    "cancel-unknown-accepted": _names(_BOOKING, "BK-20"),
    "conflict-code-wrong": _names(_BOOKING, "BK-10") | _names(_REFERRAL, "RF-21"),
    "conflict-issue-wrong": _cases(_BOOKING, "BK-02", "same-bundle")
    | _names(_BOOKING, "BK-10", "BK-21")
    | _names(_REFERRAL, "RF-21"),
    "diagnostics-name-patient": _names(_BOOKING, "BK-10"),
    "drops-correlation-id": _names(_BOOKING, "BK-01")
    | _names(_REFERRAL, "RF-01")
    | _names(_NEGOTIATION, "NG-01"),
    "drops-request-id-echo": _names(_NEGOTIATION, "NG-01"),
    "duplicate-issue-wrong": _cases(_BOOKING, "BK-02", "same-request")
    | _names(_REFERRAL, "RF-10"),
    "event-unchecked": _cases(_BOOKING, "BK-11", "booking-response", "unknown-event"),
    "ids-unchecked": _cases(_BOOKING, "BK-41", "request-id", "correlation-id"),
    "invalid-body-accepted": _names(_REFERRAL, "RF-41"),
    "last-updated-missing": _names(_BOOKING, "BK-01") | _names(_REFERRAL, "RF-01"),
    "link-ignored": _names(_REFERRAL, "RF-02", "RF-03"),
    "message-definition-context-unchecked": _cases(_NEGOTIATION, "NG-13", "no-context"),
    "message-definition-empty": _cases(
        _NEGOTIATION, "NG-10", "booking-cancelled", "referral-cancelled"
    )
    | _names(_NEGOTIATION, "NG-12")
    | _cases(_NEGOTIATION, "NG-13", "unknown-service"),
    "message-definition-missing-booking": _cases(_NEGOTIATION, "NG-10", "booking"),
    "message-definition-missing-referral": _cases(_NEGOTIATION, "NG-10", "referral"),
    "message-definition-wrong-service": _names(_NEGOTIATION, "NG-11"),
    "mislink-accepted": _names(_REFERRAL, "RF-16", "RF-17"),
    "unknown-link-accepted": _names(_REFERRAL, "RF-18"),
    "metadata-missing-booking": _cases(_NEGOTIATION, "NG-02", "booking"),
    "metadata-sender-only": _cases(_NEGOTIATION, "NG-02", "booking", "referral"),
    "metadata-without-process-message": _names(_NEGOTIATION, "NG-01"),
    "metadata-without-slot": _names(_NEGOTIATION, "NG-01"),
    "metadata-wrong-version": _names(_NEGOTIATION, "NG-01"),
    "missing-correlation-id-accepted": _cases(_BOOKING, "BK-40", "no-correlation-id")
    | _cases(_REFERRAL, "RF-40", "no-correlation-id"),
    "missing-request-id-accepted": _cases(_BOOKING, "BK-40", "no-request-id")
    | _cases(_REFERRAL, "RF-40", "no-request-id"),
    "missing-target-accepted": _cases(_BOOKING, "BK-42", "no-target"),
    "old-version-accepted": _names(_NEGOTIATION, "NG-21"),
    "outcome-code-wrong": _names(_NEGOTIATION, "NG-20") | _names(_BOOKING, "BK-13"),
    "outcome-missing": _names(_BOOKING, "BK-10"),
    "outcome-severity-wrong": _names(_BOOKING, "BK-10"),
    "outcome-without-diagnostics": _names(_BOOKING, "BK-10"),
    "proxy-metadata-refused": _names(_NEGOTIATION, "NG-03"),
    "rate-limited": _names(_NEGOTIATION, "NG-01"),
    "read-any-id-accepted": _cases(_BOOKING, "BK-30", "not-a-guid")
    | _cases(_REFERRAL, "RF-30", "not-a-guid"),
    "read-back-stale": _names(_BOOKING, "BK-01") | _names(_REFERRAL, "RF-05"),
    "read-back-wrong-id": _names(_BOOKING, "BK-01"),
    "read-unknown-200": _cases(_BOOKING, "BK-30", "unknown")
    | _cases(_REFERRAL, "RF-30", "unknown"),
    "receiver-fails": _names(_NEGOTIATION, "NG-01"),
    "receiver-unavailable": _names(_NEGOTIATION, "NG-01"),
    "redirects": _names(_NEGOTIATION, "NG-01"),
    "referral-cancel-404": _names(_REFERRAL, "RF-01"),
    "referral-cancel-ignored": _names(_REFERRAL, "RF-05"),
    "referral-cancel-twice-accepted": _names(_REFERRAL, "RF-21"),
    "referral-cancel-unknown-accepted": _names(_REFERRAL, "RF-20"),
    "referral-not-stored": _names(_REFERRAL, "RF-01"),
    "referral-status-draft": _names(_REFERRAL, "RF-04"),
    "referral-two-requests": _names(_REFERRAL, "RF-01"),
    "referral-without-id": _names(_REFERRAL, "RF-01"),
    "response-code-wrong": _names(_BOOKING, "BK-01") | _names(_REFERRAL, "RF-01"),
    "response-invalid-r4": _names(_BOOKING, "BK-01", "BK-03"),
    "response-not-json": _names(_NEGOTIATION, "NG-01"),
    "response-without-header": _names(_BOOKING, "BK-01") | _names(_REFERRAL, "RF-01"),
    "response-wrong-content-type": _names(_BOOKING, "BK-01")
    | _names(_REFERRAL, "RF-01")
    | _names(_NEGOTIATION, "NG-01"),
    "rules-unchecked": _cases(_BOOKING, "BK-11", "reason-delete", "update-to-proposed")
    | _cases(
        _REFERRAL,
        "RF-11",
        "care-plan-active",
        "encounter-in-progress",
        "not-active",
        "update-that-cancels-nothing",
        "unknown-category",
    ),
    "search-empty": _names(_BOOKING, "BK-06") | _names(_REFERRAL, "RF-06"),
    "search-ignores-patient": _names(_BOOKING, "BK-06") | _names(_REFERRAL, "RF-06"),
    "search-needs-no-patient": _cases(_BOOKING, "BK-31", "no-patient")
    | _names(_REFERRAL, "RF-32"),
    "sentinels-ignored": _cases(
        _BOOKING, "BK-14", "not-found", "conflict", "not-processed"
    )
    | _names(_BOOKING, "BK-33")
    | _cases(_REFERRAL, "RF-12", "refused", "failing")
    | _cases(_REFERRAL, "RF-31", "not-allowed", "too-many-requests", "unavailable")
    | _cases(_NEGOTIATION, "NG-14", "not-authorised", "not-found"),
    "slot-stays-free": _names(_BOOKING, "BK-05"),
    "slots-always-busy": _names(_BOOKING, "BK-03"),
    "slots-empty": _names(_BOOKING, "BK-03"),
    "slots-ignore-status": _names(_BOOKING, "BK-03"),
    "slots-ignore-window": _names(_BOOKING, "BK-04"),
    "slots-parameters-unchecked": _cases(
        _BOOKING,
        "BK-32",
        "no-service",
        "no-status",
        "unknown-status",
        "no-dates",
        "dates-that-are-none",
        "no-includes",
    ),
    "slots-unknown-service-accepted": _names(_BOOKING, "BK-34"),
    "slots-without-schedule": _names(_BOOKING, "BK-03"),
    "slots-without-service": _names(_BOOKING, "BK-03"),
    "slots-wrong-status-code": _names(_BOOKING, "BK-03"),
    "stateful-patient-ignored": _names(_BOOKING, "BK-15")
    | _names(_REFERRAL, "RF-13", "RF-14", "RF-15"),
    "status-200-on-error": _cases(_BOOKING, "BK-11", "new-but-cancelled")
    | _cases(_BOOKING, "BK-31", "no-system")
    | _cases(_BOOKING, "BK-42", "no-system")
    | _names(_NEGOTIATION, "NG-20"),
    "target-without-value-accepted": _cases(_BOOKING, "BK-42", "no-value", "no-system"),
    "token-refused": _names(_NEGOTIATION, "NG-01"),
    "unknown-path-accepted": _names(_NEGOTIATION, "NG-22"),
    "unknown-target-accepted": _names(_BOOKING, "BK-43")
    | _names(_NEGOTIATION, "NG-04"),
    "use-case-unchecked": _names(_BOOKING, "BK-13"),
    "version-unchecked": _cases(_BOOKING, "BK-12", "no-version", "unknown-version"),
    "write-methods-accepted": _names(_BOOKING, "BK-35"),
    "wrong-correlation-id": _names(_BOOKING, "BK-01") | _names(_REFERRAL, "RF-01"),
}
"""Fault -> the tests that fail by it."""
