"""Rules of cleanup: a flow that exists, for what the test creates."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.arguments import argument_faults
from pytest_bars.compile.nodes import CleanupNode
from pytest_bars.compile.rules_names import expression_faults
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.source import Fault


def cleanup_flow_is_known(node: CleanupNode, view: View) -> Iterator[Fault]:
    """Cleanup runs a flow of the files in use."""
    name = node.model.flow
    if name not in view.known.flows and view.known.has_all_flows:
        hint = did_you_mean(name, view.known.flows) or 'Name its file under "use".'
        yield node.fault(f'there is no flow "{name}".', "flow", hint=hint)


def cleanup_gets_its_params(node: CleanupNode, view: View) -> Iterator[Fault]:
    """Cleanup hands over every param the flow needs."""
    flow = view.known.flows.get(node.model.flow)
    if flow is not None:
        yield from argument_faults(
            node,
            f'flow "{flow.name}"',
            flow.params,
            node.raw.get("with"),
            view.names,
            0,
        )


def cleanup_names_are_set(node: CleanupNode, view: View) -> Iterator[Fault]:
    """Some step sets what cleanup reads; a name unset in a run is not run."""
    arguments = {"with": node.raw.get("with")}
    view.stages = 0
    yield from expression_faults(node, arguments, view, has_sent=False)


def cleanup_waits_for_what_is_created(node: CleanupNode, view: View) -> Iterator[Fault]:
    """`when: {open: Type}` names a type that some step creates.

    What a write that must be refused creates, if it is accepted, no plan says.
    """
    if node.model.when is None or view.facts.has_refused:
        return
    name = node.model.when.open
    created = {create.resource_type for create in view.facts.creates}
    if name not in created:
        hint = did_you_mean(name, created) or "Take the cleanup, or its when, away."
        yield node.fault(
            f"no step creates a record of type {name}.", "when", "open", hint=hint
        )


CLEANUP_RULES: Final = (
    cleanup_flow_is_known,
    cleanup_gets_its_params,
    cleanup_names_are_set,
    cleanup_waits_for_what_is_created,
)
