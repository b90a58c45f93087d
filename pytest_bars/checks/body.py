"""Expect what a body holds, FHIR or not."""

import re
from typing import Annotated, ClassVar, Final

from pydantic import Field, StrictBool, model_validator

from pytest_bars.checks.base import CheckContext, CheckKind, one_or_more
from pytest_bars.checks.fields import OneOrMore, Plain
from pytest_bars.checks.matching import is_same, shown
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import Maybe, Model, OrExpression, Text, expected
from pytest_bars.results import CheckResult

_PART: Final = re.compile(r"[^.\[\]]+|\[\d+\]")


class BodyBody(Model):
    """What the body must be or hold; all that is said must hold.

    json: by path, such as `issue[0].code`; null says that it is absent or null.
    contains: texts. empty: no byte at all. equals: the whole JSON value.
    """

    json_: Maybe[dict[Text, Plain]] = Field(default=None, alias="json", min_length=1)
    contains: Maybe[OneOrMore[Text]] = None
    empty: Maybe[Annotated[StrictBool, OrExpression()]] = None
    equals: Plain = None

    @model_validator(mode="after")
    def _asks_something(self) -> "BodyBody":
        if not self.model_fields_set:
            raise expected("at least one of json, contains, empty and equals")
        return self


class BodyCheck(CheckKind):
    """Expect the body to hold members, to contain texts, to be empty or to equal."""

    key: ClassVar[str] = "body"

    body: BodyBody = Field(examples=[{"json": {"issue[0].code": "duplicate"}}])

    def phrase(self) -> str:
        """Return such as "a body with issue[0].code = duplicate"."""
        body = self.body
        parts = [f"{path} = {shown(value)}" for path, value in _members(body)]
        parts += [f'the text "{text}"' for text in _texts(body)]
        if "equals" in body.model_fields_set:
            parts.append(f"the value {shown(body.equals)}")
        said = [f"a body with {', '.join(parts)}"] if parts else []
        if body.empty is not None:
            said.append("an empty body" if body.empty else "a body that is not empty")
        return " and ".join(said)

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Judge every demand, and show those that do not hold."""
        wrong = self._wrong(context)
        actual = "; ".join(wrong) if wrong else "as expected"
        return self.verdict(holds=not wrong, actual=actual)

    def _wrong(self, context: CheckContext) -> list[str]:
        body, content = self.body, context.response.body
        wrong = []
        if body.empty is not None and body.empty is bool(content):
            wrong.append(f"{len(content)} bytes" if content else "an empty body")
        if "equals" in body.model_fields_set and not is_same(context.json, body.equals):
            wrong.append(shown(context.json))
        text = content.decode("utf-8", "replace") if body.contains else ""
        wrong += [f'no "{part}"' for part in _texts(body) if part not in text]
        for path, wanted in _members(body):
            found = walk(context.json, path)
            if not is_same(found[0] if found else None, wanted):
                wrong.append(f"{path} {_seen(found)}")
        return wrong


def walk(value: Json, path: str) -> list[Json]:
    """Return the one value a path such as `issue[0].code` leads to, or nothing."""
    for part in _PART.findall(path):
        match value:
            case dict() if part in value:
                value = value[part]
            case list() if part[0] == "[" and int(part[1:-1]) < len(value):
                value = value[int(part[1:-1])]
            case _:
                return []
    return [value]


def _members(body: BodyBody) -> list[tuple[str, Json]]:
    return list((body.json_ or {}).items())


def _texts(body: BodyBody) -> tuple[str, ...]:
    return () if body.contains is None else one_or_more(body.contains)


def _seen(found: list[Json]) -> str:
    return f"= {shown(found[0])}" if found else "is absent"
