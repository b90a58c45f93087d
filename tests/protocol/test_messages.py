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


def test_updating_a_referral_is_of_applications_3_and_6_only() -> None:
    outside_core = [rule for rule in MESSAGE_RULES if not rule.is_core]
    assert [rule.means for rule in outside_core] == ["referral updated"]
    assert outside_core[0].applications == {3, 6}


def test_a_new_referral_has_a_finished_plan() -> None:
    rule = find_rule("servicerequest-request", "new", "active", "referral")
    assert rule is not None
    assert rule.careplan == {"completed"}
    assert rule.encounter == {"triaged", "finished"}
