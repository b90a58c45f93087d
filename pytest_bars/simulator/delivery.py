"""How an answer goes out: whole, or cut short as a fault has it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from pytest_bars.simulator.connections import RESET


class Ending(Enum):
    """What becomes of the connection."""

    WHOLE = auto()
    EMPTY = auto()
    HALF = auto()
    RESET = auto()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A response, and how much of it is sent."""

    response: Response
    ending: Ending = Ending.WHOLE

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response as far as it goes; the server closes what is not whole."""
        match self.ending:
            case Ending.WHOLE:
                await self.response(scope, receive, send)
            case Ending.HALF:
                await self.response(scope, receive, _halving(send))
            case Ending.EMPTY:
                await _send_part(send)
            case Ending.RESET:
                await scope["state"][RESET]()
            case _ as never:
                assert_never(never)


def _halving(send: Send) -> Send:
    async def send_half(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message["body"]
            message = {**message, "body": body[: len(body) // 2], "more_body": True}
        await send(message)

    return send_half


async def _send_part(send: Send) -> None:
    """Begin a response that never ends; the server then closes the connection."""
    headers = [(b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})
