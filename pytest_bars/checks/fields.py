"""Types of the fields of checks."""

import re
import warnings
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, Discriminator, Field, StrictStr, Tag
from pydantic_core import PydanticCustomError

from pytest_bars.documents.suggest import did_you_mean, one_of
from pytest_bars.fhir.definitions import RESOURCE_TYPES
from pytest_bars.plan.types import Name, OrExpression, expected

T = TypeVar("T")


def _shape(value: object) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<one>"


def _pattern(text: str) -> str:
    """Refuse what is no pattern, or will mean something else in a later Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(text)
    except RecursionError:
        why = "it is nested too deeply"
    except (re.error, OverflowError, Warning) as error:
        why = str(error)
    else:
        return text
    raise PydanticCustomError(
        "pattern", "expected a regular expression: {why}", {"why": why}
    )


def _resource_type(name: str) -> str:
    if name not in RESOURCE_TYPES:
        hint = did_you_mean(name, RESOURCE_TYPES) or "Names are as in FHIR R4."
        raise PydanticCustomError(
            "resource_type",
            'expected a FHIR resource type, found "{name}". {hint}',
            {"name": name, "hint": hint},
        )
    return name


# A value, or a list of alternatives; each may be an expression, and so may the whole.
OneOrMore: TypeAlias = Annotated[
    Annotated[T, Tag("<one>")]
    | Annotated[tuple[Annotated[T, OrExpression()], ...], Tag("<list>")],
    Discriminator(_shape),
    OrExpression(),
]
# A list of at least one value, or an expression for the whole.
Alternatives: TypeAlias = Annotated[tuple[T, ...], Field(min_length=1), OrExpression()]
Pattern = Annotated[StrictStr, AfterValidator(_pattern)]
ResourceType = Annotated[StrictStr, AfterValidator(_resource_type)]
# Any JSON value: kept plain, judged when it is resolved.
Plain = Any
Arguments: TypeAlias = dict[Name, Plain]


def one_matcher(given: set[str], matchers: tuple[str, ...]) -> None:
    """Refuse a check that has more than one of the matchers.

    given: names of the fields that are set.
    """
    if len({name.rstrip("_") for name in given}.intersection(matchers)) > 1:
        raise expected(f"only one of {one_of(matchers)}")
