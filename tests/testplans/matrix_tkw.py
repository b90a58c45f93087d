"""Which fault of the simulator each TKW scenario catches."""

from typing import Final

from tests.testplans.rows import cases, names

_CAPABILITY: Final = "TKW-CAPABILITY"
_DEFINITIONS: Final = "TKW-MESSAGE-DEFINITION"
_BOOKING: Final = "TKW-BOOKING"
_REFERRAL: Final = "TKW-REFERRAL"
_STATEFUL: Final = "TKW-STATEFUL"
_VALIDATION: Final = "TKW-VALIDATION"
_RESPONSE: Final = "TKW-RESPONSE"

TKW_MATRIX: Final = {
    "booking-not-stored": names(_BOOKING, "tkw-book-01")
    | names(_STATEFUL, "make-booking-when-initial"),
    "booking-two-appointments": names(_BOOKING, "tkw-book-04"),
    "cancel-404": names(_BOOKING, "tkw-book-03"),
    "cancel-ignored": names(
        _STATEFUL, "cancel-booking-when-booked", "cancel-booking-when-referred"
    ),
    "link-ignored": names(_STATEFUL, "create-linked-referral-when-booked"),
    "message-definition-empty": names(
        _DEFINITIONS,
        *(f"tkw-md-{number}" for number in ("03", "04", "05", "06", "07", "10")),
    ),
    "message-definition-missing-booking": names(_DEFINITIONS, "tkw-md-01"),
    "message-definition-missing-referral": names(_DEFINITIONS, "tkw-md-02"),
    "metadata-missing-booking": names(_CAPABILITY, "tkw-cap-01"),
    "metadata-sender-only": names(
        _CAPABILITY, "tkw-cap-02", "tkw-cap-03", "tkw-cap-04"
    ),
    "referral-cancel-404": names(_REFERRAL, "tkw-ref-03"),
    "referral-cancel-ignored": names(_STATEFUL, "cancel-referral-when-referred"),
    "receiver-fails": names(_VALIDATION, "tkw-val-04"),
    "referral-not-stored": names(_REFERRAL, "tkw-ref-01")
    | names("TKW-REFERRAL-PHARMACY", "tkw-ref-05")
    | names("TKW-REFERRAL-OUT-OF-AREA", "tkw-ref-08"),
    "referral-two-requests": names(_REFERRAL, "tkw-ref-04"),
    "response-invalid-r4": names(_BOOKING, "tkw-book-02")
    | names(_REFERRAL, "tkw-ref-02"),
    "response-code-wrong": names(_RESPONSE, "tkw-resp-03"),
    "sentinels-ignored": names(
        _VALIDATION,
        *(f"tkw-val-{number}" for number in ("07", "08", "09", "10", "11", "12")),
    )
    | names(_RESPONSE, "tkw-resp-04")
    | names(_BOOKING, *(f"tkw-book-{number}" for number in ("05", "06", "07", "08")))
    | names(_BOOKING, "tkw-slot-03", "tkw-slot-05")
    | names(_DEFINITIONS, "tkw-md-08", "tkw-md-09")
    | names(
        _REFERRAL, *(f"tkw-ref-{number}" for number in ("06", "07", "09", "10", "11"))
    ),
    "slots-always-busy": cases(_BOOKING, "tkw-slot-02", "busy-free", "free-busy"),
    "slots-ignore-status": names(_BOOKING, "tkw-slot-01"),
    "slots-without-schedule": names(_BOOKING, "tkw-slot-04"),
    "stateful-patient-ignored": names(
        _STATEFUL,
        "create-linked-referral-when-referred",
        "create-mislinked-referral-when-booked",
        "create-mislinked-referral-when-initial",
        "create-mislinked-referral-when-referred",
        "make-booking-when-booked",
        "make-booking-when-referred",
    ),
    "status-200-on-error": names(
        _STATEFUL,
        "cancel-booking-when-initial",
        "cancel-referral-when-booked",
        "cancel-referral-when-initial",
        "create-linked-referral-when-initial",
    ),
    "validation-not-stored": names(_VALIDATION, "tkw-val-05"),
    "validation-cancel-404": names(_VALIDATION, "tkw-val-06"),
    "validation-two-requests": names(
        _VALIDATION, "tkw-val-01", "tkw-val-02", "tkw-val-03"
    )
    | names(_RESPONSE, "tkw-resp-01", "tkw-resp-02"),
}
