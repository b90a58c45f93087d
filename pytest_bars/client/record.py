"""What is written of a request: before it leaves, and what came of it."""

from datetime import timedelta

from pytest_bars.client.draft import Draft
from pytest_bars.exchange import Headers, Request, Response, TransportFault
from pytest_bars.journal import Journal
from pytest_bars.jsontypes import Json
from pytest_bars.protocol.headers import CONTENT_TYPE, CORRELATION_ID, REQUEST_ID


class Recorder:
    """Write `http.sent`, `http.received` and `http.lost`."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def sent(
        self, number: int, request: Request, draft: Draft, *, durable: bool
    ) -> None:
        """Write that a request is about to leave.

        durable: return only when it is on disk.
        """
        headers, effect = request.headers, request.effect
        media_type = headers.get(CONTENT_TYPE) or ""
        self._journal.record(
            "http.sent",
            {
                "exchange": number,
                "test": draft.test,
                "step": draft.step,
                "method": request.method,
                "url": request.url,
                "path": request.path,
                "headers": _pairs(headers),
                "body": self._keep(request.body, media_type),
                "media_type": media_type,
                "effect": {
                    "kind": effect.kind.value,
                    "resource_type": effect.resource_type,
                    "undo": effect.undo,
                },
                "request_id": headers.get(REQUEST_ID),
                "correlation_id": headers.get(CORRELATION_ID),
                "target": None if draft.target is None else draft.target.as_json(),
            },
            durable=durable,
        )

    def received(
        self, number: int, draft: Draft, response: Response, duration: timedelta
    ) -> None:
        """Write the response."""
        media_type = response.headers.get(CONTENT_TYPE) or ""
        self._journal.record(
            "http.received",
            {
                "exchange": number,
                "test": draft.test,
                "step": draft.step,
                "status": response.status,
                "headers": _pairs(response.headers),
                "body": self._keep(response.body, media_type),
                "media_type": media_type,
                "duration_ms": _milliseconds(duration),
            },
        )

    def lost(
        self, number: int, draft: Draft, fault: TransportFault, duration: timedelta
    ) -> None:
        """Write that there is no response, and why."""
        self._journal.record(
            "http.lost",
            {
                "exchange": number,
                "test": draft.test,
                "step": draft.step,
                "kind": fault.kind.value,
                "message": fault.message,
                "is_unknown": fault.is_unknown,
                "duration_ms": _milliseconds(duration),
            },
        )

    def _keep(self, body: bytes | None, media_type: str) -> str | None:
        return self._journal.keep(body, media_type) if body else None


def _pairs(headers: Headers) -> list[Json]:
    return [[name, value] for name, value in headers]


def _milliseconds(duration: timedelta) -> float:
    return round(duration / timedelta(milliseconds=1), 3)
