"""The plan language: the skeleton of `plan.model`, joined with the kinds handed in."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, core_schema

from pytest_bars.jsontypes import JsonObject
from pytest_bars.plan.model import (
    FLOWS_SCHEMA,
    PLAN_SCHEMA,
    Check,
    Flow,
    FlowsFile,
    FlowStep,
    Poll,
    Prerequisite,
    PrerequisiteCheck,
    Step,
    TestCase,
    TestPlan,
)
from pytest_bars.plan.schema import editor_schema
from pytest_bars.plan.types import Absent, Ref

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Kind = TypeVar("Kind", bound=Step | Check)


class OneKindOf(Generic[Kind]):
    """Annotate a model type: a map is of the kind whose one kind key it has.

    kinds: models with a `key`, which is also their field.
    """

    def __init__(self, kinds: Mapping[str, type[Kind]]) -> None:
        self.kinds = kinds

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Choose by key, so that errors are those of the one kind meant."""
        choices = {
            f"<{key}>": handler.generate_schema(kind)
            for key, kind in self.kinds.items()
        }
        known = {
            field.alias or name
            for kind in self.kinds.values()
            for name, field in kind.model_fields.items()
        }
        return core_schema.tagged_union_schema(
            choices,
            self.tag,
            custom_error_type="one_key",
            custom_error_message="expected exactly one of {one_of}",
            custom_error_context={
                "one_of": ",".join(sorted(self.kinds)),
                "known": ",".join(sorted(known)),
            },
        )

    def tag(self, value: Any) -> str | None:
        """Return the tag of the kind, or None when there is not exactly one key."""
        if not isinstance(value, dict):
            return None
        keys = value.keys() & self.kinds.keys()
        return f"<{keys.pop()}>" if len(keys) == 1 else None


class Language:
    """Every model of the language that the given kinds of step and check make.

    step_kinds, check_kinds: the models by key, as they validate nodes of a plan.

    Raises ValueError when two kinds have the same key, or a kind a field that is the
    key of another.
    """

    def __init__(
        self, steps: Sequence[type[Step]], checks: Sequence[type[Check]]
    ) -> None:
        """Join the kinds; `flow` is among the steps, handed in or not."""
        self.check_kinds: Mapping[str, type[Check]] = _by_key(checks)
        self._checks: Any = tuple[Annotated[Check, OneKindOf(self.check_kinds)], ...]
        poll: Any = _refined(Poll, until=self._checks)
        given: dict[type[Step], None] = dict.fromkeys([*steps, FlowStep])
        self.step_kinds: Mapping[str, type[Step]] = _by_key(
            [_refined(kind, expect=self._checks, poll=_maybe(poll)) for kind in given]
        )
        self._steps: Any = tuple[Annotated[Step, OneKindOf(self.step_kinds)], ...]

    @cached_property
    def plan_model(self) -> type[TestPlan]:
        """Return the model of a Test Plan."""
        test: Any = _refined(TestCase, steps=self._steps)
        prerequisite: Any = self._prerequisite()
        return _refined(
            TestPlan,
            tests=tuple[test, ...],
            prerequisites=tuple[prerequisite, ...],
        )

    @cached_property
    def flows_model(self) -> type[FlowsFile]:
        """Return the model of a flows file."""
        flow: Any = _refined(Flow, steps=self._steps)
        return _refined(FlowsFile, flows=dict[Ref, flow])

    def json_schema(self) -> JsonObject:
        """Return the JSON Schema (draft 2020-12) of a Test Plan."""
        return editor_schema(self.plan_model, PLAN_SCHEMA)

    def flows_json_schema(self) -> JsonObject:
        """Return the JSON Schema (draft 2020-12) of a flows file."""
        return editor_schema(self.flows_model, FLOWS_SCHEMA)

    def _prerequisite(self) -> type[Prerequisite]:
        """Return the model of a prerequisite; its request is that of a request step."""
        request = self.step_kinds.get("request")
        body: Any = Any
        if request is not None:
            body = request.model_fields["request"].annotation
        check: Any = _refined(PrerequisiteCheck, request=body, expect=self._checks)
        return _refined(Prerequisite, check=_maybe(check))


def _maybe(model: type[BaseModel]) -> Any:
    """Return the type of a field that may be left out."""
    return Annotated[model | None, Absent()]


def _refined(model: type[AnyModel], **annotations: Any) -> type[AnyModel]:
    """Return the model with other types for some of its fields, all else kept."""
    fields: dict[str, Any] = {
        name: (annotation, model.model_fields[name])
        for name, annotation in annotations.items()
    }
    return create_model(
        model.__name__,
        __base__=model,
        __module__=model.__module__,
        __doc__=model.__doc__,
        **fields,
    )


def _by_key(kinds: Sequence[type[Kind]]) -> Mapping[str, type[Kind]]:
    """Return the kinds by their keys, sorted; raise ValueError when these clash."""
    by_key = {kind.key: kind for kind in sorted(kinds, key=lambda kind: kind.key)}
    if len(by_key) != len(kinds):
        raise ValueError("two kinds have the same key")
    for kind in kinds:
        names = {field.alias or name for name, field in kind.model_fields.items()}
        if clash := (names & by_key.keys()) - {kind.key}:
            raise ValueError(
                f"{kind.__name__}: {sorted(clash)} is the key of another kind"
            )
        if kind.key not in names:
            raise ValueError(f"{kind.__name__}: has no field {kind.key!r}")
    return MappingProxyType(by_key)
