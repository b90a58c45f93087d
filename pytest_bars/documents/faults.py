"""A model error in plain words, at its place in the document."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from pydantic import BaseModel, ValidationError

from pytest_bars.documents.known import known_keys
from pytest_bars.documents.limits import LIMITS
from pytest_bars.documents.problems import Problem, is_echo, place, settle
from pytest_bars.documents.suggest import closest, did_you_mean, one_of
from pytest_bars.documents.tree import Document, Location
from pytest_bars.documents.wording import (
    LIST,
    MAP,
    NUMBER,
    SWITCH,
    TEXT,
    TYPE_WORDS,
    bound,
    found,
    plain,
)
from pytest_bars.jsontypes import Json
from pytest_bars.source import Fault

_SWITCHES: Final = frozenset({"true", "false", "yes", "no", "on", "off"})
_FEW: Final = 12


def model_faults(
    document: Document,
    error: ValidationError,
    base: Location = (),
    *,
    model: type[BaseModel] | None = None,
) -> list[Fault]:
    """Turn the errors of a pydantic model into faults of the document.

    base: where in the document the validated value stands.
    model: the model that was asked; with it, unknown keys get a "did you mean".
    """
    errors = error.errors(include_url=False, include_input=False)
    placed = [place(document, base, entry) for entry in errors]
    problems = list(settle(one for one in placed if not is_echo(document, one)))
    teller = _Teller(document, base, model, problems)
    told = chain.from_iterable(teller.tell(problem) for problem in problems)
    return list(dict.fromkeys(islice(told, LIMITS.faults)))


class _Teller:
    """Tell problems as faults.

    A missing key is not told when a mistyped one stands in its place.
    """

    def __init__(
        self,
        document: Document,
        base: Location,
        model: type[BaseModel] | None,
        problems: Sequence[Problem],
    ) -> None:
        self._document = document
        self._base = base
        self._model = model
        self._missing: dict[Location, set[str]] = defaultdict(set)
        for problem in problems:
            if problem.name is not None:
                self._missing[problem.location].add(problem.name)
        self._mistyped = {
            (problem.location[:-1], closest(str(problem.location[-1]), missing))
            for problem in problems
            if problem.kind == "extra_forbidden"
            and (missing := self._missing.get(problem.location[:-1]))
        }

    def tell(self, problem: Problem) -> Iterator[Fault]:
        """Give the fault of a problem, or several when several keys are meant."""
        location = problem.location
        if problem.name is not None:
            if (location, problem.name) not in self._mistyped:
                message = f'missing key "{problem.name}"'
                yield self._document.fault(location, message)
        elif problem.kind == "extra_forbidden":
            yield self._unknown(location)
        elif problem.kind == "one_key":
            yield from self._one_key(problem)
        else:
            yield self._value(problem)

    def _unknown(self, location: Location) -> Fault:
        """Say that a key is unknown, and which is near, or which there are."""
        key = str(location[-1])
        hint = self._key_hint(key, self._known(location[:-1]))
        return self._document.fault(
            location, f'unknown key "{key}"', key=True, hint=hint
        )

    def _known(self, location: Location) -> list[str]:
        if self._model is None:
            return sorted(self._missing.get(location, ()))
        return known_keys(self._document, self._model, self._base, location)

    @staticmethod
    def _key_hint(key: str, known: Collection[str]) -> str | None:
        near = did_you_mean(key, known)
        if near is None and 0 < len(known) <= _FEW:
            return f"Known here: {', '.join(sorted(known))}."
        return near

    def _one_key(self, problem: Problem) -> Iterator[Fault]:
        """Say that a map has none or several of its kind keys."""
        location = problem.location
        value = self._document.at(location)
        kinds = str(problem.context["one_of"]).split(",")
        if not isinstance(value, dict):
            yield self._document.fault(
                location, f"expected {MAP}, found {found(value)}"
            )
        elif given := [key for key in value if key in kinds]:
            keys = " and ".join(f'"{key}"' for key in given)
            yield self._document.fault(
                (*location, given[-1]),
                f"expected only one of {one_of(kinds)}, found {keys}",
                key=True,
            )
        else:
            known = str(problem.context["known"]).split(",")
            strange = [key for key in value if key not in known]
            yield from self._no_kind(location, kinds, known, strange)

    def _no_kind(
        self, location: Location, kinds: list[str], known: list[str], strange: list[str]
    ) -> Iterator[Fault]:
        """Take each strange key for a mistyped kind, unless it is near another key."""
        wanted = f"expected one of {one_of(kinds)}"
        has_kind = False
        for key in strange:
            if closest(key, known) in {None, *kinds}:
                has_kind = True
                hint = did_you_mean(key, kinds)
                message = f'{wanted}, found "{key}"'
                yield self._document.fault(
                    (*location, key), message, key=True, hint=hint
                )
            else:
                yield self._unknown((*location, key))
        if not has_kind:
            yield self._document.fault(location, f"{wanted}, found none")

    def _value(self, problem: Problem) -> Fault:
        """Say what was expected of a value, or of the text of a key."""
        part = problem.location[-1] if problem.is_key else None
        value = part if isinstance(part, str) else self._document.at(problem.location)
        wanted = bound(problem.kind, problem.context)
        if problem.choices:
            wanted = one_of(problem.choices)
        message = f"expected {wanted}, found {found(value)}"
        if wanted is None:
            message = plain(problem.message)
        return self._document.fault(
            problem.location,
            message,
            key=problem.is_key,
            hint=_value_hint(problem.choices, value),
        )


def _value_hint(choices: tuple[str, ...], value: Json) -> str | None:
    """Say how to write what was expected, where that can be told."""
    if isinstance(value, str):
        return _text_hint(choices, value)
    if value is None:
        return "Give it a value, or remove the key."
    is_scalar = isinstance(value, int)
    return "Put it in quotes." if TEXT in choices and is_scalar else None


def _text_hint(choices: tuple[str, ...], text: str) -> str | None:
    if SWITCH in choices and text.lower() in _SWITCHES:
        return "Write true or false."
    if NUMBER in choices and text.removeprefix("-").isdigit():
        return "Write the number without quotes and leading zeros."
    if LIST in choices and text:
        return "Write a list, also of one: [...]."
    return did_you_mean(text, [word for word in choices if word not in TYPE_WORDS])
