"""The BaRS proxy: what it checks, in its order, and what it makes of answers.

Source: booking-and-referral-fhir-api, proxies/live/apiproxy (commit 0c9714b,
2026-05-18), as `protocol.proxy_errors` has it.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
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
    version_key,
)
from pytest_bars.protocol.operations import methods_of
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
from pytest_bars.simulator.patient_searches import read_patient_search
from pytest_bars.simulator.provoked import PROVOKED
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.refusals import (
    Reason,
    RefusalError,
    refusal_answer,
)
from pytest_bars.simulator.searches import read_contexts, read_slot_search
from pytest_bars.simulator.versions import is_national

TOKEN: Final = "simulator"  # noqa: S105 - published, it protects nothing
REFUSED_TOKENS: Final = frozenset({"expired-token", "not-a-token"})
_LOCATOR_PATH: Final = "/DocumentReference"
_LOCATOR_VERSION: Final = "1.1.0"


_BAD_REQUEST: Final = 400
# What the guide says the API checks, and the live proxy leaves to the Receiver.
_PARAMETERS: Final[Mapping[str, Callable[[Call], object]]] = {
    "/Appointment": read_patient_search,
    "/MessageDefinition": read_contexts,
    "/ServiceRequest": read_patient_search,
    "/Slot": read_slot_search,
}


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

    def admit(self, call: Call) -> Service | Answer | None:
        """Return the service a call is for, or the proxy's own answer.

        None for what is no service's: pointers of the record locator, catalogue.
        """
        try:
            return self._admit(call)
        except ProxyErrorRaised as error:
            return proxy_answer(error.key)
        except RefusalError as refusal:
            answer = refusal_answer(refusal)
            return replace(answer, subject="proxy-error", media_type=PLAIN_JSON)

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
            case 500 if _issue_code(answer) == "no-store":
                return proxy_answer(ProxyErrorKey.SERVER_ERROR_NO_STORE)
            case _:
                return answer

    def _admit(self, call: Call) -> Service | Answer | None:
        if self._faults.has("rate-limited"):
            raise ProxyErrorRaised(ProxyErrorKey.RATE_LIMITING)
        self._refuse_provoked()
        target = call.header(TARGET_IDENTIFIER)
        if (call.method, call.path, target) == ("GET", "/metadata", None):
            return self._own_statement(call)
        self._check_token(call)
        self._check_ids(call)
        if call.path.startswith(_LOCATOR_PATH):
            self._check_locator_version(call)
        if is_national(call):
            return None
        service = self._find_service(target)
        if not _is_known_path(call) and not self._faults.has("unknown-path-accepted"):
            raise ProxyErrorRaised(ProxyErrorKey.PAGE_NOT_FOUND)
        if self._faults.has("api-checks-parameters"):
            _check_parameters(call)
        return service

    def _refuse_provoked(self) -> None:
        for name, provoked in PROVOKED.items():
            if provoked.by_proxy and self._faults.has(name):
                raise RefusalError(provoked.reason, provoked.sentence)

    def _own_statement(self, call: Call) -> Answer:
        if self._faults.has("proxy-metadata-refused"):
            raise ProxyErrorRaised(ProxyErrorKey.INVALID_BASE64)
        statement = capability_statement(None, BASE_ADDRESS, self._faults, call.version)
        return Answer(200, statement, "metadata")

    def _check_token(self, call: Call) -> None:
        if self._faults.has("token-refused"):
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_SECURITY)
        presented = call.header(AUTHORIZATION)
        if presented is None and not self._needs_token:
            return
        scheme, _, token = (presented or "").partition(" ")
        if scheme.lower() != "bearer":
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_UNKNOWN)
        is_refused = token != TOKEN if self._needs_token else token in REFUSED_TOKENS
        if is_refused:
            raise ProxyErrorRaised(ProxyErrorKey.UNAUTHORIZED_SECURITY)

    def _check_ids(self, call: Call) -> None:
        """Refuse a call without transaction ids; presence is all the proxy looks at."""
        if self._faults.has("ids-reach-receiver"):
            return
        for name, fault in (
            (REQUEST_ID, "missing-request-id-accepted"),
            (CORRELATION_ID, "missing-correlation-id-accepted"),
        ):
            if call.header(name) is None and not self._faults.has(fault):
                raise ProxyErrorRaised(ProxyErrorKey.INVALID_HEADERS)

    def _check_locator_version(self, call: Call) -> None:
        """Refuse pointers to a Sender that does not ask for 1.1.0 or higher."""
        accept = call.header(ACCEPT)
        version = accepted_version(accept) if accept is not None else "0.0.0"
        is_old = version_key(version) < version_key(_LOCATOR_VERSION)
        if is_old and not self._faults.has("old-version-accepted"):
            raise ProxyErrorRaised(ProxyErrorKey.NOT_ACCEPTABLE)

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


def _check_parameters(call: Call) -> None:
    """Refuse a search as the Receiver would, but in the name of the API."""
    check = _PARAMETERS.get(call.path) if call.method == "GET" else None
    if check is None:
        return
    try:
        check(call)
    except RefusalError as refusal:
        if refusal.reason.status == _BAD_REQUEST:
            reason = Reason(_BAD_REQUEST, "SEND_BAD_REQUEST", refusal.reason.issue)
            raise RefusalError(reason, *refusal.diagnostics) from None


def _is_known_path(call: Call) -> bool:
    return bool(methods_of(call.path, call.version))


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
