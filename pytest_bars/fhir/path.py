"""FHIRPath, strictly: the gateway to fhirpathpy.

The library evaluates malformed expressions as far as it understands them, which in an
expected result is a false pass; so an expression is first parsed whole by its grammar.
It is imported when the first expression is compiled, as it is slow to import.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pytest_bars.errors import BarsError
from pytest_bars.fhir.temporal import EvaluationError
from pytest_bars.jsontypes import Json

if TYPE_CHECKING:
    from pytest_bars.fhir.elements import Node

# What every evaluation has without being handed it.
STANDARD_VARIABLES: Final = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
_ROOTS: Final = ("context", "resource", "rootResource")
# The library keeps the clock of an evaluation, and the parser its tables, in globals.
_REASONS: Final = (
    ("Expected string", "a text function needs one text"),
    ("Expected integer", "a function needs an integer"),
    ("Expected number", "an operator or function needs a number"),
    ("Expected list with number", "a function needs one number"),
    ("Expected boolean", "a boolean operator needs booleans"),
    ("Expected singleton", "is and as need one item"),
    ("Join requires", "join() needs texts"),
    ("Type of", "the two sides compared are of different types"),
    ("Unexpected collection", "one item is needed, several were found"),
    ("Unary", "a sign needs one number"),
    ("Cannot ", "the two sides cannot be added or subtracted"),
    ("unsupported operand", "an operator does not fit its operands"),
    ("'$", "$index and $total stand only inside a function's brackets"),
    ("maximum recursion", "nested too deeply"),
)
_LOCK = threading.RLock()


class FhirPathError(BarsError):
    """An expression is malformed, or could not be evaluated.

    line, column: from 1, within the expression; 0 when the place is not known.
    """

    def __init__(
        self, message: str, expression: str, *, line: int = 0, column: int = 0
    ) -> None:
        self.expression = expression
        self.line = line
        self.column = column
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class FhirPath:
    """A compiled expression.

    variables: the names of the %variables it uses, but those every evaluation has.
    is_constant: it reads nothing, and yields the same of every resource.
    """

    expression: str
    variables: frozenset[str]
    is_constant: bool
    _tree: "Node" = field(repr=False, compare=False)

    def evaluate(
        self, resource: Json, variables: Mapping[str, Json] | None = None
    ) -> list[Json]:
        """Evaluate on a resource and return the items as plain JSON.

        variables: the values of the %variables, without the percent sign.

        Raises FhirPathError when a variable is missing or evaluation fails.
        """
        given = variables or {}
        missing = sorted(self.variables - given.keys())
        if missing:
            names = ", ".join(f"%{name}" for name in missing)
            raise FhirPathError(
                f"{names} in the FHIRPath {self.expression!r} has no value.",
                self.expression,
            )
        from pytest_bars.fhir.evaluation import evaluate  # noqa: PLC0415 - slow import

        roots = dict.fromkeys(_ROOTS, resource)
        try:
            with _LOCK:
                return evaluate(
                    self._tree, resource, {**STANDARD_VARIABLES, **roots, **given}
                )
        except Exception as error:  # noqa: BLE001 - the library raises bare Exception
            raise FhirPathError(
                f"The FHIRPath {self.expression!r} could not be evaluated: "
                f"{_reason(error)}.",
                self.expression,
            ) from None  # what the library says may quote a person's data


def _reason(error: Exception) -> str:
    """Say why an evaluation failed, without any value of the resource."""
    if isinstance(error, EvaluationError):
        return str(error)
    text = str(error)
    known = (plain for start, plain in _REASONS if text.startswith(start))
    return next(known, f"the engine failed ({type(error).__name__})")


@lru_cache(maxsize=10_000)
def compile_path(expression: str) -> FhirPath:
    """Compile an expression; the same text is compiled once.

    Raises FhirPathError, with line and column, unless the whole text is FHIRPath.
    """
    from pytest_bars.fhir.syntax import MalformedError, parse  # noqa: PLC0415 - slow import

    try:
        with _LOCK:
            syntax = parse(expression)
    except MalformedError as error:
        place = f"malformed at {error.line}:{error.column}" if error.line else "wrong"
        raise FhirPathError(
            f"The FHIRPath {expression!r} is {place}: {error}.",
            expression,
            line=error.line,
            column=error.column,
        ) from error
    except RecursionError as error:
        raise FhirPathError(
            f"The FHIRPath {expression[:80]!r}... is nested too deeply.", expression
        ) from error
    own = syntax.variables - STANDARD_VARIABLES.keys() - set(_ROOTS)
    return FhirPath(expression, own, syntax.is_constant, syntax.tree)
