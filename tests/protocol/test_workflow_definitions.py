import pytest

from pytest_bars.protocol.message_definitions import DEFINITIONS
from pytest_bars.protocol.messages import MESSAGE_RULES, MessageRule, Workflow
from pytest_bars.protocol.workflow_definitions import FOLLOWED, applications_of


def test_every_workflow_follows_a_definition() -> None:
    assert FOLLOWED.keys() == set(Workflow)


def test_every_definition_is_followed_and_of_some_application() -> None:
    names = {definition.name for definition in DEFINITIONS.values()}
    assert {followed.definition.name for followed in FOLLOWED.values()} == names
    assert set().union(*map(applications_of, names)) == set(range(1, 8))


@pytest.mark.parametrize(
    ("name", "applications"),
    [
        ("booking-request", {1, 2, 7}),
        ("servicerequest-request-referral", {1, 2, 3, 5, 6}),
        ("servicerequest-request-cancelled", {1, 2, 3, 4, 5, 6}),
        ("servicerequest-request-validation", {4}),
        ("servicerequest-response-referral", {1, 2}),
        ("servicerequest-response-referral-short", {6}),
    ],
)
def test_a_definition_is_of_the_applications_of_its_workflows(
    name: str, applications: set[int]
) -> None:
    assert applications_of(f"bars-message-{name}") == applications


@pytest.mark.parametrize("rule", MESSAGE_RULES, ids=lambda rule: rule.means)
def test_a_rule_is_of_the_applications_and_event_of_its_definition(
    rule: MessageRule,
) -> None:
    followed = FOLLOWED[rule.means]
    assert rule.event is followed.definition.event
    assert rule.applications <= followed.applications


def test_names_that_only_examples_have_are_of_no_definition() -> None:
    published = {definition.name for definition in DEFINITIONS.values()}
    others = {followed.other_name for followed in FOLLOWED.values()} - {""}
    assert others == {"bars-message-servicerequest-request-response-short"}
    assert not others & published
