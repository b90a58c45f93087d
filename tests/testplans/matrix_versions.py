"""Which fault each test of Foundation and of the API versions catches."""

from typing import Final

from tests.testplans.rows import cases, names

_FOUNDATION: Final = "FOUNDATION-APPOINTMENTS"
_VERSIONS: Final = "API-VERSIONS"
_ALL: Final = ("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0")
_FROM_1_1: Final = _ALL[1:]
_FROM_1_2: Final = _ALL[2:]


def _foundation(*refs: str) -> frozenset[str]:
    return names(_FOUNDATION, *refs)


def _versions(ref: str, *ids: str) -> frozenset[str]:
    return cases(_VERSIONS, ref, *ids) if ids else names(_VERSIONS, ref)


_CATALOGUE: Final = (
    _versions("VR-20", *_FROM_1_2)
    | _versions("VR-21", *_FROM_1_2)
    | _versions("VR-22", "v1.2.0", "v1.3.0")
    | _versions("VR-23", "v1.4.0")
)
VERSION_MATRIX: Final = {
    "books-without-checking-slot": _foundation("FD-10"),
    "cancel-keeps-slot": _foundation("FD-02[cancelled]", "FD-02[in-error]"),
    "catalogue-filter-ignored": _CATALOGUE,
    "change-ignored": _foundation(
        "FD-02[cancelled]", "FD-02[in-error]", "FD-03", "FD-04", "FD-07"
    )
    | _versions("VR-12", *_FROM_1_1),
    "create-not-stored": _foundation("FD-01", "FD-05", "FD-06", "FD-07") | _CATALOGUE,
    "delete-ignored": _foundation("FD-07")
    | _CATALOGUE
    | _versions("VR-12", *_FROM_1_1),
    "ended-change-accepted": _foundation("FD-11"),
    "later-versions-unknown": _foundation("FD-01", "FD-03", "FD-04", "FD-05", "FD-06"),
    "message-definition-empty": _versions("VR-03", *_FROM_1_1),
    "metadata-wrong-version": _versions("VR-01", *_ALL),
    "old-version-accepted": _versions("VR-32"),
    "outcome-code-wrong": _foundation("FD-14"),
    "pointers-of-everybody": _foundation("FD-07"),
    "replaced-unchecked": _foundation("FD-13"),
    "search-empty": _versions("VR-02", *_ALL),
    "search-needs-nhs-number": _versions("VR-10", *_FROM_1_1),
    "stale-change-accepted": _foundation("FD-12"),
    "unknown-path-accepted": _versions("VR-31", "organisations-1.4.0"),
    "version-ignored": _versions("VR-11", "bookings", "referrals")
    | _versions("VR-30", "bookings", "referrals")
    | _versions("VR-31", "services-1.1.0", "endpoints-1.0.0", "templates-1.3.0"),
}
"""Fault -> the tests that fail by it."""
