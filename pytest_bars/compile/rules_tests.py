"""Rules of tests: where they run, what they need, that they can fail and clean up."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pytest_bars.compile.nodes import TestNode
from pytest_bars.compile.rules_ids import unknown_requirements, unknown_workflows
from pytest_bars.compile.stagesets import stage_words
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.source import Fault

TestRule = Callable[[TestNode, View], Iterable[Fault]]
# Names pytest looks for in a module, which a Test Plan is to it.
_RESERVED: Final = frozenset(
    {
        "setUpModule",
        "setup_module",
        "tearDownModule",
        "teardown_module",
        "setup_function",
        "teardown_function",
        "pytest_generate_tests",
        "pytest_plugins",
        "pytestmark",
    }
)


def ref_means_nothing_else(test: TestNode, _: View) -> Iterator[Fault]:
    """A test reference is no name that pytest looks for."""
    if test.model.ref in _RESERVED:
        yield test.fault(
            f'the reference "{test.model.ref}" means something to pytest itself.',
            "ref",
            hint="Choose another one.",
        )


def error_test_is_not_for_production(test: TestNode, _: View) -> Iterator[Fault]:
    """An error test cannot be marked for the Business Go Live."""
    if test.model.kind == "error" and test.model.e2e:
        yield test.fault(
            "an error test never runs in production: it cannot be e2e.",
            "e2e",
            key=True,
            hint="Take e2e away, or let the test be happy-path.",
        )


def runs_somewhere(test: TestNode, _: View) -> Iterator[Fault]:
    """Some stage is left."""
    if not test.stages:
        yield test.fault(
            f'test "{test.model.ref}" is left with no stage to run in.',
            "not_in",
            key=True,
        )


def has_time(test: TestNode, _: View) -> Iterator[Fault]:
    """`within` gives a test some time."""
    if test.model.within is not None and not test.model.within:
        yield test.fault("no test runs in no time.", "within")


def texts_are_plain(test: TestNode, _: View) -> Iterator[Fault]:
    """Name and description are shown as they stand."""
    for key in ("name", "description"):
        text = test.raw.get(key)
        if isinstance(text, str) and "${" in text:
            yield test.fault(f"a {key} is shown as it stands and holds no ${{}}.", key)


def prerequisites_are_known(test: TestNode, view: View) -> Iterator[Fault]:
    """Prerequisites are references of the plan, each once."""
    known = view.known.prerequisites
    for place, ref in enumerate(test.model.prerequisites):
        if ref not in known:
            yield test.fault(
                f'there is no prerequisite "{ref}".',
                "prerequisites",
                place,
                hint=did_you_mean(ref, known) or _listed(known),
            )
        elif ref in test.model.prerequisites[:place]:
            yield test.fault(f'"{ref}" is there twice.', "prerequisites", place)


def ids_are_known(test: TestNode, view: View) -> Iterator[Fault]:
    """Workflows and requirements are ids of the catalogue."""
    yield from unknown_workflows(test, test.model.workflows, view.known)
    yield from unknown_requirements(test, test.model.requirements, view.known)


def exclusive_names_a_var(test: TestNode, view: View) -> Iterator[Fault]:
    """`exclusive` names vars."""
    for place, name in enumerate(test.model.exclusive):
        if name not in view.known.vars:
            yield test.fault(
                f'there is no var "{name}" to have for oneself.',
                "exclusive",
                place,
                hint=did_you_mean(name, view.known.vars) or _listed(view.known.vars),
            )


def step_refs_differ(test: TestNode, _: View) -> Iterator[Fault]:
    """No two steps of a test have the same reference, cleanup included."""
    seen = {step.ref for step in test.steps}
    for node in test.cleanup:
        ref = node.model.ref
        if ref is not None and ref in seen:
            yield node.fault(f'the reference "{ref}" is used twice.', "ref")
        if ref is not None:
            seen.add(ref)


def can_fail_everywhere(test: TestNode, view: View) -> Iterator[Fault]:
    """In each of its stages something in the test can fail."""
    missing = test.stages & ~view.facts.can_fail
    if not missing:
        return
    if missing == test.stages:
        message = f'test "{test.model.ref}" cannot fail: nothing in it is expected.'
        hint = "Expect something whose severity is not warn, and on_fail not blocked."
    else:
        message = (
            f'test "{test.model.ref}" cannot fail in {stage_words(missing)}: '
            "every step that expects something is left out there."
        )
        hint = "Leave those stages out: not_in: {STAGE: reason}."
    yield test.fault(message, "steps", key=True, hint=hint)


def creations_are_undone(test: TestNode, view: View) -> Iterator[Fault]:
    """What a test creates has an undo, or a cleanup."""
    cleaned = _cleaned(test, view)
    for create in view.facts.creates:
        if create.undo is not None or create.resource_type in cleaned:
            continue
        place = next(
            index
            for index, step in enumerate(test.steps)
            if create.step == step.ref or create.step.startswith(f"{step.ref}.")
        )
        yield test.fault(
            f'step "{create.step}" creates a record of type {create.resource_type} '
            "and nothing undoes it.",
            "steps",
            place,
            "effect" if "effect" in test.steps[place].raw else test.steps[place].kind,
            key=True,
            hint='Add "undo" to its effect, or a cleanup for that type.',
        )


def _cleaned(test: TestNode, view: View) -> set[str]:
    """Return the resource types the cleanup of a test takes care of."""
    types: set[str] = set()
    for node in test.cleanup:
        if node.model.when is not None:
            types.add(node.model.when.open)
        elif node.model.flow in view.known.facts:
            types |= view.known.facts[node.model.flow].ends
    return types


def _listed(known: Iterable[str]) -> str | None:
    names = ", ".join(sorted(known))
    return f"Known: {names}." if names else None


TEST_RULES: Final[tuple[TestRule, ...]] = (
    ref_means_nothing_else,
    error_test_is_not_for_production,
    runs_somewhere,
    has_time,
    texts_are_plain,
    prerequisites_are_known,
    ids_are_known,
    exclusive_names_a_var,
    step_refs_differ,
    can_fail_everywhere,
    creations_are_undone,
)
