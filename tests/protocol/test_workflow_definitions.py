import pytest

from pytest_bars.protocol.message_definitions import DEFINITIONS
from pytest_bars.protocol.messages import MESSAGE_RULES, MessageRule, Workflow
from pytest_bars.protocol.workflow_definitions import APPLICATIONS, FOLLOWED


def test_every_workflow_follows_a_definition() -> None:
    assert FOLLOWED.keys() == set(Workflow)


def test_every_definition_is_followed_and_of_some_application() -> None:
    names = {definition.name for definition in DEFINITIONS.values()}
    assert {followed.definition.name for followed in FOLLOWED.values()} == names
    assert APPLICATIONS.keys() == names
    assert set().union(*APPLICATIONS.values()) == set(range(1, 8))


@pytest.mark.parametrize("rule", MESSAGE_RULES, ids=lambda rule: rule.means)
def test_a_rule_is_of_the_applications_and_event_of_its_definition(
    rule: MessageRule,
) -> None:
    definition = FOLLOWED[rule.means].definition
    assert rule.event is definition.event
    assert rule.applications <= APPLICATIONS[definition.name]


def test_names_that_only_examples_have_are_of_no_definition() -> None:
    published = {definition.name for definition in DEFINITIONS.values()}
    others = {followed.other_name for followed in FOLLOWED.values()} - {""}
    assert others == {"bars-message-servicerequest-request-response-short"}
    assert not others & published
