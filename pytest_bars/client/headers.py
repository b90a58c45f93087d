"""Every header of a request, made in one place.

Source: BaRS API specification 1.0.0, parameters (2026-05-18); BaRS guide, Core 1.2.2,
End-to-end-workflow (2025-05-31): the identity headers are sent on every call.
"""

import re
import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pytest_bars import __version__
from pytest_bars.client.content import ACCEPTED_CODING
from pytest_bars.client.draft import Draft
from pytest_bars.client.use_context import derive_use_context
from pytest_bars.environments.profile import (
    Organisation,
    Practitioner,
    Profile,
    Software,
    Target,
)
from pytest_bars.errors import ProtocolError
from pytest_bars.exchange import Headers
from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import (
    ACCEPT,
    CONTENT_TYPE,
    CORRELATION_ID,
    DEFAULT_VERSION,
    END_USER_ORGANISATION,
    FHIR_JSON,
    REQUEST_ID,
    REQUESTING_PRACTITIONER,
    REQUESTING_SOFTWARE,
    TARGET_IDENTIFIER,
    USE_CONTEXT,
    TargetIdentifier,
    accept_header,
    encode_json_header,
    encode_target_identifier,
)
from pytest_bars.protocol.identifiers import ODS_CODE, SDS_ROLE_PROFILE_ID, SNOMED_CT
from pytest_bars.protocol.operations import find_operation

WRITING_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
USER_AGENT: Final = f"pytest-bars/{__version__}"
# They say where a request begins, ends and goes: ours alone.
FRAMING: Final = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE: Final = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")


def build_headers(draft: Draft, profile: Profile) -> Headers:
    """Return the headers of a request but those of the connection.

    Raises ProtocolError for a header that cannot be sent.
    """
    headers = Headers(_fields(draft, profile))
    if not draft.headers:
        return headers
    for name, value in draft.headers.items():
        refuse_header(name, value)
    return headers.with_fields(dict(draft.headers))


def connection_headers(host: str, body: bytes | None, method: str) -> Headers:
    """Return the headers of the connection: where the request goes and ends."""
    fields = [
        ("Host", host),
        ("User-Agent", USER_AGENT),
        ("Accept-Encoding", ACCEPTED_CODING),
        ("Connection", "keep-alive"),
    ]
    if body is not None:
        fields.append(("Content-Length", str(len(body))))
    elif method in WRITING_METHODS:
        fields.append(("Content-Length", "0"))
    return Headers(fields)


def refuse_header(name: str, value: str | None) -> None:
    """Raise ProtocolError for a header that must not or cannot be sent.

    The value is not quoted, as it may hold a person's name.
    """
    if _NAME.fullmatch(name) is None:
        raise ProtocolError(
            f"{name!r} is no header name; expected letters, digits and hyphens."
        )
    if name.lower() in FRAMING:
        raise ProtocolError(
            f"The header {name} belongs to the connection and cannot be set; leave "
            "it out."
        )
    if value is not None and _VALUE.fullmatch(value) is None:
        raise ProtocolError(
            f"The value of the header {name} cannot be sent; expected printable ASCII "
            "on one line, without spaces at its ends."
        )


def _fields(draft: Draft, profile: Profile) -> Iterator[tuple[str, str]]:
    version = draft.api_version or profile.api_version or DEFAULT_VERSION
    yield ACCEPT, accept_header(version)
    yield REQUEST_ID, _id(REQUEST_ID, draft.request_id)
    yield CORRELATION_ID, _id(CORRELATION_ID, draft.correlation_id)
    if draft.target is not None:
        yield TARGET_IDENTIFIER, _target(draft.target)
    yield END_USER_ORGANISATION, _organisation(profile.end_user_organisation)
    yield REQUESTING_SOFTWARE, _software(profile.software)
    if profile.practitioner is not None:
        yield REQUESTING_PRACTITIONER, _practitioner(profile.practitioner)
    if draft.body is not None:
        yield CONTENT_TYPE, _content_type(draft, version)
    if draft.method in WRITING_METHODS:
        context = draft.use_context or derive_use_context(draft.body)
        if context is not None:
            refuse_header(USE_CONTEXT, context)
            yield USE_CONTEXT, context


def _content_type(draft: Draft, version: str) -> str:
    """Return the media type of a body, as the version has it for the operation."""
    operation = find_operation(draft.method, draft.path, version)
    published = None if operation is None else operation.content_type
    return published or FHIR_JSON


def _id(name: str, given: str) -> str:
    if not given:
        return str(uuid.uuid4())
    refuse_header(name, given)
    return given


@lru_cache(maxsize=256)
def _target(target: Target) -> str:
    return encode_target_identifier(TargetIdentifier(target.system, target.value))


@lru_cache(maxsize=16)
def _organisation(organisation: Organisation) -> str:
    return encode_json_header(
        {
            "resourceType": "Organization",
            "identifier": [{"system": ODS_CODE, "value": organisation.ods}],
            "name": organisation.name,
        }
    )


@lru_cache(maxsize=16)
def _software(software: Software) -> str:
    """Encode the software; deviceName and version are single objects here.

    Source: BaRS API specification 1.0.0, RequestingSoftwareToken.
    """
    return encode_json_header(
        {
            "resourceType": "Device",
            "identifier": [{"system": software.system, "value": software.value}],
            "deviceName": {"name": software.name, "type": "manufacturer-name"},
            "version": {"value": software.version},
        }
    )


@lru_cache(maxsize=16)
def _practitioner(practitioner: Practitioner) -> str:
    role: JsonObject = {
        "resourceType": "PractitionerRole",
        "identifier": [
            {"system": SDS_ROLE_PROFILE_ID, "value": practitioner.role_profile_id}
        ],
    }
    if practitioner.code:
        coding: JsonObject = {"system": SNOMED_CT, "code": practitioner.code}
        if practitioner.display:
            coding["display"] = practitioner.display
        role["code"] = [{"coding": [coding]}]
    return encode_json_header(role)
