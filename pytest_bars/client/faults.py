"""Why there is no response, in words that quote neither request nor server."""

import socket
import ssl

from pytest_bars.environments.base_url import BaseUrl
from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import FaultKind


class LostError(ExchangeError):
    """There is no response; on its way up to the Exchange.

    is_sent: bytes of the request may have left. The message names neither header
    nor body.
    """

    def __init__(self, kind: FaultKind, message: str, *, is_sent: bool = False) -> None:
        super().__init__(message)
        self.kind = kind
        self.is_sent = is_sent


def diagnose(error: Exception, base: BaseUrl) -> tuple[FaultKind, str]:
    """Return where an error of the engine arose, and what to tell of it."""
    host = base.authority
    match _first_cause(error):
        case socket.gaierror():
            return FaultKind.DNS, f"The host name {base.host} was not found."
        case ssl.SSLCertVerificationError(verify_message=said):
            return FaultKind.TLS, f"{host} is not trusted: {said}."
        case ssl.SSLError():
            return FaultKind.TLS, f"No secure connection (TLS) with {host}."
        case OSError(strerror=said):
            return FaultKind.TCP, f"The connection to {host} failed: {said}."
    return _broken_answer(str(error), host)


def _broken_answer(said: str, host: str) -> tuple[FaultKind, str]:
    """Judge by the engine's own words, which differ by their beginning."""
    if said.startswith("Server disconnected"):
        return FaultKind.TCP, f"{host} closed the connection without an answer."
    if said.startswith("peer closed connection"):
        return FaultKind.PROTOCOL, "The answer broke off before its end."
    return FaultKind.PROTOCOL, "The answer is not valid HTTP/1.1."


def _first_cause(error: BaseException) -> BaseException:
    """Return what an error began with; the engine hides causes, and keeps contexts."""
    while (earlier := error.__cause__ or error.__context__) is not None:
        error = earlier
    return error
