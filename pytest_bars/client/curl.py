"""A command line that repeats a request."""

import shlex

from pytest_bars.client.headers import FRAMING
from pytest_bars.exchange import Request
from pytest_bars.protocol.headers import AUTHORIZATION

_LEFT_OUT = frozenset({*FRAMING, "accept-encoding", "user-agent"})


def curl_line(request: Request) -> str:
    """Return a POSIX shell command that repeats the request.

    Everything in it is as sent but the access token, which is never shown; redacting
    the rest is up to the caller. A body that is not UTF-8 is shown with replacement
    characters.
    """
    words = ["curl", "--request", request.method, request.url]
    for name, value in request.headers:
        if name.lower() == AUTHORIZATION.lower():
            words += ["--header", f"{AUTHORIZATION}: Bearer [redacted]"]
        elif name.lower() not in _LEFT_OUT:
            words += ["--header", f"{name}: {value}" if value else f"{name};"]
    if request.body is not None:
        text = request.body.decode("utf-8", "replace")
        # --data-binary would read a file for a body that begins with @.
        words += ["--data-raw" if text.startswith("@") else "--data-binary", text]
    return shlex.join(words)
