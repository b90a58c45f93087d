"""Which API version answers a call, and what it makes of the call's path."""

from pytest_bars.protocol.headers import (
    ACCEPT,
    DEFAULT_VERSION,
    TARGET_IDENTIFIER,
    accepted_version,
)
from pytest_bars.protocol.operations import API_VERSIONS, operations, served_version
from pytest_bars.simulator.calls import Call
from pytest_bars.simulator.faults import ActiveFaults


def answering_version(call: Call, faults: ActiveFaults) -> str:
    """Return the published API version by which a call is answered."""
    if faults.has("version-ignored"):
        return max(API_VERSIONS)
    if faults.has("later-versions-unknown"):
        return DEFAULT_VERSION
    accept = call.header(ACCEPT)
    return (
        DEFAULT_VERSION if accept is None else served_version(accepted_version(accept))
    )


def is_national(call: Call) -> bool:
    """Say whether a path is no service's: the specification gives it no target.

    That the proxy then answers by itself is the specification's; the live proxy's code
    has a route for DocumentReference only.
    """
    found = (o for o in operations(call.version) if o.matches(call.path))
    return any(not o.takes_header(TARGET_IDENTIFIER) for o in found)
