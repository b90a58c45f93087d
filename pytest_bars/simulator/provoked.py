"""Faults that provoke one published error each, where no request can.

A Receiver has no reason to fail on request, and neither has the proxy; what they would
then answer is published all the same.
Source: BaRS guide, Core 1.2.2, Error-Handling, Failure-Scenarios-1.1.x, and
Transactional-integrity (2025-05-31).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pytest_bars.protocol.operations import PROCESS_MESSAGE
from pytest_bars.simulator.refusals import (
    CONFLICT,
    FAILED,
    NOT_IMPLEMENTED,
    TIMED_OUT,
    UNAUTHORISED,
    UNSUPPORTED,
    Reason,
)

_SLOT: Final = "/Slot"
_HIDDEN: Final = Reason(401, "REC_UNAUTHORIZED", "forbidden")


@dataclass(frozen=True, slots=True)
class Provoked:
    """An error that a fault provokes.

    sentence: what the fault does. path: the only one it is about, "" for all.
    by_proxy: whether the proxy answers, or the Receiver behind it.
    """

    sentence: str
    reason: Reason
    path: str = ""
    by_proxy: bool = False


def _proxy(status: int, code: str, issue: str, sentence: str) -> Provoked:
    return Provoked(sentence, Reason(status, code, issue), by_proxy=True)


def _receiver(reason: Reason, sentence: str, path: str = "") -> Provoked:
    return Provoked(sentence, reason, path)


PROVOKED: Final[Mapping[str, Provoked]] = MappingProxyType(
    {
        "api-fails": _proxy(
            500,
            "SERVER_ERROR",
            "exception",
            "The API fails before it looks at a request.",
        ),
        "api-unavailable": _proxy(
            503, "SERVICE_UNAVAILABLE", "transient", "The API is unavailable."
        ),
        "application-not-enabled": _proxy(
            403,
            "SEND_FORBIDDEN",
            "forbidden",
            "The calling application is not enabled for BaRS.",
        ),
        "certificate-forbidden": _proxy(
            403,
            "REC_FORBIDDEN",
            "forbidden",
            "Mutual TLS with the Receiver fails, as the live proxy tells it.",
        ),
        "certificate-insecure": _proxy(
            403,
            "REC_FORBIDDEN",
            "security",
            "Mutual TLS with the Receiver fails, told with the other issue type.",
        ),
        "sub-service-fails": _proxy(
            500, "SERVER_ERROR", "exception", "A part of the proxy fails."
        ),
        "sub-service-fails-for-now": _proxy(
            500,
            "SERVER_ERROR",
            "transient",
            "A part of the proxy fails, and may soon work again.",
        ),
        "sub-service-unavailable": _proxy(
            503,
            "SERVICE_UNAVAILABLE",
            "transient",
            "A part of the proxy is unavailable.",
        ),
        "target-ambiguous": _proxy(
            404,
            "NOT_FOUND",
            "multiple-matches",
            "The Endpoint Catalogue has the target twice.",
        ),
        "caller-refused": _receiver(
            UNAUTHORISED, "The Receiver's access control refuses the caller."
        ),
        "function-not-implemented": _receiver(
            NOT_IMPLEMENTED, "The Receiver has not implemented what is asked for."
        ),
        "function-not-supported": _receiver(
            UNSUPPORTED, "The Receiver does not yet support what is asked for."
        ),
        "newer-local-data": _receiver(
            CONFLICT,
            "The Receiver has newer data than any message.",
            PROCESS_MESSAGE,
        ),
        "receiver-fails-for-now": _receiver(
            Reason(500, "REC_SERVER_ERROR", "transient"),
            "The Receiver fails, and says that it may soon work again.",
        ),
        "receiver-storage-fails": _receiver(
            Reason(500, "REC_SERVER_ERROR", "no-store"),
            "The Receiver cannot store anything.",
        ),
        "receiver-throws": _receiver(FAILED, "The Receiver fails, and says so."),
        "receiver-times-out": _receiver(
            TIMED_OUT, "The Receiver does not answer the proxy in time."
        ),
        "request-too-costly": _receiver(
            Reason(500, "REC_SERVER_ERROR", "too-costly"),
            "The Receiver finds every request too costly.",
        ),
        "slot-dates-hidden": _receiver(
            _HIDDEN, "The caller may not see slots of these dates.", _SLOT
        ),
        "slot-includes-hidden": _receiver(
            _HIDDEN, "The caller may not see what a slot search includes.", _SLOT
        ),
        "slot-service-hidden": _receiver(
            _HIDDEN, "The caller may not see slots of this service.", _SLOT
        ),
        "still-processing": _receiver(
            Reason(425, "REC_TOO_EARLY", "duplicate"),
            "The first attempt of every message is still being processed.",
            PROCESS_MESSAGE,
        ),
    }
)
"""Every fault of this kind, by name."""
