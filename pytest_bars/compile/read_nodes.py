"""From models and documents to nodes: each model beside its data and its place."""

from functools import lru_cache
from typing import cast

from pytest_bars.compile.model import TestKind
from pytest_bars.compile.nodes import (
    CheckNode,
    CleanupNode,
    FlowNode,
    PrerequisiteNode,
    StepNode,
    TestNode,
)
from pytest_bars.compile.stagesets import bits
from pytest_bars.documents.tree import Document, Location
from pytest_bars.environments.safety import refusal
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import (
    Check,
    FlowsFile,
    Param,
    Prerequisite,
    Step,
    TestCase,
    TestPlan,
    ValueType,
)
from pytest_bars.stages import Stage


def read_tests(document: Document, plan: TestPlan) -> list[TestNode]:
    """Return the tests of a plan, in order."""
    any_e2e = any(test.e2e for test in plan.tests)
    raws = _items(document.data, "tests")
    return [
        _test(document, ("tests", place), raw, model, any_e2e=any_e2e)
        for place, (raw, model) in enumerate(zip(raws, plan.tests, strict=True))
    ]


def read_prerequisites(
    document: Document, plan: TestPlan, language: Language
) -> list[PrerequisiteNode]:
    """Return the prerequisites of a plan, in order."""
    raws = _items(document.data, "prerequisites")
    pairs = zip(raws, plan.prerequisites, strict=True)
    return [
        PrerequisiteNode(
            document,
            ("prerequisites", place),
            raw,
            model,
            _prerequisite_step(
                document, ("prerequisites", place), raw, model, language
            ),
        )
        for place, (raw, model) in enumerate(pairs)
    ]


def read_flows(document: Document, flows: FlowsFile) -> list[FlowNode]:
    """Return the flows of a file, in order."""
    raws = cast("dict[str, JsonObject]", _member(document.data, "flows"))
    return [
        FlowNode(
            document,
            ("flows", name),
            raws[name],
            name,
            model,
            {key: _param(declared) for key, declared in model.params.items()},
            _steps(document, ("flows", name), raws[name], model.steps),
        )
        for name, model in flows.flows.items()
    ]


def _test(
    document: Document,
    location: Location,
    raw: JsonObject,
    model: TestCase,
    *,
    any_e2e: bool,
) -> TestNode:
    stages = _stages(model.kind, frozenset(model.not_in), model.e2e, any_e2e)
    cleanup = tuple(
        CleanupNode(document, (*location, "cleanup", place), *pair)
        for place, pair in enumerate(
            zip(_items(raw, "cleanup"), model.cleanup, strict=True)
        )
    )
    steps = _steps(document, location, raw, model.steps)
    return TestNode(document, location, raw, model, steps, cleanup, stages)


@lru_cache(maxsize=256)
def _stages(
    kind: TestKind,
    not_in: frozenset[Stage],
    e2e: bool,  # noqa: FBT001 - a cache wants positions
    any_e2e: bool,  # noqa: FBT001 - as above
) -> int:
    """Return the stages a test runs in, as bits."""
    reasons = dict.fromkeys(not_in, "")
    return bits(
        stage
        for stage in Stage
        if refusal(stage, kind=kind, not_in=reasons, e2e=e2e, any_e2e=any_e2e) is None
    )


def _prerequisite_step(
    document: Document,
    location: Location,
    raw: JsonObject,
    model: Prerequisite,
    language: Language,
) -> StepNode | None:
    """Return the step a check or manual prerequisite is, as if a plan had it."""
    envelope: JsonObject = {"ref": model.ref, "name": model.name}
    if model.check is not None:
        inner = cast("JsonObject", raw["check"])
        location = (*location, "check")
    elif model.manual is not None:
        inner = {"manual": raw["manual"]}
    else:
        return None
    kind = "request" if model.check is not None else "manual"
    data = {**envelope, **inner}
    step = language.step_kinds[kind].model_validate(data)
    return _step(document, location, data, step)


def _steps(
    document: Document, location: Location, raw: JsonObject, models: tuple[Step, ...]
) -> tuple[StepNode, ...]:
    raws = _items(raw, "steps")
    return tuple(
        _step(document, (*location, "steps", place), raws[place], model)
        for place, model in enumerate(models)
    )


def _step(
    document: Document, location: Location, raw: JsonObject, model: Step
) -> StepNode:
    checks = _checks(document, (*location, "expect"), raw.get("expect"), model.expect)
    until: tuple[CheckNode, ...] = ()
    if model.poll is not None:
        place = (*location, "poll", "until")
        raws = _member(raw.get("poll"), "until")
        until = _checks(document, place, raws, model.poll.until)
    return StepNode(document, location, raw, model, checks, until)


def _checks(
    document: Document, location: Location, raws: Json, models: tuple[Check, ...]
) -> tuple[CheckNode, ...]:
    if not isinstance(raws, list):
        return ()
    return tuple(
        CheckNode(document, (*location, place), cast("JsonObject", raws[place]), model)
        for place, model in enumerate(models)
    )


def _param(declared: ValueType | Param) -> Param:
    return declared if isinstance(declared, Param) else Param(type=declared)


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _items(value: Json, name: str) -> list[JsonObject]:
    found = _member(value, name)
    return cast("list[JsonObject]", found) if isinstance(found, list) else []
