"""Rules of requests and manual steps: whom they address, and that they can fail."""

import re
from collections.abc import Iterator
from typing import Final

from pytest_bars.client.address import encode_target
from pytest_bars.client.headers import refuse_header
from pytest_bars.compile.choices import choices
from pytest_bars.compile.nodes import METHODS, StepNode
from pytest_bars.compile.rules_names import problem_fault
from pytest_bars.compile.rules_parties import party_faults
from pytest_bars.compile.stagesets import bits, stage_words
from pytest_bars.compile.view import View
from pytest_bars.errors import ProtocolError
from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.source import Fault
from pytest_bars.stages import Stage

_EXPRESSION: Final = re.compile(r"\$?\$\{[^}]*\}")


def request_expects_something(step: StepNode, _: View) -> Iterator[Fault]:
    """A request without expected results proves nothing."""
    if not step.checks and not step.until:
        yield step.fault(
            f'step "{step.ref}" sends a request and expects nothing: it cannot fail.',
            step.kind,
            key=True,
            hint="Add expect, at least a status.",
        )


def request_goes_to_a_system(step: StepNode, view: View) -> Iterator[Fault]:
    """`to` names a party that is a system."""
    for name in choices(step.body.get("to"), view) or ():
        yield from party_faults(step, name, view.known, "request", "to", person=False)


def path_can_be_sent(step: StepNode, _: View) -> Iterator[Fault]:
    """The client takes the path, whatever its expressions become."""
    for method in METHODS:
        path = step.body.get(method)
        if isinstance(path, str):
            start = "/" if path.startswith("${") else ""
            try:
                encode_target(start + _EXPRESSION.sub("x", path), ())
            except ProtocolError as error:
                yield step.fault(str(error), step.kind, method)


def headers_can_be_sent(step: StepNode, _: View) -> Iterator[Fault]:
    """The client takes each header, whatever its expressions become."""
    headers = step.body.get("headers")
    for name, value in headers.items() if isinstance(headers, dict) else ():
        text = _EXPRESSION.sub("x", value) if isinstance(value, str) else None
        try:
            refuse_header(name, text)
        except ProtocolError as error:
            yield step.fault(str(error), step.kind, "headers", name, key=True)


def fault_is_asked_on_local_only(step: StepNode, view: View) -> Iterator[Fault]:
    """A header that only our simulator knows is sent in no other stage."""
    headers = step.body.get("headers")
    elsewhere = view.stages & ~bits([Stage.LOCAL])
    if view.owner != "test" or not elsewhere or not isinstance(headers, dict):
        return
    for name, value in headers.items():
        if name.lower() == SIMULATOR_FAULT.lower() and value is not None:
            yield step.fault(
                f"{SIMULATOR_FAULT} is for our simulator, and the step runs in "
                f"{stage_words(elsewhere)} too.",
                step.kind,
                "headers",
                name,
                key=True,
                hint="Say under not_in why the test is left out there, or "
                "stages: [local].",
            )


def person_is_known(step: StepNode, view: View) -> Iterator[Fault]:
    """`by` of a manual step names a party that is a person."""
    for name in choices(step.body.get("by"), view) or ():
        yield from party_faults(step, name, view.known, "manual", "by", person=True)


def resend_has_an_original(step: StepNode, view: View) -> Iterator[Fault]:
    """`of` names an earlier step that has sent a request, in every stage."""
    address = str(step.body["of"])
    problem = view.names.sent_problem(address, view.stages)
    if problem is not None:
        yield problem_fault(step, problem, ("resend", "of"))
        return
    if view.names.sent[address].step is None:
        inner = [name for name in view.names.sent if name.startswith(f"{address}.")]
        yield step.fault(
            f'"{address}" is a flow: name the request inside it.',
            "resend",
            "of",
            hint=f"Such as {inner[0]}.",
        )


REQUEST_RULES: Final = (
    request_expects_something,
    request_goes_to_a_system,
    path_can_be_sent,
    headers_can_be_sent,
    fault_is_asked_on_local_only,
)
RESEND_RULES: Final = (request_expects_something, resend_has_an_original)
MANUAL_RULES: Final = (person_is_known,)
