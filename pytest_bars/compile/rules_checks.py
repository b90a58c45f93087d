"""Rules of expected results: each can fail, says why, and names what exists."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from pytest_bars.compile.nodes import CheckNode
from pytest_bars.compile.paths import compiled, path_faults
from pytest_bars.compile.rules_ids import unknown_requirements
from pytest_bars.compile.rules_names import check_names_are_set
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import parse_duration
from pytest_bars.source import Fault

CheckRule = Callable[[CheckNode, View], Iterable[Fault]]
_EVERY_STATUS: Final = frozenset(range(100, 600))
# Nothing waits longer: the API gives up on a Receiver after 32 seconds.
_LONGEST_ANSWER: Final = timedelta(minutes=10)


def fhirpath_says_why(check: CheckNode, _: View) -> Iterator[Fault]:
    """Each FHIRPath has a `because`: people read that as the expected result."""
    if not (check.model.because or "").strip():
        yield check.fault(
            'a "fhirpath" needs a "because" that says the expected result in words.',
            "fhirpath",
            key=True,
            hint='Add because: "At least one free slot is offered", or the like.',
        )


def fhirpath_is_whole(check: CheckNode, _: View) -> Iterator[Fault]:
    """FHIRPath is well formed to its end, and holds no expression."""
    yield from path_faults(check, str(check.raw["fhirpath"]), "fhirpath")


def fhirpath_has_its_values(check: CheckNode, _: View) -> Iterator[Fault]:
    """Each %name of FHIRPath is handed in by `with`, and nothing else is."""
    path = compiled(str(check.raw["fhirpath"]))
    given = check.raw.get("with", {})
    if path is None or not isinstance(given, dict):
        return
    for name in sorted(path.variables - given.keys()):
        yield check.fault(
            f'"%{name}" has no value.',
            "fhirpath",
            hint=did_you_mean(name, given) or f'Add with: {{{name}: "${{{name}}}"}}.',
        )
    for name in given:
        if name not in path.variables:
            yield check.fault(
                f'"{name}" is handed in and never used.',
                "with",
                name,
                key=True,
                hint=did_you_mean(name, path.variables)
                or f"FHIRPath reads it as %{name}.",
            )


def fhirpath_can_fail(check: CheckNode, _: View) -> Iterator[Fault]:
    """An expression that reads nothing says nothing of the response."""
    path = compiled(str(check.raw["fhirpath"]))
    if path is not None and path.is_constant:
        yield check.fault(
            "this check cannot fail, or cannot hold: the expression reads nothing of "
            "the response.",
            "fhirpath",
            hint="Ask something of the response.",
        )


def status_can_fail(check: CheckNode, _: View) -> Iterator[Fault]:
    """Some status is expected, and not every one."""
    codes = check.raw.get("status")
    if not isinstance(codes, list):
        return
    if not codes:
        yield check.fault("this check cannot hold: it expects no status.", "status")
    elif _EVERY_STATUS.issubset(code for code in codes if isinstance(code, int)):
        yield check.fault(
            "this check cannot fail: it expects every status there is.", "status"
        )


def duration_is_sensible(check: CheckNode, _: View) -> Iterator[Fault]:
    """A longest duration can be kept, and can be exceeded."""
    body = check.raw.get("duration")
    text = body.get("max") if isinstance(body, dict) else None
    if not isinstance(text, str) or "${" in text:
        return
    longest = parse_duration(text)
    if not longest:
        yield check.fault(
            "this check cannot hold: no answer takes no time.", "duration", "max"
        )
    elif longest > _LONGEST_ANSWER:
        yield check.fault(
            "this check cannot fail: no answer is awaited for that long.",
            "duration",
            "max",
            hint="Expect seconds; the standard asks for 5s (nfr-time-2).",
        )


def body_says_something(check: CheckNode, _: View) -> Iterator[Fault]:
    """A body check expects something of the body."""
    body = check.raw.get("body")
    if isinstance(body, dict) and all(_is_empty(value) for value in body.values()):
        yield check.fault(
            "this check cannot fail: it expects nothing of the body.",
            "body",
            key=True,
            hint="Give json, contains, empty or equals something to hold against.",
        )


def requirements_are_known(check: CheckNode, view: View) -> Iterator[Fault]:
    """Requirements are ids of the catalogue."""
    yield from unknown_requirements(check, check.model.requirements, view.known)


def _is_empty(value: Json) -> bool:
    if isinstance(value, list):
        return all(_is_empty(item) for item in value)
    return value in ("", {})


CHECK_RULES: Final[tuple[CheckRule, ...]] = (
    requirements_are_known,
    check_names_are_set,
)
CHECK_KIND_RULES: Final[Mapping[str, tuple[CheckRule, ...]]] = {
    "fhirpath": (
        fhirpath_says_why,
        fhirpath_is_whole,
        fhirpath_has_its_values,
        fhirpath_can_fail,
    ),
    "status": (status_can_fail,),
    "duration": (duration_is_sensible,),
    "body": (body_says_something,),
}
