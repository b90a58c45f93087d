"""Ids and times for a test, the same again for the same seed."""

import hashlib
import uuid
from datetime import UTC, datetime


class TestValues:
    """Make the ids and times of one test.

    now: aware UTC, whole seconds, fixed for the test.
    """

    __test__ = False
    __slots__ = ("_count", "_source", "now")

    def __init__(self, source: str, now: datetime) -> None:
        self.now = now.astimezone(UTC).replace(microsecond=0)
        self._source = source
        self._count = 0

    @property
    def today(self) -> str:
        """Return the UTC date of `now`, as `YYYY-MM-DD`."""
        return self.now.date().isoformat()

    def uuid(self) -> str:
        """Return the next UUID (version 4 in shape) of this test."""
        self._count += 1
        digest = hashlib.sha256(f"{self._source}\n{self._count}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))


class Generator:
    """Make the values of every test of a run from one seed.

    started: aware; what `now` is for a test that names no other time.
    """

    def __init__(self, seed: int, started: datetime) -> None:
        self.seed = seed
        self.started = started

    def for_test(self, identity: str, now: datetime | None = None) -> TestValues:
        """Return fresh values for a test.

        identity: plan, reference and case, such as `PLAN::BK-02[same-bundle]`.
        now: aware; the time the test starts, where it matters that it is late.
        """
        return TestValues(f"{self.seed}\n{identity}", now or self.started)


def render_instant(moment: datetime) -> str:
    """Return an aware time as `YYYY-MM-DDTHH:MM:SSZ`, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
