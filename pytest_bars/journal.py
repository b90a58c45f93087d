"""The Journal: who needs to write evidence is handed one of these."""

from collections.abc import Mapping
from typing import Protocol

from pytest_bars.jsontypes import Json


class Journal(Protocol):
    """Take records and bytes for the evidence; redaction happens inside."""

    def record(
        self, kind: str, data: Mapping[str, Json], *, durable: bool = False
    ) -> int:
        """Append one record and return its sequence number in this process.

        kind: the record type, such as `test.started`. data: unredacted; the journal
        redacts it. durable: return only when the record is on disk (fsync).
        """
        ...

    def keep(self, content: bytes, media_type: str) -> str:
        """Store redacted bytes and return their digest, `sha256:<hex>`."""
        ...
