"""Rules of expressions: each name is set before it is used, in every stage."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.names import Binding, Problem
from pytest_bars.compile.nodes import CheckNode, Node, StepNode
from pytest_bars.compile.view import View
from pytest_bars.documents.tree import Location
from pytest_bars.jsontypes import Json
from pytest_bars.source import Fault
from pytest_bars.values.interpolate import (
    references,
    texts_with_expressions,
    whole_reference,
)
from pytest_bars.values.reference import Reference

_NO_TEXTS: Final = frozenset({"patient", "resource", "list"})


def step_names_are_set(step: StepNode, view: View) -> Iterator[Fault]:
    """Every name the step itself uses has a value when it starts."""
    yield from expression_faults(step, step.kind_data, view, has_sent=False)


def check_names_are_set(check: CheckNode, view: View) -> Iterator[Fault]:
    """Every name an expected result uses has a value when it is judged."""
    data = {key: check.raw[key] for key in check.raw if key != "fhirpath"}
    yield from expression_faults(check, data, view, has_sent=True)


def expression_faults(
    node: Node, value: Json, view: View, base: Location = (), *, has_sent: bool
) -> Iterator[Fault]:
    """Yield a fault for each expression in data that has no value.

    base: leads from the node to the data. has_sent: whether the step has sent its
    request, so that `sent.` without a step means its own.
    """
    for place, text in texts_with_expressions(value, base):
        try:
            found = references(text)
        except ValueError as error:
            yield node.fault(f"{error}.", *place)
            continue
        is_inside = whole_reference(text) is None
        for reference in found:
            problem = _problem(reference, view, has_sent=has_sent, is_inside=is_inside)
            if problem is not None:
                yield problem_fault(node, problem, place)
            note(node, reference, view, place)


def note(node: Node, reference: Reference, view: View, place: Location) -> None:
    """Remember what of the profile and of the vars is read."""
    if reference.head == "profile":
        view.facts.reads.setdefault(reference.path, (node, place))
    elif reference.head in view.known.vars:
        view.facts.vars.add(reference.head)


def _problem(
    reference: Reference, view: View, *, has_sent: bool, is_inside: bool
) -> Problem | None:
    if reference.head == "sent" and len(reference.path) == 1 and not has_sent:
        return Problem(
            f'"{reference.text}" is read before the step has sent',
            "Address an earlier step: ${sent.STEP.X-Request-Id}.",
        )
    found = view.names.resolve(reference, view.stages)
    if isinstance(found, Problem):
        return found
    if reference.head == "case":
        return _missing_in_cases(reference, view)
    return _no_text(reference, found) if is_inside else None


def _no_text(reference: Reference, found: Binding) -> Problem | None:
    """Say why a value cannot be written out inside a text, or None."""
    if found.members is None and found.type not in _NO_TEXTS:
        return None
    hint = 'Let it be the whole value: "${slot}"; or name one of its members.'
    return Problem(f'"{reference.text}" is no text and cannot stand inside one', hint)


def _missing_in_cases(reference: Reference, view: View) -> Problem | None:
    name = reference.path[0] if reference.path else ""
    lacking = [str(row.get("id")) for row in view.cases if name not in row]
    if not name:
        return Problem('"case" is all of a case: name one of its values')
    if lacking:
        return Problem(
            f'case {", ".join(lacking)} has no "{name}"',
            "Give every case the same names; null where there is no value.",
        )
    return None


def problem_fault(node: Node, problem: Problem, place: Location) -> Fault:
    """Make the fault of an expression that has no value."""
    return node.fault(f"{problem.message}.", *place, hint=problem.hint)
