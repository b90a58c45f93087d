"""A payload template: FHIR JSON written as YAML, with `${}` where values go."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from pytest_bars.documents.faults import model_faults
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.documents.tree import Document, Location
from pytest_bars.errors import PlanError
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.arguments import check_arguments, value_fault
from pytest_bars.payloads.fill import Fill, PayloadError, compile_fill
from pytest_bars.plan.model import Param, ValueType
from pytest_bars.plan.types import Model, Name, Ref, Text
from pytest_bars.source import Fault
from pytest_bars.values.generate import TestValues
from pytest_bars.values.interpolate import references
from pytest_bars.values.reference import Reference
from pytest_bars.values.scope import Scope

__all__ = ["PayloadError", "Template", "TemplateFile", "load_template", "render"]
PAYLOAD_SCHEMA: Final = "bars-payload/1"
_ROOTS: Final = ("profile", "to", "now", "today")


class TemplateFile(Model):
    """What a `*.bars-template.yaml` file says."""

    schema_: Literal["bars-payload/1"] = Field(alias="schema")
    name: Ref
    title: Text
    params: dict[Name, ValueType | Param] = Field(default_factory=dict)
    ids: tuple[Name, ...] = ()
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A payload template, read and checked.

    params: what a plan hands over by `with`. ids: names of uuids made anew for each
    rendering. body: as written, references and all. digest: `sha256:<hex>` of content.
    """

    name: str
    title: str
    params: Mapping[str, Param]
    ids: tuple[str, ...]
    body: JsonObject
    digest: str
    path: str
    content: bytes
    fill: Fill = field(repr=False, compare=False)
    references: tuple[Reference, ...] = field(repr=False, compare=False)


def load_template(document: Document) -> Template:
    """Read a template out of a document.

    Raises PlanError with every fault of it.
    """
    try:
        read = TemplateFile.model_validate(document.data)
    except ValidationError as error:
        raise PlanError(model_faults(document, error, model=TemplateFile)) from error
    params = {name: _param(declared) for name, declared in read.params.items()}
    found, faults = _references(document, read.body, {*params, *read.ids})
    faults.extend(_declaration_faults(document, read, params, found))
    if faults:
        raise PlanError(faults)
    return Template(
        name=read.name,
        title=read.title,
        params=params,
        ids=read.ids,
        body=read.body,
        digest=f"sha256:{hashlib.sha256(document.content).hexdigest()}",
        path=document.path,
        content=document.content,
        fill=compile_fill(read.body),
        references=tuple(found.values()),
    )


def render(
    template: Template,
    arguments: Mapping[str, Json],
    values: TestValues,
    roots: Mapping[str, Json],
) -> Json:
    """Return the body with every reference replaced.

    arguments: param -> value, resolved; null is the same as left out. roots: further
    names in force: `profile`, and `to`, the Target Identifier of the party that the
    body goes to. What holds no reference is
    shared between renderings, so the body is to be read, or changed by `overlay`.

    Raises PayloadError when an argument is missing, unknown or of the wrong type, and
    UnsetNameError when a resource handed over lacks what the template takes from it.
    """
    names: JsonObject = dict(roots)
    names |= check_arguments(template.name, template.params, arguments)
    names |= {name: values.uuid() for name in template.ids}
    lookup = Scope(names, values).lookup
    return template.fill({found.text: lookup(found) for found in template.references})


def _param(declared: ValueType | Param) -> Param:
    return declared if isinstance(declared, Param) else Param(type=declared)


def _references(
    document: Document, body: Json, names: set[str]
) -> tuple[dict[str, Reference], list[Fault]]:
    """Return the references of the body by their text, and what is wrong with them."""
    found: dict[str, Reference] = {}
    faults: list[Fault] = []
    for location, text in _texts(body, ("body",)):
        try:
            here = references(text)
        except ValueError as error:
            faults.append(document.fault(location, str(error)))
            continue
        for reference in here:
            found[reference.text] = reference
            fault = _name_fault(document, location, reference, names)
            faults += [fault] if fault else []
    return found, faults


def _name_fault(
    document: Document, location: Location, reference: Reference, names: set[str]
) -> Fault | None:
    if reference.head in names or reference.head in _ROOTS:
        return None
    if reference.is_call:
        message = "a template makes its uuids by name, so that it can refer to them."
        return document.fault(
            location, message, hint='Add a name to "ids" and write ${that-name}.'
        )
    known = sorted({*names, *_ROOTS})
    hint = did_you_mean(reference.head, known)
    return document.fault(
        location,
        f'"{reference.head}" is no param and no id of this template.',
        hint=hint or f"Known here: {', '.join(known)}.",
    )


def _declaration_faults(
    document: Document,
    read: TemplateFile,
    params: Mapping[str, Param],
    found: Mapping[str, Reference],
) -> Iterator[Fault]:
    used = {reference.head for reference in found.values()}
    for name, param in params.items():
        if name not in used:
            yield _unused(document, ("params", name), name, key=True)
        if param.default is not None and (
            fault := value_fault(param.type, param.default)
        ):
            yield document.fault(("params", name, "default"), f"{fault}.")
    for place, name in enumerate(read.ids):
        if name in params or name in read.ids[:place] or name in _ROOTS:
            yield document.fault(("ids", place), f'"{name}" is taken: rename one.')
        elif name not in used:
            yield _unused(document, ("ids", place), name)
    if not isinstance(read.body.get("resourceType"), str):
        yield document.fault(("body",), 'the body needs a "resourceType".', key=True)


def _unused(
    document: Document, location: Location, name: str, *, key: bool = False
) -> Fault:
    return document.fault(
        location,
        f'"{name}" is declared and never used in the body.',
        key=key,
        hint=f"Use ${{{name}}} in the body, or take the name away.",
    )


def _texts(node: Json, location: Location) -> Iterator[tuple[Location, str]]:
    match node:
        case dict():
            for name, member in node.items():
                yield from _texts(member, (*location, name))
        case list():
            for place, item in enumerate(node):
                yield from _texts(item, (*location, place))
        case str():
            yield location, node
