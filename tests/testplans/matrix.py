"""Which deliberate fault of the simulator each shipped test catches.

A test that passes whatever the Receiver does proves nothing. Each row names a fault and
the tests that must fail by it; together they name every shipped test.
"""

from typing import Final

from tests.testplans.matrix_applications import APPLICATIONS_MATRIX
from tests.testplans.matrix_tkw import TKW_MATRIX
from tests.testplans.matrix_versions import VERSION_MATRIX
from tests.testplans.rows import cases, joined, names

_BOOKING: Final = "APP1-ED-BOOKING"
_REFERRAL: Final = "APP1-ED-REFERRAL"
_NEGOTIATION: Final = "APP1-NEGOTIATION"
_CAPABILITY: Final = "FAILURES-CAPABILITY"


_URGENT_CARE: Final = {
    "accepts-duplicate-request-id": cases(_BOOKING, "BK-02", "same-request")
    | names(_REFERRAL, "RF-10"),
    "accepts-same-bundle": cases(_BOOKING, "BK-02", "same-bundle"),
    "bad-base64-accepted": cases(_BOOKING, "BK-42", "not-base64"),
    "booking-not-stored": names(_BOOKING, "BK-01"),
    "booking-status-pending": cases(_BOOKING, "BK-09", "absent", "of-another-message"),
    "booking-two-appointments": names(_BOOKING, "BK-07"),
    "booking-without-id": names(_BOOKING, "BK-01"),
    "booking-wrong-patient": names(_BOOKING, "BK-06"),
    "booking-wrong-time": names(_BOOKING, "BK-01"),
    "books-without-checking-slot": names(_BOOKING, "BK-10"),
    "cancel-404": names(_BOOKING, "BK-01"),
    "cancel-ignored": names(_BOOKING, "BK-08", "BK-01"),
    "cancel-twice-accepted": names(_BOOKING, "BK-21"),
    "cancel-unknown-accepted": names(_BOOKING, "BK-20"),
    "conflict-code-wrong": names(_BOOKING, "BK-10") | names(_REFERRAL, "RF-21"),
    "conflict-issue-wrong": cases(_BOOKING, "BK-02", "same-bundle")
    | names(_BOOKING, "BK-10", "BK-21")
    | names(_REFERRAL, "RF-21"),
    "destination-unchecked": names(_REFERRAL, "RF-19"),
    "diagnostics-name-patient": names(_BOOKING, "BK-10"),
    "drops-correlation-id": names(_BOOKING, "BK-01")
    | names(_REFERRAL, "RF-01")
    | names(_NEGOTIATION, "NG-01"),
    "drops-request-id-echo": names(_NEGOTIATION, "NG-01"),
    "duplicate-issue-wrong": cases(_BOOKING, "BK-02", "same-request")
    | names(_REFERRAL, "RF-10"),
    "event-unchecked": cases(_BOOKING, "BK-11", "booking-response", "unknown-event"),
    "ids-unchecked": cases(_BOOKING, "BK-41", "request-id", "correlation-id"),
    "invalid-body-accepted": names(_REFERRAL, "RF-41", "RF-42"),
    "last-updated-missing": names(_BOOKING, "BK-01") | names(_REFERRAL, "RF-01"),
    "link-ignored": names(_REFERRAL, "RF-02", "RF-03"),
    "message-definition-context-unchecked": cases(_NEGOTIATION, "NG-13", "no-context"),
    "message-definition-empty": cases(
        _NEGOTIATION, "NG-10", "booking-cancelled", "referral-cancelled"
    )
    | names(_NEGOTIATION, "NG-12")
    | cases(_NEGOTIATION, "NG-13", "unknown-service"),
    "message-definition-missing-booking": cases(_NEGOTIATION, "NG-10", "booking"),
    "message-definition-missing-referral": cases(_NEGOTIATION, "NG-10", "referral"),
    "message-definition-wrong-service": names(_NEGOTIATION, "NG-11"),
    "mislink-accepted": names(_REFERRAL, "RF-16", "RF-17"),
    "unknown-link-accepted": names(_REFERRAL, "RF-18"),
    "metadata-missing-booking": cases(_NEGOTIATION, "NG-02", "booking"),
    "metadata-sender-only": cases(_NEGOTIATION, "NG-02", "booking", "referral"),
    "metadata-without-process-message": names(_NEGOTIATION, "NG-01"),
    "metadata-without-slot": names(_NEGOTIATION, "NG-01"),
    "metadata-wrong-version": names(_NEGOTIATION, "NG-01"),
    "missing-correlation-id-accepted": cases(_BOOKING, "BK-40", "no-correlation-id")
    | cases(_REFERRAL, "RF-40", "no-correlation-id"),
    "missing-request-id-accepted": cases(_BOOKING, "BK-40", "no-request-id")
    | cases(_REFERRAL, "RF-40", "no-request-id"),
    "missing-target-accepted": cases(_BOOKING, "BK-42", "no-target"),
    "old-version-accepted": names(_NEGOTIATION, "NG-21"),
    "outcome-code-wrong": names(_NEGOTIATION, "NG-20") | names(_BOOKING, "BK-13"),
    "outcome-missing": names(_BOOKING, "BK-10"),
    "outcome-severity-wrong": names(_BOOKING, "BK-10"),
    "outcome-without-diagnostics": names(_BOOKING, "BK-10"),
    "proxy-metadata-refused": names(_NEGOTIATION, "NG-03"),
    "rate-limited": names(_NEGOTIATION, "NG-01"),
    "read-any-id-accepted": cases(_BOOKING, "BK-30", "not-a-guid")
    | cases(_REFERRAL, "RF-30", "not-a-guid"),
    "read-back-stale": names(_BOOKING, "BK-01") | names(_REFERRAL, "RF-05"),
    "read-back-wrong-id": names(_BOOKING, "BK-01"),
    "read-unknown-200": cases(_BOOKING, "BK-30", "unknown")
    | cases(_REFERRAL, "RF-30", "unknown"),
    "receiver-fails": names(_NEGOTIATION, "NG-01"),
    "receiver-unavailable": names(_NEGOTIATION, "NG-01"),
    "redirects": names(_NEGOTIATION, "NG-01"),
    "referral-cancel-404": names(_REFERRAL, "RF-01"),
    "referral-cancel-ignored": names(_REFERRAL, "RF-05"),
    "referral-cancel-twice-accepted": names(_REFERRAL, "RF-21"),
    "referral-cancel-unknown-accepted": names(_REFERRAL, "RF-20"),
    "referral-not-stored": names(_REFERRAL, "RF-01"),
    "referral-status-draft": names(_REFERRAL, "RF-04"),
    "referral-two-requests": names(_REFERRAL, "RF-01"),
    "referral-without-id": names(_REFERRAL, "RF-01"),
    "response-code-wrong": names(_BOOKING, "BK-01") | names(_REFERRAL, "RF-01"),
    "response-invalid-r4": names(_BOOKING, "BK-01", "BK-03"),
    "response-not-json": names(_NEGOTIATION, "NG-01"),
    "response-without-header": names(_BOOKING, "BK-01") | names(_REFERRAL, "RF-01"),
    "response-wrong-content-type": names(_BOOKING, "BK-01")
    | names(_REFERRAL, "RF-01")
    | names(_NEGOTIATION, "NG-01"),
    "rules-unchecked": cases(_BOOKING, "BK-11", "reason-delete", "update-to-proposed")
    | names(_BOOKING, "BK-22")
    | cases(
        _REFERRAL,
        "RF-11",
        "care-plan-active",
        "encounter-in-progress",
        "not-active",
        "update-that-cancels-nothing",
        "unknown-category",
    ),
    "search-empty": names(_BOOKING, "BK-06") | names(_REFERRAL, "RF-06"),
    "search-ignores-patient": names(_BOOKING, "BK-06") | names(_REFERRAL, "RF-06"),
    "search-needs-no-patient": cases(_BOOKING, "BK-31", "no-patient")
    | names(_REFERRAL, "RF-32"),
    "sentinels-ignored": cases(
        _BOOKING, "BK-14", "not-found", "conflict", "not-processed"
    )
    | names(_BOOKING, "BK-33")
    | cases(_REFERRAL, "RF-12", "refused", "failing")
    | cases(_REFERRAL, "RF-31", "not-allowed", "too-many-requests", "unavailable")
    | cases(_NEGOTIATION, "NG-14", "not-authorised", "not-found"),
    "slot-stays-free": names(_BOOKING, "BK-05"),
    "slots-always-busy": names(_BOOKING, "BK-03"),
    "slots-empty": names(_BOOKING, "BK-03"),
    "slots-for-one-organisation": names(_BOOKING, "BK-36"),
    "slots-ignore-status": names(_BOOKING, "BK-03"),
    "slots-ignore-window": names(_BOOKING, "BK-04"),
    "slots-parameters-unchecked": cases(
        _BOOKING,
        "BK-32",
        "no-service",
        "no-status",
        "unknown-status",
        "no-dates",
        "dates-that-are-none",
        "no-includes",
    ),
    "slots-unknown-service-accepted": names(_BOOKING, "BK-34"),
    "slots-with-delivery-channel": names(_BOOKING, "BK-37"),
    "slots-without-schedule": names(_BOOKING, "BK-03"),
    "slots-without-service": names(_BOOKING, "BK-03"),
    "slots-wrong-status-code": names(_BOOKING, "BK-03"),
    "stateful-patient-ignored": names(_BOOKING, "BK-15")
    | names(_REFERRAL, "RF-13", "RF-14", "RF-15"),
    "status-200-on-error": cases(_BOOKING, "BK-11", "new-but-cancelled")
    | cases(_BOOKING, "BK-31", "no-system")
    | cases(_BOOKING, "BK-42", "no-system")
    | names(_NEGOTIATION, "NG-20"),
    "target-without-value-accepted": cases(_BOOKING, "BK-42", "no-value", "no-system"),
    "token-refused": names(_NEGOTIATION, "NG-01"),
    "unknown-path-accepted": names(_NEGOTIATION, "NG-22"),
    "unknown-target-accepted": names(_BOOKING, "BK-43") | names(_NEGOTIATION, "NG-04"),
    "use-case-unchecked": names(_BOOKING, "BK-13"),
    "version-unchecked": cases(_BOOKING, "BK-12", "no-version", "unknown-version"),
    "write-methods-accepted": names(_BOOKING, "BK-35"),
    "wrong-correlation-id": names(_BOOKING, "BK-01") | names(_REFERRAL, "RF-01"),
}
"""Fault -> the tests that fail by it."""

# What of the published failures is none; `failures` proves the others.
_NO_FAILURES: Final = {
    "proxy-metadata-refused": names(_CAPABILITY, "metadata-no-target"),
    "receiver-fails": names(_CAPABILITY, "metadata-with-target"),
}

FAULT_MATRIX: Final = joined(
    _URGENT_CARE, APPLICATIONS_MATRIX, TKW_MATRIX, _NO_FAILURES, VERSION_MATRIX
)
