"""HTTP header names, and the headers whose value is JSON in base64.

Source: BaRS API specification 1.0.0 to 1.4.0, parameters (2026-05-18); BaRS guide,
Core 1.2.2, End-to-end-workflow, and Build, TKW page (2025-05-31).
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Final

from pytest_bars.errors import ProtocolError
from pytest_bars.jsontypes import JsonObject

AUTHORIZATION: Final = "Authorization"
REQUEST_ID: Final = "X-Request-Id"
CORRELATION_ID: Final = "X-Correlation-Id"
TARGET_IDENTIFIER: Final = "NHSD-Target-Identifier"
END_USER_ORGANISATION: Final = "NHSD-End-User-Organisation"
REQUESTING_SOFTWARE: Final = "NHSD-Requesting-Software"
REQUESTING_PRACTITIONER: Final = "NHSD-Requesting-Practitioner"
ACCEPT: Final = "Accept"
CONTENT_TYPE: Final = "Content-Type"
USE_CONTEXT: Final = "use-context"
# No part of the standard: asks our simulator, and nothing else, for faults by name.
SIMULATOR_FAULT: Final = "Bars-Simulator-Fault"

# The two ids of a transaction; the Receiver echoes both, the proxy asks for both.
TRANSACTION_HEADERS: Final = (REQUEST_ID, CORRELATION_ID)
# Who asks: base64 JSON; the proxy passes them on unread.
IDENTITY_HEADERS: Final = (
    END_USER_ORGANISATION,
    REQUESTING_SOFTWARE,
    REQUESTING_PRACTITIONER,
)
# Every header whose value is base64 JSON.
JSON_HEADERS: Final = (TARGET_IDENTIFIER, *IDENTITY_HEADERS)
# What a response carries (specification, headers of every response).
SERVER_HEADERS: Final = TRANSACTION_HEADERS

FHIR_JSON: Final = "application/fhir+json"
PLAIN_JSON: Final = "application/json"
DEFAULT_VERSION: Final = "1.0.0"

_VERSION_PARAMETER = re.compile(r"version=\"?([^;,\s\"]*)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class TargetIdentifier:
    """Name the service a request is for; the system is part of the key."""

    system: str
    value: str


def accept_header(version: str = DEFAULT_VERSION) -> str:
    """Return the Accept header for an API version."""
    return f"{FHIR_JSON}; version={version}"


def accepted_version(accept: str) -> str:
    """Return the version an Accept header asks for, as the proxy reads it.

    The highest well-formed `version=` parameter wins; without one it is 1.0.0.
    Source: proxies/live/apiproxy, SetnRemoveVersion (2026-05-18).
    """
    found = [v for v in _VERSION_PARAMETER.findall(accept) if _VERSION.fullmatch(v)]
    return max(found, key=version_key, default=DEFAULT_VERSION)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: 1.10.0 comes after 1.2.0."""
    return tuple(int(part) for part in version.split("."))


def encode_json_header(value: JsonObject) -> str:
    """Encode a JSON object as a header value: compact UTF-8 JSON, padded base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode("ascii")


def decode_json_header(text: str) -> JsonObject:
    """Decode a header value that is a JSON object in base64.

    text: Base64 (RFC 4648, section 4: standard alphabet, padded) of UTF-8 JSON; a
        line end after the JSON is accepted, as NHS examples carry one.

    Raises ProtocolError, naming the first rule broken; the value is not quoted, as it
    may hold a person's name.
    Source: BaRS API specification 1.0.0, schemas of the NHSD headers (format: byte).
    """
    value = _parse(_decode(text))
    if not isinstance(value, dict):
        raise ProtocolError("expected a JSON object in base64, found other JSON.")
    return value


def _decode(text: str) -> str:
    if not text:
        raise ProtocolError("expected base64, found nothing.")
    if "-" in text or "_" in text:
        raise ProtocolError(
            "expected base64 of the standard alphabet (+ and /), found - or _ "
            "(base64url)."
        )
    if len(text) % 4:
        raise ProtocolError(
            "expected base64 padded with = to a multiple of 4 characters, found "
            f"{len(text)} characters."
        )
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProtocolError(
            "expected base64 (RFC 4648, section 4), found other characters."
        ) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError("expected UTF-8 inside the base64.") from None


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ProtocolError("expected JSON inside the base64.") from None


def encode_target_identifier(target: TargetIdentifier) -> str:
    """Encode an NHSD-Target-Identifier header."""
    return encode_json_header({"system": target.system, "value": target.value})


def decode_target_identifier(header: str) -> TargetIdentifier:
    """Decode an NHSD-Target-Identifier header.

    header: Base64 (RFC 4648, section 4) of a UTF-8 JSON object with the
        string members "system" (a URI) and "value".

    Raises ProtocolError, naming the first rule broken.
    Source: BaRS API specification, parameter NHSD-Target-Identifier.
    """
    members = decode_json_header(header)
    return TargetIdentifier(_member(members, "system"), _member(members, "value"))


def _member(members: JsonObject, name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        raise ProtocolError(f'expected a non-empty string member "{name}".')
    return value
