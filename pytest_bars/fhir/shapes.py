"""The gateway to fhir.resources: the shape of every FHIR type, as small data.

Its R4B models are definitions here, read once a type: which members there are, of what
type, how many, and which are required. Their own validation is not used: it stops at
the first stage that fails, takes "yes" for true and a number for a date, and needs ten
times as long. R4B is FHIR 4.3; no package of 4.0.1 exists.
"""

import threading
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Final

from pytest_bars.fhir.bindings import required_codes
from pytest_bars.fhir.primitives import PRIMITIVES, Primitive

# The library's names of primitive types that do not begin with FHIR's own.
_NAMES: Final = {"EncodedBytes": "base64Binary", "UuidVersion": "uuid"}
_NOT_FHIR: Final = frozenset({"resource_type", "fhir_comments"})
_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a type.

    child: name of its complex type, `Resource` for any resource; None for a primitive.
    choice: the name before [x] where it is one of several, such as `value`.
    targets: types a Reference may lead to; empty for any. codes: those of a required
    binding; empty where none is known.
    """

    name: str
    is_list: bool
    is_required: bool
    child: str | None
    primitive: Primitive | None
    choice: str | None = None
    targets: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: its members by name, those required, and its choices.

    choices: the name before [x], and the members it stands for; required_choices: those
    of which one must be there.
    """

    name: str
    members: Mapping[str, Member]
    required: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    required_choices: frozenset[str]


def resource_shape(name: str) -> Shape | None:
    """Return the shape of a resource type, or None when FHIR 4.3 has it not."""
    try:
        return shape_of(name)
    except ValueError:
        return None


@cache
def shape_of(name: str) -> Shape:
    """Return the shape of a resource, a data type, or an element of one.

    name: such as `Slot`, `HumanName` or `BundleEntry`.

    Raises ValueError when there is no such type.
    """
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415 - slow import

    with _LOCK:
        return _shape(name, get_fhir_model_class(name))


def _shape(name: str, model: Any) -> Shape:
    members = {}
    choices: dict[str, tuple[str, ...]] = {}
    required_choices = set()
    for key, field in model.model_fields.items():
        if key in _NOT_FHIR or key.endswith("__ext"):
            continue
        member = _member(name, field)
        members[member.name] = member
        if member.choice is not None:
            choices[member.choice] = (*choices.get(member.choice, ()), member.name)
            if field.json_schema_extra["one_of_many_required"]:
                required_choices.add(member.choice)
    required = tuple(member.name for member in members.values() if member.is_required)
    return Shape(
        name,
        MappingProxyType(members),
        required,
        MappingProxyType(choices),
        frozenset(required_choices),
    )


def _member(owner: str, field: Any) -> Member:
    details = field.json_schema_extra or {}
    leaf, is_list = _leaf(field.annotation)
    targets = frozenset(details.get("enum_reference_types", ()))
    child = _child(leaf)
    return Member(
        name=field.alias,
        is_list=is_list,
        is_required=field.is_required() or bool(details.get("element_required")),
        child=child,
        primitive=None if child is not None else _primitive(leaf),
        choice=details.get("one_of_many"),
        targets=frozenset() if "Resource" in targets else targets,
        codes=required_codes(owner, field.alias),
    )


def _leaf(annotation: Any) -> tuple[Any, bool]:
    """Take Optional and List off an annotation."""
    if hasattr(annotation, "__metadata__") or not typing.get_args(annotation):
        return annotation, False
    if typing.get_origin(annotation) is list:
        return _leaf(typing.get_args(annotation)[0])[0], True
    kept = [part for part in typing.get_args(annotation) if part is not NoneType]
    return _leaf(kept[0])


def _child(leaf: Any) -> str | None:
    """Name the complex type of a leaf; the library calls it FooType."""
    name = getattr(leaf, "__name__", "")
    is_complex = hasattr(leaf, "get_model_klass")
    return str(name).removesuffix("Type") if is_complex else None


def _primitive(leaf: Any) -> Primitive:
    if leaf is bool:
        return PRIMITIVES["boolean"]
    name = type(leaf.__metadata__[0]).__name__
    return PRIMITIVES[_NAMES.get(name, name[0].lower() + name[1:])]
