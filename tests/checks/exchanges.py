"""Exchanges to judge, made without a network."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pytest_bars.checks.base import judge
from pytest_bars.exchange import (
    Exchange,
    FaultKind,
    Headers,
    Request,
    Response,
    TransportFault,
)
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import Check
from pytest_bars.plan.types import RESOLVED
from pytest_bars.results import CheckResult

_STARTED = datetime(2026, 11, 23, tzinfo=UTC)
_REQUEST = Request("GET", "http://127.0.0.1/metadata", "/metadata", Headers(), None)


def exchange(
    body: Json | bytes = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    milliseconds: int = 20,
) -> Exchange:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"Content-Type": "application/fhir+json", **(headers or {})}
    response = Response(status, Headers(fields.items()), content)
    duration = timedelta(milliseconds=milliseconds)
    return Exchange(1, _REQUEST, response, None, _STARTED, duration)


def lost() -> Exchange:
    fault = TransportFault(FaultKind.TIMEOUT, "no answer in 1 s")
    return Exchange(1, _REQUEST, None, fault, _STARTED, timedelta(seconds=1))


def judged(kind: type[Check], node: Mapping[str, Any], on: Exchange) -> CheckResult:
    """Judge a check written as in a plan."""
    return judge(kind.model_validate(node, context=RESOLVED), on)
