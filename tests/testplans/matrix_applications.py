"""Which fault of the simulator each test of an Application catches."""

from typing import Final

from tests.testplans.rows import cases, joined, names

_STATUSES: Final = ("care-plan-active", "encounter-in-progress", "not-active")
_USE_CASES: Final = ("unknown", "of-another-application")
_RECEIVERS: Final = {number: f"APP{number}-RECEIVER" for number in range(2, 8)}
_SENDERS: Final = {number: f"APP{number}-SENDER" for number in (1, 2, 4, 6)}
_TWO, _THREE, _FOUR, _FIVE, _SIX, _SEVEN = _RECEIVERS.values()

_BOOKINGS: Final = {
    "slot-stays-free": names(_TWO, "A2-11") | names(_SEVEN, "A7-11"),
    "slots-for-one-organisation": names(_TWO, "A2-12") | names(_SEVEN, "A7-12"),
    "slots-with-delivery-channel": names(_TWO, "A2-13") | names(_SEVEN, "A7-13"),
    "slots-without-schedule": names(_TWO, "A2-10") | names(_SEVEN, "A7-10"),
    "slots-without-service": names(_TWO, "A2-10") | names(_SEVEN, "A7-10"),
    "sentinels-ignored": names(_TWO, "A2-14") | names(_SEVEN, "A7-14"),
    "booking-not-stored": names(_SEVEN, "A7-01", "A7-02"),
    "books-without-checking-slot": names(_TWO, "A2-22") | names(_SEVEN, "A7-21"),
    "cancel-ignored": names(_SEVEN, "A7-02"),
    "cancel-twice-accepted": names(_SEVEN, "A7-31"),
    "cancel-unknown-accepted": names(_TWO, "A2-25") | names(_SEVEN, "A7-30"),
    "link-ignored": names(_TWO, "A2-02"),
    "rules-unchecked": names(_TWO, "A2-23", "A2-24")
    | names(_SEVEN, "A7-22")
    | cases(_SEVEN, "A7-20", "reason-delete", "update-to-proposed")
    | cases(_TWO, "A2-20", *_STATUSES),
    "use-case-unchecked": cases(_TWO, "A2-21", *_USE_CASES),
    "nhs-number-required": names(_TWO, "A2-03", "A2-04"),
    "flags-refused": names(_TWO, "A2-05"),
}
_REFERRALS: Final = {
    "referral-not-stored": names(_THREE, "A3-01")
    | cases(
        _TWO,
        "A2-01",
        "111-online-to-ed",
        "111-online-to-utc",
        "streaming-to-ed",
        "streaming-to-utc",
    )
    | cases(_FIVE, "A5-01", "minor-illness", "contraception", "blood-pressure")
    | cases(_SIX, "A6-01", "out-of-area", "call-assist", "mutual-aid"),
    "referral-cancel-ignored": names(_FIVE, "A5-02"),
    "referral-cancel-twice-accepted": names(_THREE, "A3-31")
    | names(_FIVE, "A5-21")
    | names(_SIX, "A6-31"),
    "referral-cancel-unknown-accepted": names(_THREE, "A3-30")
    | names(_FIVE, "A5-20")
    | names(_SIX, "A6-30"),
    "referral-status-draft": names(_SIX, "A6-02"),
    "accepts-duplicate-request-id": cases(_FIVE, "A5-13", "same-request"),
    "accepts-same-bundle": cases(_FIVE, "A5-13", "same-bundle"),
    "nhs-number-required": names(_THREE, "A3-03")
    | names(_FIVE, "A5-03")
    | names(_SIX, "A6-04"),
    "flags-refused": names(_THREE, "A3-04")
    | names(_FIVE, "A5-04")
    | names(_SIX, "A6-05"),
    "other-patient-accepted": names(_THREE, "A3-32")
    | names(_FIVE, "A5-22")
    | names(_SIX, "A6-32"),
    "rules-unchecked": names(_FIVE, "A5-12")
    | cases(_THREE, "A3-10", *_STATUSES)
    | cases(_FIVE, "A5-10", *_STATUSES)
    | cases(_SIX, "A6-10", "care-plan-draft", "encounter-planned", "not-active"),
    "use-case-unchecked": cases(_THREE, "A3-11", *_USE_CASES)
    | cases(_FIVE, "A5-11", *_USE_CASES)
    | cases(_SIX, "A6-11", *_USE_CASES),
}
_UPDATES: Final = {
    "update-ignored": names(_THREE, "A3-02")
    | names(_SIX, "A6-03")
    | cases(_FOUR, "A4-02", "stays-active", "put-on-hold"),
    "update-unknown-accepted": names(_THREE, "A3-20")
    | names(_FOUR, "A4-21")
    | names(_SIX, "A6-20"),
    "update-after-end-accepted": names(_THREE, "A3-21")
    | names(_FOUR, "A4-22")
    | names(_SIX, "A6-21"),
    "stale-update-accepted": names(_FOUR, "A4-23") | names(_SIX, "A6-22"),
    "update-use-case-unchecked": names(_SIX, "A6-23"),
}
_VALIDATIONS: Final = {
    "validation-not-stored": cases(
        _FOUR, "A4-01", "by-cas", "by-falls-service", "by-community-service", "ampds"
    ),
    "validation-cancel-twice-accepted": names(_FOUR, "A4-31"),
    "validation-cancel-unknown-accepted": names(_FOUR, "A4-30"),
    "nhs-number-required": names(_FOUR, "A4-03"),
    "flags-refused": names(_FOUR, "A4-04"),
    "other-patient-accepted": names(_FOUR, "A4-32"),
    "rules-unchecked": names(_FOUR, "A4-20")
    | cases(_FOUR, "A4-10", "care-plan-completed", "encounter-finished", "not-active"),
    "use-case-unchecked": names(_FOUR, "A4-11"),
}
_ANSWERS: Final = {
    "response-ignored": names(_SENDERS[1], "A1S-01", "A1S-02")
    | names(_SENDERS[2], "A2S-01", "A2S-02")
    | names(_SENDERS[4], "A4S-01")
    | cases(
        _SENDERS[4],
        "A4S-02",
        "kept",
        "kept-as-in-examples",
        "raised",
        "patient-lifted",
    )
    | cases(_SENDERS[4], "A4S-03", "as-in-core", "as-in-example")
    | names(_SENDERS[6], "A6S-01", "A6S-02", "A6S-03"),
    "response-unknown-accepted": names(_SENDERS[1], "A1S-10")
    | names(_SENDERS[2], "A2S-10")
    | cases(_SENDERS[4], "A4S-10", "interim", "full", "rejected")
    | cases(_SENDERS[6], "A6S-10", "status", "rejected"),
    "response-header-unchecked": frozenset().union(
        *(
            cases(plan, f"A{number}S-11", "no-response", "not-ok")
            for number, plan in _SENDERS.items()
        )
    ),
    "response-after-end-accepted": frozenset().union(
        *(names(plan, f"A{number}S-13") for number, plan in _SENDERS.items())
    ),
    "other-patient-accepted": frozenset().union(
        *(names(plan, f"A{number}S-14") for number, plan in _SENDERS.items())
    ),
    "rules-unchecked": cases(_SENDERS[1], "A1S-12", "update", "active")
    | cases(_SENDERS[2], "A2S-12", "update", "active")
    | cases(_SENDERS[4], "A4S-12", "interim-but-on-hold", "full-but-draft")
    | names(_SENDERS[6], "A6S-12"),
}
# Each Application's requirements to handle errors, and to keep the non-functional ones.
_GENERAL: Final = {
    "message-definition-missing-booking": cases(_TWO, "A2-00", "booking")
    | names(_SEVEN, "A7-00"),
    "message-definition-missing-referral": cases(_TWO, "A2-00", "referral")
    | names(_THREE, "A3-00")
    | names(_FIVE, "A5-00")
    | names(_SIX, "A6-00"),
    "message-definition-missing-validation": names(_FOUR, "A4-00"),
    "metadata-sender-only": cases(_TWO, "A2-00", "booking", "referral")
    | names(_THREE, "A3-00")
    | names(_FOUR, "A4-00")
    | names(_FIVE, "A5-00")
    | names(_SIX, "A6-00")
    | names(_SEVEN, "A7-00"),
    "outcome-without-diagnostics": cases(_TWO, "A2-20", *_STATUSES)
    | cases(_THREE, "A3-10", *_STATUSES)
    | cases(_FOUR, "A4-10", "not-active")
    | cases(_FIVE, "A5-10", *_STATUSES)
    | cases(_SIX, "A6-10", "not-active")
    | cases(_SEVEN, "A7-20", "reason-delete"),
    "response-wrong-content-type": cases(_TWO, "A2-01", "111-online-to-ed")
    | names(_THREE, "A3-01")
    | cases(_FOUR, "A4-01", "by-cas")
    | cases(_FIVE, "A5-01", "minor-illness")
    | cases(_SIX, "A6-01", "out-of-area")
    | names(_SEVEN, "A7-01"),
    "last-updated-missing": cases(_TWO, "A2-01", "111-online-to-ed")
    | names(_THREE, "A3-01")
    | cases(_FOUR, "A4-01", "by-cas")
    | cases(_FIVE, "A5-01", "minor-illness")
    | cases(_SIX, "A6-01", "out-of-area")
    | names(_SEVEN, "A7-01"),
    "response-without-header": cases(_TWO, "A2-01", "111-online-to-ed"),
}

APPLICATIONS_MATRIX: Final = joined(
    _BOOKINGS, _REFERRALS, _UPDATES, _VALIDATIONS, _ANSWERS, _GENERAL
)
