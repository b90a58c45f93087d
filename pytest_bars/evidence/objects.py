"""Content-addressed files: `objects/sha256/<hex>` redacted, `plan/<hex>` exact."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.durable import sync_file, sync_folder, write_whole

PREFIX: Final = "sha256:"


class ObjectStore:
    """Store bytes once under their SHA-256; never half a file, never another's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unsynced: set[str] = set()

    def put(self, content: bytes, *, durable: bool = False) -> str:
        """Store bytes and return their digest, `sha256:<hex>`."""
        digest = PREFIX + hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            write_whole(path, content, durable=durable)
            if not durable:
                self._unsynced.add(digest)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest. Raises EvidenceError."""
        try:
            return self._path(digest).read_bytes()
        except OSError as error:
            raise EvidenceError(f"{digest}: there is no such object.") from error

    def sync(self, digests: Iterable[str]) -> None:
        """Put the objects of these digests on the disk, where they are not yet."""
        due = self._unsynced.intersection(digests)
        if due:
            for digest in due:
                sync_file(self._path(digest))
            sync_folder(self._folder)
            self._unsynced -= due

    def _path(self, digest: str) -> Path:
        return self._folder / digest.removeprefix(PREFIX)
