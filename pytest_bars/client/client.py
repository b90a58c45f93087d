"""Send requests, one after the other, and record each before and after."""

import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

from pytest_bars.client.address import encode_target
from pytest_bars.client.clock import Clock
from pytest_bars.client.content import encode_body
from pytest_bars.client.draft import Draft
from pytest_bars.client.faults import LostError
from pytest_bars.client.headers import (
    build_headers,
    connection_headers,
    refuse_header,
)
from pytest_bars.client.pacing import Pacer
from pytest_bars.client.record import Recorder
from pytest_bars.environments.base_url import BaseUrl
from pytest_bars.environments.profile import Profile
from pytest_bars.errors import ProtocolError, StageRefusal
from pytest_bars.exchange import (
    EffectKind,
    Exchange,
    FaultKind,
    Headers,
    Request,
    Response,
    TransportFault,
)
from pytest_bars.journal import Journal
from pytest_bars.protocol.headers import REQUEST_ID

if TYPE_CHECKING:
    from pytest_bars.client.transport import Transport

_METHODS: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
)
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_AT_ONCE: Final = timedelta(0)


class Guard(Protocol):
    """Be asked last, right before the socket."""

    def check(self, request: Request, draft: Draft) -> None:
        """Raise StageRefusal when the request must not leave."""
        ...


class BarsClient:
    """Send drafts to one base URL; closed by `close` or as a context manager.

    Sending returns an Exchange whatever the network does; it raises ProtocolError
    for a draft that cannot be a request, and StageRefusal from the guard.
    ssl_context: what to trust; None trusts the public authorities. sleep: waits for
    so many seconds, to keep within the profile's requests a minute.

    Raises StageRefusal when the base URL is not the profile's, and ProtocolError
    when it is none.
    """

    def __init__(
        self,
        profile: Profile,
        base_url: str,
        journal: Journal,
        guard: Guard,
        clock: Clock,
        *,
        ssl_context: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._profile = profile
        self._base = _allowed_base(profile, base_url)
        self._recorder = Recorder(journal)
        self._guard = guard
        self._clock = clock
        self._ssl_context = ssl_context
        self._pacer = Pacer(profile.requests_per_minute, clock, sleep)
        self._numbers = count(1)
        self._open_transport: Transport | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a closed client opens new ones when it sends."""
        if self._open_transport is not None:
            self._open_transport.close()
            self._open_transport = None

    def prepare(self, draft: Draft) -> Request:
        """Return the request as it would leave; nothing is sent or recorded.

        Raises ProtocolError when the draft cannot be a request.
        """
        if draft.method not in _METHODS:
            expected = ", ".join(sorted(_METHODS))
            raise ProtocolError(f"expected one of {expected}, found {draft.method!r}.")
        url = self._base.text + encode_target(draft.path, draft.query)
        body = encode_body(draft.body)
        headers = Headers(
            (
                *connection_headers(self._base.authority, body, draft.method),
                *build_headers(draft, self._profile),
            )
        )
        return Request(draft.method, url, draft.path, headers, body, draft.effect)

    def send(self, draft: Draft) -> Exchange:
        """Send the draft and return what came of it.

        Raises ProtocolError (nothing sent) and StageRefusal (recorded, not sent).
        """
        return self._send(self.prepare(draft), draft)

    def resend(
        self, original: Exchange, draft: Draft, *, fresh_request_id: str | None
    ) -> Exchange:
        """Send the same bytes again, with the same headers.

        draft: only test, step, kind, effect, patient, target and timeout are read.
        fresh_request_id: the new X-Request-Id; None repeats the old one.

        Raises ProtocolError (nothing sent) and StageRefusal (recorded, not sent).
        """
        headers = original.request.headers
        if fresh_request_id is not None:
            headers = _with_request_id(headers, fresh_request_id)
        request = replace(original.request, headers=headers, effect=draft.effect)
        return self._send(request, draft)

    def _send(self, request: Request, draft: Draft) -> Exchange:
        """Record the intent, ask the guard, send, record what came of it."""
        self._refuse_elsewhere(request)
        self._pacer.wait()
        number = next(self._numbers)
        is_read = _is_read(request)
        self._recorder.sent(number, request, draft, durable=not is_read)
        try:
            self._guard.check(request, draft)
        except StageRefusal as refusal:
            fault = TransportFault(FaultKind.REFUSED, str(refusal))
            self._recorder.lost(number, draft, fault, _AT_ONCE)
            raise
        started, began = self._clock.now(), self._clock.monotonic()
        outcome = self._attempt(request, draft, is_read=is_read)
        duration = timedelta(seconds=self._clock.monotonic() - began)
        if isinstance(outcome, Response):
            self._recorder.received(number, draft, outcome, duration)
            return Exchange(number, request, outcome, None, started, duration)
        self._recorder.lost(number, draft, outcome, duration)
        return Exchange(number, request, None, outcome, started, duration)

    def _attempt(
        self, request: Request, draft: Draft, *, is_read: bool
    ) -> Response | TransportFault:
        timeout = draft.timeout or self._profile.timeout
        try:
            return self._transport.exchange(request, timeout.total_seconds())
        except LostError as lost:
            is_unknown = lost.is_sent and not is_read
            return TransportFault(lost.kind, str(lost), is_unknown)

    @property
    def _transport(self) -> "Transport":
        """Return the open transport; opened, and httpcore imported, on first need."""
        if self._open_transport is None:
            from pytest_bars.client.transport import (  # noqa: PLC0415 - keeps start-up short
                Transport,
            )

            self._open_transport = Transport(self._base, self._ssl_context)
        return self._open_transport

    def _refuse_elsewhere(self, request: Request) -> None:
        """Hold the last line: every request goes below the profile's base URL."""
        if not request.url.startswith(f"{self._base.text}/"):
            raise StageRefusal(
                f"The profile {self._profile.name} sends to {self._base.text} only; "
                "the request was for another address and was not sent."
            )


def _allowed_base(profile: Profile, base_url: str) -> BaseUrl:
    """Return the base URL, which is the profile's, or a simulator's on this machine."""
    base = BaseUrl.parse(base_url)
    if profile.base_url is None:
        if base.is_loopback:
            return base
        raise StageRefusal(
            f"The profile {profile.name} stays on this machine; {base.text} does not."
        )
    if base == BaseUrl.parse(profile.base_url):
        return base
    raise StageRefusal(
        f"The profile {profile.name} sends to {profile.base_url} only, not to "
        f"{base.text}."
    )


def _is_read(request: Request) -> bool:
    return request.effect.kind is EffectKind.READ and request.method in _READING


def _with_request_id(headers: Headers, request_id: str) -> Headers:
    """Return the headers with another X-Request-Id in the same place."""
    refuse_header(REQUEST_ID, request_id)
    wanted = REQUEST_ID.lower()
    return Headers(
        (name, request_id if name.lower() == wanted else value)
        for name, value in headers
    )
