"""Rules of polling: reads only, with a pause, and time for more than one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, cast

from pytest_bars.compile.nodes import SAFE_METHODS, StepNode
from pytest_bars.compile.rules_names import expression_faults
from pytest_bars.compile.view import View
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.source import Fault


def poll_is_of_a_request(step: StepNode, _: View) -> Iterator[Fault]:
    """Only a request is sent again and again."""
    if step.kind != "request":
        yield step.fault(
            f'only a "request" can poll, no "{step.kind}".', "poll", key=True
        )


def poll_only_reads(step: StepNode, _: View) -> Iterator[Fault]:
    """Polling sends again and again, so it never writes."""
    is_write = step.method is not None and step.method not in SAFE_METHODS
    if is_write:
        yield step.fault(
            f'a "{step.method}" is never sent again by itself: only reads can poll.',
            "poll",
            key=True,
            hint="Poll a get in a step of its own.",
        )


def poll_has_time(step: StepNode, _: View) -> Iterator[Fault]:
    """A poll reads at least twice, and not without pause."""
    every = _known_time(step, "every")
    within = _known_time(step, "within")
    if every == timedelta(0):
        yield step.fault("reading again needs a pause.", "poll", "every")
    elif every is not None and within is not None and every > within:
        yield step.fault(
            '"every" is longer than "within": it would never read again.',
            "poll",
            "every",
        )


def poll_names_are_set(step: StepNode, view: View) -> Iterator[Fault]:
    """Every name the times of a poll use has a value."""
    poll = cast("JsonObject", step.raw["poll"])
    timing: Json = {key: poll[key] for key in ("every", "within")}
    yield from expression_faults(step, timing, view, ("poll",), has_sent=False)


def _known_time(step: StepNode, key: str) -> timedelta | None:
    """Return a duration of the poll, or None where it is an expression."""
    value: object = getattr(step.model.poll, key)
    return value if isinstance(value, timedelta) else None


POLL_RULES: Final = (
    poll_is_of_a_request,
    poll_only_reads,
    poll_has_time,
    poll_names_are_set,
)
