"""What requests ask of the API, and what a version of it says to that.

Happy-path tests ask only for what their version has. An error test may ask for anything
on purpose, and so may a step that takes an error status for an answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_bars.compile.nodes import StepNode
from pytest_bars.compile.view import View
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.headers import TARGET_IDENTIFIER, USE_CONTEXT
from pytest_bars.protocol.operations import (
    API_VERSIONS,
    Operation,
    find_operation,
    operations,
    versions_with,
)
from pytest_bars.source import Fault

_CASE: Final = re.compile(r"\$\{case\.([A-Za-z_][A-Za-z0-9_]*)\}")
_FIRST_ERROR: Final = 400
_EXPRESSION: Final = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True, eq=False)
class ApiCall:
    """A request as far as its API version can be asked about it.

    path: with stand-ins for what is not known. query: names of the parameters that are
    sent. removed: headers taken away, lower case. version: its own, None for the
    plan's. has_target: None where not known. has_context: whether use-context is sent.
    """

    step: StepNode
    method: str
    path: str
    query: frozenset[str]
    removed: frozenset[str]
    version: str | None
    has_target: bool | None
    has_context: bool

    def faults(self, version: str, why: str = "") -> Iterator[Fault]:
        """Yield what a version says to the request; its own version goes first.

        why: who chose the version, such as ` (profile bench)`.
        """
        told = f"API {version}{why}"
        if self.version is not None:
            version, told = self.version, f"API {self.version}"
        operation = find_operation(self.method, self.path, version)
        if operation is None:
            yield self._unknown(told)
            return
        yield from self._query_faults(operation, told)
        yield from self._header_faults(operation, told)

    def _unknown(self, told: str) -> Fault:
        others = versions_with(self.method, self.path)
        asked = f"{self.method} {self.path}"
        if others:
            hint = (
                f"It is in {', '.join(others)}: say so by standard: {{api: VERSION}}."
            )
        else:
            known = {one.path for v in API_VERSIONS for one in operations(v)}
            hint = did_you_mean(self.path, known) or (
                "No version has it; only an error test may ask for it."
            )
        return self._fault(f"{told} has no {asked}.", self.method.lower(), hint=hint)

    def _query_faults(self, operation: Operation, told: str) -> Iterator[Fault]:
        for name in operation.required_query:
            if name in self.query:
                continue
            free = [v for v in API_VERSIONS if not _requires(self, name, v)]
            message = f'{told} requires "{name}" of {self.method} {operation.path}.'
            place = "query" if "query" in self.step.body else self.method.lower()
            hint = (
                f"{', '.join(free)} do not require it."
                if free
                else "Every version that has it does."
            )
            yield self._fault(message, place, hint=hint)

    def _header_faults(self, operation: Operation, told: str) -> Iterator[Fault]:
        asked = f"{self.method} {operation.path}"
        if self.has_target is False and TARGET_IDENTIFIER in operation.headers:
            message = f"{told} requires {TARGET_IDENTIFIER} of {asked}."
            hint = "Address a party that has a target."
            yield self._fault(message, "to", hint=hint)
        if self.has_target and not operation.takes_header(TARGET_IDENTIFIER):
            message = f"{told}: {asked} takes no {TARGET_IDENTIFIER}."
            hint = "Address the API itself: a party without target."
            yield self._fault(message, "to", hint=hint)
        if not self.has_context and USE_CONTEXT in operation.headers:
            message = f"{told} requires {USE_CONTEXT} of {asked}."
            hint = "Only a message says it by itself: say it by use_context."
            yield self._fault(message, self.method.lower(), hint=hint)
        for name in operation.headers:
            if name.lower() in self.removed:
                message = f"{told} requires the header {name} of {asked}."
                yield self._fault(message, "headers", hint="Do not take it away.")

    def _fault(self, message: str, *path: str, hint: str) -> Fault:
        return self.step.fault(message, "request", *path, hint=hint)


def _requires(call: ApiCall, name: str, version: str) -> bool:
    operation = find_operation(call.method, call.path, version)
    return operation is None or name in operation.required_query


def calls_of(step: StepNode, view: View) -> Iterator[ApiCall]:
    """Yield what a request step asks for, once for each of its test's cases.

    A request whose path or version is only known when it runs is left out.
    """
    for row in view.cases or ({},):
        body = _filled(step.body, row)
        method = step.method
        path = body.get(method) if method is not None else None
        version = body.get("api")
        if method is None or not isinstance(path, str) or not _is_known(path):
            continue
        if _may_be_refused(step, row):
            continue
        if version is None or version in API_VERSIONS:
            yield _call(step, method, path, body, view)


def _may_be_refused(step: StepNode, row: JsonObject) -> bool:
    """Say whether a step takes an error status for an answer."""
    for check in step.checks:
        status = _fill(check.raw.get("status"), row)
        for one in status if isinstance(status, list) else [status]:
            if isinstance(one, int) and one >= _FIRST_ERROR:
                return True
    return False


def _call(
    step: StepNode, method: str, path: str, body: JsonObject, view: View
) -> ApiCall:
    query, headers = _map(body.get("query")), _map(body.get("headers"))
    sent = {name.lower() for name, value in headers.items() if value is not None}
    version = body.get("api")
    return ApiCall(
        step=step,
        method=method.upper(),
        path=_EXPRESSION.sub("x", path),
        query=frozenset(name for name, value in query.items() if value is not None),
        removed=frozenset(name.lower() for name in headers if name.lower() not in sent),
        version=version if isinstance(version, str) else None,
        has_target=_has_target(body.get("to"), view),
        has_context="use_context" in body
        or USE_CONTEXT in sent
        or _is_message(_map(body.get("body"))),
    )


def _is_message(body: Mapping[str, Json]) -> bool:
    """Say whether use-context can be read from a body, as far as is known here."""
    resource = body.get("json")
    is_bare = isinstance(resource, dict) and resource.get("resourceType") != "Bundle"
    return bool(body) and not is_bare


def _has_target(party: Json, view: View) -> bool | None:
    parties = view.known.parties
    if parties is None or not isinstance(party, str) or party not in parties:
        return None
    return parties[party].target is not None


def _is_known(path: str) -> bool:
    """Say whether the type of resource in a path is no expression."""
    return "${" not in path.partition("?")[0].lstrip("/").partition("/")[0]


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _filled(value: JsonObject, row: JsonObject) -> JsonObject:
    return {name: _fill(one, row) for name, one in value.items()}


def _fill(value: Json, row: JsonObject) -> Json:
    """Return a value with what a case says in it; one `${case.x}` keeps its type."""
    if isinstance(value, dict):
        return _filled(value, row)
    if not isinstance(value, str):
        return value
    whole = _CASE.fullmatch(value)
    if whole is not None and whole[1] in row:
        return row[whole[1]]
    return _CASE.sub(lambda found: str(row.get(found[1], found[0])), value)
