"""The simulator as an ASGI app: proxy in front, Receiver behind, faults on top."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pytest_bars.protocol.headers import CORRELATION_ID, REQUEST_ID
from pytest_bars.simulator.calls import BASE_PATH, Answer, Call
from pytest_bars.simulator.delivery import Delivery, Ending
from pytest_bars.simulator.diary import stable_id
from pytest_bars.simulator.distortions import distort
from pytest_bars.simulator.faults import (
    ActiveFaults,
    UnknownFaultError,
    read_faults,
)
from pytest_bars.simulator.national import National
from pytest_bars.simulator.proxy import Proxy
from pytest_bars.simulator.receiver import Receiver
from pytest_bars.simulator.refusals import TOO_LARGE, RefusalError, refusal_answer
from pytest_bars.simulator.versions import answering_version

LARGEST_BODY: Final = 16 * 1024 * 1024
_SLOW: Final = timedelta(seconds=6)
_WRITE: Final = "POST"
_OK: Final = 200
_REFUSED: Final = 400


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
        self._clock = now
        self._receiver = Receiver(self._faults, self._now)
        self._national = National(self._faults, self._now)
        self._delay = delay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request.

        Its own faults hold for its answer alone: nothing waits while they are on.
        """
        request = Request(scope, receive)
        try:
            call = await _read_call(request)
            asked = read_faults(call.faults)
        except ClientDisconnect:
            return
        except UnknownFaultError as error:
            await PlainTextResponse(f"{error}\n", _REFUSED)(scope, receive, send)
            return
        with self._faults.during(asked):
            delay = self._delay_s()
        await asyncio.sleep(delay)
        with self._faults.during(asked):
            delivery = self._deliver(call)
        await delivery.send(scope, receive, send)

    def answer(self, call: Call) -> Answer:
        """Answer one call, with the faults it asks for.

        Raises UnknownFaultError where it asks for one that does not exist.
        """
        with self._faults.during(read_faults(call.faults)):
            return self._answer(call)

    def _answer(self, call: Call) -> Answer:
        status = self._faults.value("answer-status")
        if status:
            return Answer(int(status), b"", "other")
        call = replace(call, version=answering_version(call, self._faults))
        admitted = self._proxy.admit(call)
        if isinstance(admitted, Answer):
            answer = admitted
        elif len(call.body) > LARGEST_BODY:
            refusal = RefusalError(TOO_LARGE, "The body is larger than 16 MiB.")
            answer = refusal_answer(refusal)
        elif admitted is None:
            answer = self._national.answer(call)
        else:
            answer = self._proxy.relay(self._receiver.answer(call, admitted))
        return distort(answer, self._faults)

    def _deliver(self, call: Call) -> Delivery:
        if self._faults.has("connection-reset"):
            return Delivery(Response(), Ending.RESET)
        answer = self._answer(call)
        response = self._response(call, answer)
        is_written = call.method == _WRITE and answer.status == _OK
        if is_written and self._faults.has("connection-dropped-after-write"):
            return Delivery(response, Ending.EMPTY)
        is_halved = self._faults.has("body-truncated")
        return Delivery(response, Ending.HALF if is_halved else Ending.WHOLE)

    def _delay_s(self) -> float:
        delay = self._faults.duration("delay")
        if self._faults.has("slow"):
            delay += self._delay
        return delay.total_seconds()

    def _now(self) -> datetime:
        return self._clock() + self._faults.duration("clock-offset")

    def _response(self, call: Call, answer: Answer) -> Response:
        body = answer.body
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        if self._faults.has("body-malformed"):
            content = content[: len(content) // 2]
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
