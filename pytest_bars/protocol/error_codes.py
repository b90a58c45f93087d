"""Error codes: those of the code system, and others in use.

What the proxy answers is in `proxy_errors`.
Source: NHS England code system http-error-codes 1.0.0 (2024-06-13);
booking-and-referral-fhir-api, specification/examples and proxies/live/apiproxy (commit
0c9714b, 2026-05-18); BaRS guide, Core 1.2.2, Error-Handling and
Transactional-integrity (2025-05-31).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Raiser(StrEnum):
    """Who raises a code, by its prefix."""

    SENDER = "SEND"  # the Sender broke the contract; raised by the API
    PROXY = "PROXY"  # a fault inside BaRS; no prefix means the same
    RECEIVER = "REC"  # the Receiver, or the proxy on its behalf


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A BaRS error code.

    statuses: HTTP statuses documented for it, the code system's first. issue_codes:
    FHIR issue types documented for it in guide, specification and proxy.
    is_published: whether http-error-codes 1.0.0 has it; some codes in use it lacks.
    """

    code: str
    statuses: tuple[int, ...]
    issue_codes: tuple[str, ...] = ()
    is_published: bool = True

    @property
    def status(self) -> int:
        """Return the HTTP status the code system gives."""
        return self.statuses[0]

    @property
    def raiser(self) -> Raiser:
        """Return who raises it."""
        return raiser_of(self.code)


def raiser_of(code: str) -> Raiser:
    """Return who raises a code of that prefix, whether any list has it or not."""
    prefix = code.partition("_")[0]
    return Raiser(prefix) if prefix in {"SEND", "REC"} else Raiser.PROXY


_BAD = ("invalid", "required", "structure")
_REC_BAD = ("invalid", "invariant", "not-supported", "required", "value")
_REC_ERROR = ("exception", "no-store", "too-costly", "transient")

_CODES = (
    ErrorCode("SEND_BAD_REQUEST", (400,), ("invalid", "required", "value")),
    ErrorCode("REC_BAD_REQUEST", (400,), _REC_BAD),
    ErrorCode("PROXY_BAD_REQUEST", (400,), ("400", *_BAD)),
    ErrorCode("BAD_REQUEST", (400,), _BAD),
    ErrorCode("SEND_UNAUTHORIZED", (401,), ("expired", "login", "security", "unknown")),
    ErrorCode("REC_UNAUTHORIZED", (401,), ("forbidden", "security")),
    ErrorCode("PROXY_UNAUTHORIZED", (401,)),
    ErrorCode("UNAUTHORIZED", (401,)),
    ErrorCode("SEND_FORBIDDEN", (403,), ("forbidden",)),
    ErrorCode("REC_FORBIDDEN", (403,), ("forbidden", "security")),
    ErrorCode("PROXY_FORBIDDEN", (403,)),
    ErrorCode("FORBIDDEN", (403,)),
    ErrorCode("PROXY_NOT_FOUND", (404,), ("multiple-matches", "not-found")),
    ErrorCode("REC_NOT_FOUND", (404,), ("not-found",)),
    ErrorCode("NOT_FOUND", (404,), ("multiple-matches", "not-found")),
    ErrorCode("SEND_METHOD_NOT_ALLOWED", (405,), ("not-supported",)),
    ErrorCode("REC_METHOD_NOT_ALLOWED", (405,), ("not-supported",)),
    ErrorCode("PROXY_METHOD_NOT_ALLOWED", (405,)),
    ErrorCode("METHOD_NOT_ALLOWED", (405,)),
    ErrorCode("SEND_NOT_ACCEPTABLE", (406,), ("processing",)),
    ErrorCode("REC_NOT_ACCEPTABLE", (406,), ("processing",)),
    ErrorCode("NOT_ACCEPTABLE", (406,)),
    ErrorCode("REC_TIMEOUT", (408, 409), ("timeout",)),
    ErrorCode("PROXY_TIMEOUT", (408,)),
    ErrorCode("TIMEOUT", (408,)),
    ErrorCode("SEND_CONFLICT", (409,)),
    ErrorCode("REC_CONFLICT", (409,), ("conflict", "duplicate")),
    ErrorCode("PROXY_CONFLICT", (409,)),
    ErrorCode("CONFLICT", (409,)),
    ErrorCode("REC_UNSUPPORTED_MEDIA_TYPE", (415,)),
    ErrorCode("UNSUPPORTED_MEDIA_TYPE", (415,)),
    ErrorCode("SEND_UNPROCESSABLE_ENTITY", (422,)),
    ErrorCode(
        "REC_UNPROCESSABLE_ENTITY",
        (422,),
        ("not-supported", "processing", "too-costly"),
    ),
    ErrorCode("PROXY_UNPROCESSABLE_ENTITY", (422,)),
    ErrorCode("UNPROCESSABLE_ENTITY", (422,)),
    ErrorCode("PROXY_TOO_MANY_REQUESTS", (429,), ("429",)),
    ErrorCode("SEND_TOO_MANY_REQUESTS", (429,), ("throttled",)),
    ErrorCode("TOO_MANY_REQUESTS", (429,)),
    ErrorCode("REC_SERVER_ERROR", (500,), _REC_ERROR),
    ErrorCode("PROXY_SERVER_ERROR", (500,), ("exception", "transient")),
    ErrorCode("SERVER_ERROR", (500,), ("exception", "transient")),
    ErrorCode("SEND_NOT_IMPLEMENTED", (501,)),
    ErrorCode("REC_NOT_IMPLEMENTED", (501,), ("not-supported",)),
    ErrorCode("PROXY_NOT_IMPLEMENTED", (501,)),
    ErrorCode("NOT_IMPLEMENTED", (501,)),
    ErrorCode("PROXY_UNAVAILABLE", (503,), ("transient",)),
    ErrorCode("REC_UNAVAILABLE", (503,), ("transient",)),
    ErrorCode("UNAVAILABLE", (503,), ("transient",)),
    # In use, but not in http-error-codes 1.0.0.
    ErrorCode("REC_TOO_MANY_REQUESTS", (429,), is_published=False),
    ErrorCode("SERVICE_UNAVAILABLE", (503,), ("transient",), is_published=False),
    ErrorCode(
        "REC_SERVICE_UNAVAILABLE", (503,), ("transient", "503"), is_published=False
    ),
    ErrorCode("REC_TOO_EARLY", (425,), ("duplicate",), is_published=False),
    ErrorCode("REC_NOT_SUPPORTED", (406,), ("not-supported",), is_published=False),
    ErrorCode("RESOURCE_NOT_FOUND", (404,), ("processing",), is_published=False),
)

ERROR_CODES: Final = {code.code: code for code in _CODES}
"""Every BaRS error code, by name."""

# Codes documented for one and the same thing, so a check may take either.
# Source: guide, Error-Handling (PROXY_ is being retired for no prefix); 503 and 406 are
# spelt two ways between guide, specification, proxy and code system.
_ALIKE = (
    {"REC_UNAVAILABLE", "REC_SERVICE_UNAVAILABLE"},
    {"PROXY_UNAVAILABLE", "UNAVAILABLE", "SERVICE_UNAVAILABLE"},
    {"REC_NOT_ACCEPTABLE", "REC_NOT_SUPPORTED"},
    {"PROXY_BAD_REQUEST", "BAD_REQUEST"},
    {"PROXY_NOT_FOUND", "NOT_FOUND"},
    {"PROXY_SERVER_ERROR", "SERVER_ERROR"},
    {"PROXY_TOO_MANY_REQUESTS", "SEND_TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS"},
    {"PROXY_TIMEOUT", "TIMEOUT"},
)


def alternatives(code: str) -> tuple[str, ...]:
    """Return the codes documented for the same thing, the given one first."""
    others = next((group - {code} for group in _ALIKE if code in group), set())
    return (code, *sorted(others))


RECEIVER_ORDER: Final = (
    "access control on identity headers",
    "transaction headers present and GUIDs",
    "X-Request-Id not already processed",
    "Bundle.meta.versionId present",
    "Bundle.meta.versionId supported",
    "MessageHeader.eventCoding known",
    "reason, statuses and category form a known workflow",
    "for responses: MessageHeader.response present, then its identifier known",
    "for bookings: slot free",
    "for updates: no newer local data",
)
"""What a Receiver looks at first in a message, in order.

Source: BaRS guide, Core 1.2.2, Failure-Scenarios 1.1.x, Bundle-Processing.
"""
