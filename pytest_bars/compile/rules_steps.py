"""Rules of steps of every kind: what they expect, when they run, what they take."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.rules_names import step_names_are_set
from pytest_bars.compile.stagesets import bits, stage_words
from pytest_bars.compile.view import View
from pytest_bars.documents.tree import Location
from pytest_bars.jsontypes import Json
from pytest_bars.source import Fault

StepRule = Callable[[StepNode, View], Iterable[Fault]]


def only_requests_are_judged(step: StepNode, _: View) -> Iterator[Fault]:
    """`expect` and `capture` need a response to look at."""
    allowed = {"request", "resend", "receive"}
    for key, where in (("expect", {*allowed, "flow"}), ("capture", allowed)):
        if key in step.raw and step.kind in {"manual", "wait", "flow"} - where:
            yield step.fault(
                f'a "{step.kind}" step has no response for "{key}".',
                key,
                key=True,
                hint=_INSTEAD[step.kind],
            )


def conversation_is_for_requests(step: StepNode, _: View) -> Iterator[Fault]:
    """`conversation` opens another X-Correlation-Id, for new requests only."""
    if step.model.conversation is not None and step.kind not in {"request", "flow"}:
        yield step.fault(
            f'a "{step.kind}" step cannot open a conversation.',
            "conversation",
            key=True,
        )


def step_runs_somewhere(step: StepNode, view: View) -> Iterator[Fault]:
    """The stages of a step are some of its owner's."""
    stages = step.model.stages
    if stages is None:
        return
    if view.is_error:
        for place, stage in enumerate(stages):
            if stage.is_production:
                yield step.fault(
                    f"an error test never runs in {stage.value}.",
                    "stages",
                    place,
                    hint="Take the stage away, or let the test be happy-path.",
                )
    if not bits(stages) & view.within:
        yield step.fault(
            f'step "{step.ref}" never runs: its {view.owner} runs in '
            f"{stage_words(view.within)} only.",
            "stages",
            key=True,
        )


def titles_are_plain(step: StepNode, _: View) -> Iterator[Fault]:
    """A name is shown as it stands, in reports and before anything has run."""
    if "${" in step.model.name:
        yield step.fault(
            "a name is shown as it stands and holds no ${}.",
            "name",
            hint="Say it in plain words; values are shown with the request.",
        )


def keys_are_plain(step: StepNode, _: View) -> Iterator[Fault]:
    """`${}` stands in values, never in keys."""
    for place in _expression_keys(step.kind_data, ()):
        yield step.fault("a key holds no ${}.", *place, key=True)


def _expression_keys(value: Json, path: Location) -> list[Location]:
    """Return the places of keys with an expression; most data has none."""
    found: list[Location] = []
    for key, item in _members(value):
        if isinstance(key, str) and "${" in key:
            found.append((*path, key))
        if isinstance(item, dict | list):
            found += _expression_keys(item, (*path, key))
    return found


def _members(value: Json) -> Iterable[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


_INSTEAD: Final = {
    "manual": 'What the person should see stands in "manual: {expect: ...}".',
    "wait": "Judge the response of the next request.",
    "flow": "Let the flow return the value, and read it as ${step.name}.",
}
STEP_RULES: Final[tuple[StepRule, ...]] = (
    step_names_are_set,
    only_requests_are_judged,
    conversation_is_for_requests,
    step_runs_somewhere,
    titles_are_plain,
    keys_are_plain,
)
