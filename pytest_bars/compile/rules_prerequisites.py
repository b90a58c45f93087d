"""Rules of prerequisites: one way to judge each, and no trace of them."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.nodes import SAFE_METHODS, PrerequisiteNode
from pytest_bars.compile.rules_ids import unknown_requirements
from pytest_bars.compile.view import View
from pytest_bars.source import Fault


def check_only_reads(node: PrerequisiteNode, _: View) -> Iterator[Fault]:
    """The request of a prerequisite changes nothing."""
    step = node.step
    method = None if step is None else step.method
    if method is not None and method not in SAFE_METHODS:
        yield node.fault(
            f'a prerequisite only reads: no "{method}".',
            "check",
            "request",
            method,
            key=True,
            hint="What must be there first is made by a step, or by a person.",
        )


def requirements_are_known(node: PrerequisiteNode, view: View) -> Iterator[Fault]:
    """Requirements are ids of the catalogue."""
    yield from unknown_requirements(node, node.model.requirements, view.known)


def check_can_fail(node: PrerequisiteNode, view: View) -> Iterator[Fault]:
    """Something of a check can fail."""
    if node.step is not None and not view.facts.can_fail:
        yield node.fault(
            f'prerequisite "{node.model.ref}" cannot fail: nothing in it is expected.',
            "check",
            key=True,
        )


def lasts(node: PrerequisiteNode, _: View) -> Iterator[Fault]:
    """A statement is valid for some time."""
    attest = node.model.attest
    if attest is not None and attest.valid_for is not None and not attest.valid_for:
        yield node.fault("a statement is valid for some time.", "attest", "valid_for")


PREREQUISITE_RULES: Final = (
    check_only_reads,
    requirements_are_known,
    check_can_fail,
    lasts,
)
