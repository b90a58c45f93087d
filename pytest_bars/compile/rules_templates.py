"""Rules of payload templates: they exist, get their params, and edits fit."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.compile.arguments import argument_faults
from pytest_bars.compile.choices import choices
from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.edit import edit_fault
from pytest_bars.payloads.template import Template
from pytest_bars.source import Fault

_PATH: Final = ("request", "body")


def template_is_known(step: StepNode, view: View) -> Iterator[Fault]:
    """A body names templates of the library."""
    names = choices(body_of(step).get("template"), view)
    if names is None:
        yield step.fault(
            "a template is named as it stands, or by ${case.x}.", *_PATH, "template"
        )
    library = view.known.library
    for name in names or ():
        if library.get(name) is None:
            hint = did_you_mean(name, library.names)
            known = f"Known: {one_of(library.names)}." if library.names else None
            yield step.fault(
                f'there is no payload template "{name}".',
                *_PATH,
                "template",
                hint=hint or known,
            )


def template_gets_its_params(step: StepNode, view: View) -> Iterator[Fault]:
    """A body hands over every param the template needs, of the right type."""
    body = body_of(step)
    for template in templates(step, view):
        yield from argument_faults(
            step,
            f'template "{template.name}"',
            template.params,
            body.get("with"),
            view.names,
            view.stages,
            *_PATH,
        )


def edits_lead_somewhere(step: StepNode, view: View) -> Iterator[Fault]:
    """Each path of `set` points at something the template has."""
    edits = body_of(step).get("set")
    if not isinstance(edits, dict):
        return
    for template in templates(step, view):
        for path in edits:
            problem = edit_fault(template.body, path)
            if problem is not None:
                yield step.fault(problem, *_PATH, "set", path, key=True)


def body_of(step: StepNode) -> JsonObject:
    """Return the body of a request as a map, empty where it has none."""
    body: Json = step.body.get("body") if step.kind == "request" else None
    return body if isinstance(body, dict) else {}


def templates(step: StepNode, view: View) -> list[Template]:
    """Return the templates a step may use, those that exist."""
    names = choices(body_of(step).get("template"), view) or ()
    found = (view.known.library.get(name) for name in names)
    return [template for template in found if template is not None]


TEMPLATE_RULES: Final = (
    template_is_known,
    template_gets_its_params,
    edits_lead_somewhere,
)
