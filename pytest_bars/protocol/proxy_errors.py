"""What the BaRS proxy really answers, and in which order it looks.

Source: booking-and-referral-fhir-api, proxies/live/apiproxy (commit 0c9714b,
2026-05-18): ErrorRepository, proxies/default.xml, targets/bref-target.xml,
HandleErrors.js. Read, not observed on the wire.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.identifiers import (
    HTTP_ERROR_CODES_ON_THE_WIRE,
    OPERATION_OUTCOME_VALUE_SET,
)


class ProxyErrorKey(StrEnum):
    """The errors of the proxy, by their names in its ErrorRepository."""

    UNAUTHORIZED_SECURITY = "401UnauthorizedSecurity"
    UNAUTHORIZED_UNKNOWN = "401UnauthorizedUnknown"
    NOT_ENABLED = "403ProxyNotEnabled"
    INVALID_BASE64 = "400InvalidBase64Encoding"
    INVALID_TARGET = "400InvalidTargetIdentifierValue"
    INVALID_HEADERS = "400InvalidHeaders"
    NOT_FOUND = "404ProxyNotFound"
    PAGE_NOT_FOUND = "404PageNotFound"
    RECEIVER_MTLS = "403ReceiverMtls"
    NOT_ACCEPTABLE = "406PageNotAcceptable"
    TIMEOUT = "408TimeoutError"
    RATE_LIMITING = "429RateLimiting"
    SERVICE_UNAVAILABLE = "503ServiceUnavailable"
    SERVER_ERROR_EXCEPTION = "500ServerErrorException"
    SERVER_ERROR_NO_STORE = "500ServerErrorNoStore"
    UNHANDLED_EXCEPTION = "500UnhandledException"


_SIMPLIFIER = (
    "https://simplifier.net/guide/UKCoreDevelopment2/ProfileUKCore-OperationOutcome"
)
_UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"


@dataclass(frozen=True, slots=True)
class ProxyError:
    """An error of the proxy, as its ErrorRepository has it.

    status: None when no code path of the proxy raises it. when: what raises it.
    The proxy sends errors as `application/json`.
    """

    key: ProxyErrorKey
    status: int | None
    code: str
    issue_code: str
    outcome_id: str
    diagnostics: str
    when: str
    system: str = HTTP_ERROR_CODES_ON_THE_WIRE
    profile: str = _SIMPLIFIER

    @property
    def body(self) -> JsonObject:
        """Return the OperationOutcome the proxy sends, member by member."""
        return {
            "resourceType": "OperationOutcome",
            "id": self.outcome_id,
            "meta": {"profile": [self.profile]},
            "issue": [
                {
                    "severity": "error",
                    "code": self.issue_code,
                    "details": {"coding": [{"system": self.system, "code": self.code}]},
                    "diagnostics": self.diagnostics,
                }
            ],
        }


_PROXY_ERRORS = (
    ProxyError(
        ProxyErrorKey.UNAUTHORIZED_SECURITY,
        401,
        "SEND_UNAUTHORIZED",
        "security",
        "d7aaf12e-7b94-4ef6-b047-d2d92981b1cd",
        (
            "The user or system was not able to be authenticated, either the access"
            " token was invalid, or not provided."
        ),
        (
            "token fault keymanagement.service.invalid_access_token, or any other "
            "failure of the token check"
        ),
    ),
    ProxyError(
        ProxyErrorKey.UNAUTHORIZED_UNKNOWN,
        401,
        "SEND_UNAUTHORIZED",
        "unknown",
        "e1112dbd-7aaf-412e-9b94-ef6e047d2d92",
        "No Access token was provided.",
        ("token fault oauth.v2.InvalidAccessToken (in practice no bearer token sent)"),
    ),
    ProxyError(
        ProxyErrorKey.NOT_ENABLED,
        403,
        "SEND_FORBIDDEN",
        "forbidden",
        "3ce474db-cbc8-4682-a5ab-ca2a4eda1dae",
        "The access token was provided, but BaRS is not enabled.",
        (
            "token fault InvalidAPICallAsNoApiProductMatchFound: application not "
            "subscribed to BaRS"
        ),
    ),
    ProxyError(
        ProxyErrorKey.INVALID_BASE64,
        400,
        "PROXY_BAD_REQUEST",
        "400",
        "76825bab-2cab-432a-b881-66ec070981d8",
        "The base64 decoding of the NHSD-Target-Identifier header failed.",
        (
            "Python step DecodeBase64 failed: header absent (decoding None) or not "
            "base64"
        ),
        system=OPERATION_OUTCOME_VALUE_SET,
        profile=_UK_CORE,
    ),
    ProxyError(
        ProxyErrorKey.INVALID_TARGET,
        400,
        "PROXY_BAD_REQUEST",
        "structure",
        "da38f50a-160a-4e5d-8e77-117b0759053a",
        "Invalid schema for NHSD-Target-Identifier header",
        "decoded JSON lacks a truthy system or value (idMalformed)",
        system=OPERATION_OUTCOME_VALUE_SET,
        profile=_UK_CORE,
    ),
    ProxyError(
        ProxyErrorKey.INVALID_HEADERS,
        400,
        "BAD_REQUEST",
        "invalid",
        "42c78e78-c06a-462a-8194-956e6a8dc4a2",
        (
            "The X-Request-Id or the X-Correlation-Id was not included Or the NHSD-"
            "Target-Identifier was not included (depending on the endpoint being "
            "called)."
        ),
        ("X-Request-Id or X-Correlation-Id header absent (presence only, any case)"),
    ),
    ProxyError(
        ProxyErrorKey.NOT_FOUND,
        404,
        "PROXY_NOT_FOUND",
        "not-found",
        "531e073a-3295-4e67-ae90-e00bd96a9cdd",
        "The target endpoint does not exist in the Endpoint Catalogue.",
        (
            "system known to the catalogue but value is not (target url null or "
            "undefined)"
        ),
    ),
    ProxyError(
        ProxyErrorKey.PAGE_NOT_FOUND,
        None,
        "NOT_FOUND",
        "not-found",
        "91e8828a-c936-4667-b13b-0f5664b1e944",
        (
            "Endpoint on the API does not exist. This would be a Proxy or "
            "unprefixed response. there is no SEND code for 404 in the value set."
        ),
        "defined but no code path selects it",
    ),
    ProxyError(
        ProxyErrorKey.RECEIVER_MTLS,
        403,
        "REC_FORBIDDEN",
        "forbidden",
        "c936667e-13b0-4f56-94b1-e944a459837e",
        "TLS-MA failure.",
        "Receiver answered 403, whatever its body",
    ),
    ProxyError(
        ProxyErrorKey.NOT_ACCEPTABLE,
        406,
        "SEND_NOT_ACCEPTABLE",
        "processing",
        "531e073a-3295-4e67-ae90-e00bd96a9cdd",
        (
            "Senders message had an incorrect content type defined for a response: "
            "&lt;further diagnostics information, error message/error text&gt;"
        ),
        (
            "path starts /DocumentReference and the highest version in Accept is "
            "below 1.1.0, or no Accept header"
        ),
        profile=_UK_CORE,
    ),
    ProxyError(
        ProxyErrorKey.TIMEOUT,
        408,
        "REC_TIMEOUT",
        "timeout",
        "5abca2a4-eda1-4dae-8cc9-5d48c6b791dc",
        "The connection to the Receiver timed out.",
        "target connection error 504 (io timeout 32000 ms)",
    ),
    ProxyError(
        ProxyErrorKey.RATE_LIMITING,
        429,
        "PROXY_TOO_MANY_REQUESTS",
        "429",
        "531e073a-3295-4e67-ae90-e00bd96a9cdd",
        (
            "Too many requests have been made by this source in a given amount of "
            "time: (further diagnostics information, error message/error text)"
        ),
        "RaiseFault.QuotaPerApp fired in the shared rate-limit flow",
        system=OPERATION_OUTCOME_VALUE_SET,
        profile=_UK_CORE,
    ),
    ProxyError(
        ProxyErrorKey.SERVICE_UNAVAILABLE,
        503,
        "REC_SERVICE_UNAVAILABLE",
        "transient",
        "4b87b05b-7a20-4994-abea-57778024d216",
        (
            "The response from the receiver was a 503, with no detail. Also useful "
            "if there is a connection failure such as the endpoint not being found,"
            " or failing to resolve."
        ),
        (
            "error status 503 from the target, or connection failure reported as "
            "503; body replaced"
        ),
    ),
    ProxyError(
        ProxyErrorKey.SERVER_ERROR_EXCEPTION,
        500,
        "REC_SERVER_ERROR",
        "exception",
        "b38b875b-a1cf-4104-a900-3a5d3ce474db",
        "unhandled exception.",
        "error status 500 and no issue[0].code in the target body",
    ),
    ProxyError(
        ProxyErrorKey.SERVER_ERROR_NO_STORE,
        500,
        "REC_SERVER_ERROR",
        "no-store",
        "ca0f6c46-589e-4558-a937-d4974e1112db",
        "internal data storage issue.",
        "error status 500 and issue[0].code is no-store",
    ),
    ProxyError(
        ProxyErrorKey.UNHANDLED_EXCEPTION,
        None,
        "SERVER_ERROR",
        "exception",
        "e79d6c6d-3a36-45a5-a7ac-be48abd54cd7",
        "A sub-service encountered an unhandled exception.",
        "defined but no code path selects it",
    ),
)

PROXY_ERRORS: Final = {error.key: error for error in _PROXY_ERRORS}
"""Every error of the proxy, by its name in the ErrorRepository."""

PROXY_ORDER: Final = (
    ProxyErrorKey.RATE_LIMITING,
    ProxyErrorKey.UNAUTHORIZED_UNKNOWN,
    ProxyErrorKey.UNAUTHORIZED_SECURITY,
    ProxyErrorKey.NOT_ENABLED,
    ProxyErrorKey.INVALID_HEADERS,
    ProxyErrorKey.NOT_ACCEPTABLE,
    ProxyErrorKey.INVALID_BASE64,
    ProxyErrorKey.INVALID_TARGET,
    ProxyErrorKey.NOT_FOUND,
    ProxyErrorKey.SERVICE_UNAVAILABLE,
    ProxyErrorKey.TIMEOUT,
    ProxyErrorKey.RECEIVER_MTLS,
    ProxyErrorKey.SERVER_ERROR_NO_STORE,
    ProxyErrorKey.SERVER_ERROR_EXCEPTION,
)
"""What the proxy looks at first, in order; those it never raises are left out.

GET /metadata without a target is answered by the proxy after rate limiting only.
Source: reading of proxies/default.xml, targets/bref-target.xml, HandleErrors.js.
"""

# A system the catalogue does not know makes the proxy's lookup throw, and so does
# base64 that is no JSON: both probably surface so (inferred, not seen on the wire).
UNKNOWN_SYSTEM: Final = ProxyErrorKey.SERVER_ERROR_EXCEPTION
NOT_JSON_TARGET: Final = ProxyErrorKey.SERVER_ERROR_EXCEPTION

PROXY_TIMEOUT_MS: Final = 32_000
