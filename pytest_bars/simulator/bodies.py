"""Bodies of requests: read them as FHIR, or say what is wrong with them."""

import json
from typing import Final, Never

from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.headers import CONTENT_TYPE, FHIR_JSON, PLAIN_JSON
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.refusals import INVALID, MEDIA_TYPE, RefusalError

_READ: Final = frozenset({FHIR_JSON, PLAIN_JSON})


def read_resource(call: Call, resource_type: str, faults: ActiveFaults) -> JsonObject:
    """Return the body of a call, a resource of a type.

    Raises RefusalError where it is no JSON, or no valid resource of that type.
    """
    body = read_object(call, resource_type)
    refuse_invalid(body, resource_type, faults)
    return body


def read_object(call: Call, resource_type: str) -> JsonObject:
    """Return the body of a call, a JSON object whose content is not looked at.

    Raises RefusalError where it is something else.
    """
    media_type = (call.header(CONTENT_TYPE) or "").partition(";")[0].strip()
    if media_type.lower() not in _READ:
        raise RefusalError(MEDIA_TYPE, "Only application/fhir+json is read.")
    body = parse_json(call.body)
    if not isinstance(body, dict):
        raise RefusalError(INVALID, f"The body must be of type {resource_type}.")
    return body


def refuse_invalid(body: JsonObject, resource_type: str, faults: ActiveFaults) -> None:
    """Refuse what is no valid resource of a type, one issue for each fault."""
    found = validate(body, resource_type)
    if found and not faults.has("invalid-body-accepted"):
        told = [f"{fault.location}: {fault.message}" for fault in found]
        raise RefusalError(INVALID, *told)


def parse_json(body: bytes) -> Json:
    """Parse a body as strict JSON.

    Raises RefusalError where it is none, whatever the bytes.
    """
    try:
        parsed: Json = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise RefusalError(INVALID, "The body is not JSON.") from None
    return parsed


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)
