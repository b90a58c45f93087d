import pytest

from pytest_bars.protocol.messages import (
    MESSAGE_RULES,
    Reason,
    find_rule,
    rules_for,
)


@pytest.mark.parametrize(
    ("event", "reason", "status", "category", "means"),
    [
        ("booking-request", "new", "booked", None, "new booking"),
        ("booking-request", "update", "cancelled", None, "booking cancelled"),
        ("booking-request", "update", "entered-in-error", None, "booking cancelled"),
        ("booking-request", "update", "booked", None, "booking updated"),
        ("servicerequest-request", "new", "active", "referral", "new referral"),
        (
            "servicerequest-request",
            "update",
            "revoked",
            "referral",
            "referral cancelled",
        ),
        ("servicerequest-request", "update", "active", "referral", "referral updated"),
        (
            "servicerequest-request",
            "new",
            "active",
            "validation",
            "new validation request",
        ),
        (
            "servicerequest-response",
            "update",
            "completed",
            "validation",
            "final validation response",
        ),
    ],
)
def test_a_known_combination_falls_under_its_rule(
    event: str, reason: str, status: str, category: str | None, means: str
) -> None:
    rule = find_rule(event, reason, status, category)
    assert rule is not None
    assert rule.means == means


@pytest.mark.parametrize(
    ("event", "reason", "status", "category"),
    [
        pytest.param("booking-request", "new", "cancelled", None, id="new-cancelled"),
        pytest.param("booking-request", "delete", "cancelled", None, id="delete"),
        pytest.param("booking-response", "new", "booked", None, id="booking-response"),
        pytest.param(
            "servicerequest-request", "new", "revoked", "referral", id="revoked"
        ),
        pytest.param("servicerequest-request", "new", "active", "other", id="category"),
        pytest.param("nonsense", "new", "active", "referral", id="event"),
    ],
)
def test_any_other_combination_falls_under_none(
    event: str, reason: str, status: str, category: str | None
) -> None:
    assert find_rule(event, reason, status, category) is None


def test_a_booking_response_has_no_rule_at_all() -> None:
    assert not [
        rule for reason in Reason for rule in rules_for("booking-response", reason)
    ]


def test_what_core_refuses_is_of_some_applications_only() -> None:
    outside_core = {
        rule.means: rule.applications for rule in MESSAGE_RULES if not rule.is_core
    }
    assert outside_core == {
        "referral updated": {3, 6},
        "new referral": {6},
        "referral status response": {6},
        "referral rejected": {6},
        "final validation response": {4},
        "validation rejected": {4},
    }


def test_what_the_sources_contradict_is_noted() -> None:
    assert all(rule.note for rule in MESSAGE_RULES if not rule.is_core)


@pytest.mark.parametrize("reason", ["new", "update"])
@pytest.mark.parametrize(
    ("status", "encounter", "means"),
    [
        ("completed", "triaged", "final validation response"),
        ("completed", "complete", "final validation response"),
        ("active", "finished", "final validation response"),
        ("revoked", "triaged", "validation rejected"),
        ("active", "cancelled", "validation rejected"),
        ("revoked", "cancelled", None),
        ("active", "planned", None),
    ],
)
def test_both_readings_of_a_validation_response_are_rules(
    reason: str, status: str, encounter: str, means: str | None
) -> None:
    rule = find_rule(
        "servicerequest-response",
        reason,
        status,
        "validation",
        application=4,
        encounter=encounter,
    )
    assert (rule and rule.means) == means


@pytest.mark.parametrize(
    ("reason", "encounter", "means"),
    [
        ("new", "in-progress", "interim validation response"),
        ("update", "in-progress", None),
    ],
)
def test_an_interim_response_is_new(
    reason: str, encounter: str, means: str | None
) -> None:
    rule = find_rule(
        "servicerequest-response", reason, "active", "validation", encounter=encounter
    )
    assert (rule and rule.means) == means


@pytest.mark.parametrize(
    ("application", "status", "encounter", "means"),
    [
        (1, "revoked", "triaged", "safeguarding did-not-attend response"),
        (2, "revoked", "", "safeguarding did-not-attend response"),
        (3, "revoked", "triaged", None),
        (6, "revoked", "triaged", None),
        (6, "active", "planned", "referral status response"),
        (6, "active", "cancelled", "referral rejected"),
        (6, "active", "entered-in-error", None),
        (1, "active", "planned", None),
    ],
)
def test_a_response_to_a_referral_is_of_its_application(
    application: int, status: str, encounter: str, means: str | None
) -> None:
    rule = find_rule(
        "servicerequest-response",
        "new",
        status,
        "referral",
        application=application,
        encounter=encounter,
    )
    assert (rule and rule.means) == means


@pytest.mark.parametrize(("application", "is_rule"), [(3, True), (6, True), (1, False)])
def test_a_referral_is_updated_in_applications_3_and_6(
    application: int, *, is_rule: bool
) -> None:
    rule = find_rule(
        "servicerequest-request",
        "update",
        "active",
        "referral",
        application=application,
    )
    assert (rule is not None) is is_rule


def test_an_applications_own_rule_goes_before_cores() -> None:
    rule = find_rule(
        "servicerequest-request", "new", "active", "referral", application=6
    )
    assert rule is not None
    assert rule.careplan == {"active", "completed"}
    assert "in-progress" in rule.encounter


def test_a_new_referral_has_a_finished_plan() -> None:
    rule = find_rule("servicerequest-request", "new", "active", "referral")
    assert rule is not None
    assert rule.careplan == {"completed"}
    assert rule.encounter == {"triaged", "finished"}
