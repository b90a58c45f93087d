"""The BaRS proxy: what it checks, in its order, and what it makes of answers.

Source: booking-and-referral-fhir-api, proxies/live/apiproxy (commit 0c9714b,
2026-05-18), as `protocol.proxy_errors` has it.
"""

import base64
import binascii
import json
from typing import Final

from pytest_bars.jsontypes import Json
from pytest_bars.protocol.headers import (
    ACCEPT,
    AUTHORIZATION,
    CORRELATION_ID,
    PLAIN_JSON,
    REQUEST_ID,
    TARGET_IDENTIFIER,
    accepted_version,
)
from pytest_bars.protocol.operations import OPERATIONS
from pytest_bars.protocol.proxy_errors import (
    NOT_JSON_TARGET,
    PROXY_ERRORS,
    UNKNOWN_SYSTEM,
    ProxyErrorKey,
)
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.catalogue import (
    DEFAULT_SERVICE,
    SERVICES,
    Service,
    is_known_system,
)
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.negotiation import capability_statement
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import NO_LOCATOR, RefusalError, refusal_answer

TOKEN: Final = "simulator"  # noqa: S105 - published, it protects nothing
_LOCATOR_PATH: Final = "/DocumentReference"
_LOCATOR_VERSION: Final = (1, 1, 0)


class ProxyErrorRaised(Exception):  # noqa: N818 - an error of the proxy, in its words
    """The proxy answers with one of its errors."""

    def __init__(self, key: ProxyErrorKey) -> None:
        super().__init__(key)
        self.key = key


def proxy_answer(key: ProxyErrorKey) -> Answer:
    """Return an error of the proxy as it is sent: as plain JSON."""
    error = PROXY_ERRORS[key]
    # The one for an unknown path has no status, as the live proxy never raises it.
    status = 404 if error.status is None else error.status
    return Answer(status, error.body, "proxy-error", PLAIN_JSON)


class Proxy:
    """Decides which service a call is for, or answers itself.

    needs_token: whether a call must carry the simulator's bearer token.
    """

    def __init__(self, faults: ActiveFaults, *, needs_token: bool = False) -> None:
        self._faults = faults
        self._needs_token = needs_token

    def admit(self, call: Call) -> Service | Answer:
        """Return the service a call is for, or the proxy's own answer."""
        try:
            return self._admit(call)
        except ProxyErrorRaised as error:
            return proxy_answer(error.key)

    def relay(self, answer: Answer) -> Answer:
        """Return what the proxy makes of the Receiver's answer."""
        match answer.status:
            case 403:
                return proxy_answer(ProxyErrorKey.RECEIVER_MTLS)
            case 503:
                return proxy_answer(ProxyErrorKey.SERVICE_UNAVAILABLE)
            case 504:
                return proxy_answer(ProxyErrorKey.TIMEOUT)
            case 500 if not _issue_code(answer):
                return proxy_answer(ProxyErrorKey.SERVER_ERROR_EXCEPTION)
            case _:
                return answer

    def _admit(self, call: Call) -> Service | Answer:
        if self._faults.has("rate-limited"):
            raise ProxyErrorRaised(ProxyErrorKey.RATE_LIMITING)
        target = call.header(TARGET_IDENTIFIER)
        if (call.method, call.path, target) == ("GET", "/metadata", None):
            return self._own_statement()
        self._check_token(call)
        self._check_ids(call)
        if call.path.startswith(_LOCATOR_PATH):
            return self._locator(call)
        service = self._find_service(target)
        if not _is_known_path(call) and not self._faults.has("unknown-path-accepted"):
            raise ProxyErrorRaised(ProxyErrorKey.PAGE_NOT_FOUND)
        return service

    def _own_statement(self) -> Answer:
        if self._faults.has("proxy-metadata-refused"):
            raise ProxyErrorRaised(ProxyErrorKey.INVALID_BASE64)
        statement = capability_statement(None, BASE_ADDRESS, self._faults)
        return Answer(200, statement, "metadata")

    def _check_token(self, call: Call) -> None:
        if self._faults.has("token-refused"):
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_SECURITY)
        if not self._needs_token:
            return
        scheme, _, token = (call.header(AUTHORIZATION) or "").partition(" ")
        if scheme.lower() != "bearer":
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_UNKNOWN)
        if token != TOKEN:
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_SECURITY)

    def _check_ids(self, call: Call) -> None:
        """Refuse a call without transaction ids; presence is all the proxy looks at."""
        for name, fault in (
            (REQUEST_ID, "missing-request-id-accepted"),
            (CORRELATION_ID, "missing-correlation-id-accepted"),
        ):
            if call.header(name) is None and not self._faults.has(fault):
                raise ProxyErrorRaised(ProxyErrorKey.INVALID_HEADERS)

    def _locator(self, call: Call) -> Answer:
        """Answer for the national record locator, which is not simulated."""
        accept = call.header(ACCEPT)
        version = accepted_version(accept) if accept is not None else "0.0.0"
        is_old = tuple(map(int, version.split("."))) < _LOCATOR_VERSION
        if is_old and not self._faults.has("old-version-accepted"):
            raise ProxyErrorRaised(ProxyErrorKey.NOT_ACCEPTABLE)
        return refusal_answer(
            RefusalError(NO_LOCATOR, "The record locator is not simulated.")
        )

    def _find_service(self, target: str | None) -> Service:
        if target is None and self._faults.has("missing-target-accepted"):
            return DEFAULT_SERVICE
        content = _decode(target)
        if content is None:
            return self._accepted_by(
                "bad-base64-accepted", ProxyErrorKey.INVALID_BASE64
            )
        members = _parse(content)
        system, value = text(members, "system"), text(members, "value")
        if not (system and value):
            return self._accepted_by(
                "target-without-value-accepted", ProxyErrorKey.INVALID_TARGET
            )
        service = SERVICES.get(value) if is_known_system(system) else None
        if service is not None:
            return service
        key = ProxyErrorKey.NOT_FOUND if is_known_system(system) else UNKNOWN_SYSTEM
        return self._accepted_by("unknown-target-accepted", key)

    def _accepted_by(self, fault: str, key: ProxyErrorKey) -> Service:
        if self._faults.has(fault):
            return DEFAULT_SERVICE
        raise ProxyErrorRaised(key)


def _is_known_path(call: Call) -> bool:
    return any(operation.matches(call.path) for operation in OPERATIONS)


def _decode(target: str | None) -> str | None:
    """Decode base64 as the proxy does, which skips stray characters; None if it fails.

    An absent header fails as well.
    """
    if target is None:
        return None
    try:
        return base64.b64decode(target).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _parse(content: str) -> Json:
    try:
        parsed: Json = json.loads(content)
    except (ValueError, RecursionError):
        raise ProxyErrorRaised(NOT_JSON_TARGET) from None
    if parsed is None:
        raise ProxyErrorRaised(NOT_JSON_TARGET)
    return parsed


def _issue_code(answer: Answer) -> str:
    body = answer.body if isinstance(answer.body, dict) else {}
    return text(body, "issue", 0, "code")
