"""The simulator as an ASGI app: proxy in front, Receiver behind, faults on top."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pytest_bars.protocol.headers import CORRELATION_ID, REQUEST_ID
from pytest_bars.simulator.calls import BASE_PATH, Answer, Call
from pytest_bars.simulator.diary import stable_id
from pytest_bars.simulator.distortions import distort
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.proxy import Proxy
from pytest_bars.simulator.receiver import Receiver
from pytest_bars.simulator.refusals import TOO_LARGE, RefusalError, refusal_answer

LARGEST_BODY: Final = 16 * 1024 * 1024
_SLOW: Final = timedelta(seconds=6)
_WRITE: Final = "POST"
_OK: Final = 200


def utc_now() -> datetime:
    """Return the present, in UTC."""
    return datetime.now(UTC)


class Simulator:
    """A BaRS API with a Receiver behind it; one instance is one state.

    faults: deliberate defects. needs_token: whether calls must carry the simulator's
    bearer token. now: the clock. delay: how long the fault `slow` takes.
    """

    def __init__(
        self,
        faults: ActiveFaults | None = None,
        *,
        needs_token: bool = False,
        now: Callable[[], datetime] = utc_now,
        delay: timedelta = _SLOW,
    ) -> None:
        self._faults = faults if faults is not None else ActiveFaults()
        self._proxy = Proxy(self._faults, needs_token=needs_token)
        self._receiver = Receiver(self._faults, now)
        self._delay = delay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        request = Request(scope, receive)
        try:
            call = await _read_call(request)
        except ClientDisconnect:
            return
        if self._faults.has("slow"):
            await asyncio.sleep(self._delay.total_seconds())
        answer = self.answer(call)
        if self._is_dropped(call, answer):
            await _send_part(send)
            return
        await self._response(call, answer)(scope, receive, send)

    def answer(self, call: Call) -> Answer:
        """Answer one call."""
        admitted = self._proxy.admit(call)
        if isinstance(admitted, Answer):
            answer = admitted
        elif len(call.body) > LARGEST_BODY:
            refusal = RefusalError(TOO_LARGE, "The body is larger than 16 MiB.")
            answer = refusal_answer(refusal)
        else:
            answer = self._proxy.relay(self._receiver.answer(call, admitted))
        return distort(answer, self._faults)

    def _is_dropped(self, call: Call, answer: Answer) -> bool:
        is_written = call.method == _WRITE and answer.status == _OK
        return is_written and self._faults.has("connection-dropped-after-write")

    def _response(self, call: Call, answer: Answer) -> Response:
        body = answer.body
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = Response(content, answer.status, media_type=answer.media_type)
        for name, value in (*answer.headers, *self._echoed(call)):
            response.headers[name] = value
        return response

    def _echoed(self, call: Call) -> list[tuple[str, str]]:
        """Return the transaction ids as they came in.

        Source: BaRS guide, Core 1.2.2, Transactional-integrity.
        """
        request_id, correlation_id = (
            call.header(REQUEST_ID),
            call.header(CORRELATION_ID),
        )
        if self._faults.has("drops-request-id-echo"):
            request_id = None
        if self._faults.has("drops-correlation-id"):
            correlation_id = None
        if self._faults.has("wrong-correlation-id"):
            correlation_id = stable_id("wrong-correlation-id")
        pairs = ((REQUEST_ID, request_id), (CORRELATION_ID, correlation_id))
        return [(name, value) for name, value in pairs if value is not None]


async def _read_call(request: Request) -> Call:
    """Read a request, but of a body that is too large no more than shows that."""
    body = bytearray()
    async for chunk in request.stream():
        if len(body) <= LARGEST_BODY:
            body += chunk
    return Call(
        method=request.method,
        path=request.scope["path"].removeprefix(BASE_PATH),
        query=tuple(request.query_params.multi_items()),
        headers=dict(request.headers.items()),
        body=bytes(body),
    )


async def _send_part(send: Send) -> None:
    """Begin a response that never ends; the server then closes the connection."""
    headers = [(b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
