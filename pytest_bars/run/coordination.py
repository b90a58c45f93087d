"""What the workers of one run must agree on: claims, exclusive use, doing once."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final, Protocol, cast

from filelock import FileLock

from pytest_bars.jsontypes import JsonObject

_LOCKS: Final = "locks"
_ONCE: Final = "once"
_CLAIMS: Final = "claims"


class Coordinator(Protocol):
    """Keep the tests of one run out of each other's way, over all its workers."""

    def claim(self, key: str, candidates: Sequence[str]) -> int | None:
        """Take the first candidate no test of this run has taken under that key.

        Returns its index, or None when all are taken.
        """
        ...

    def exclusive(self, keys: Iterable[str]) -> AbstractContextManager[None]:
        """Hold every key until the context ends; others wait."""
        ...

    def once(self, key: str, compute: Callable[[], JsonObject]) -> JsonObject:
        """Return what compute returned for the first caller of that key in this run."""
        ...


class LocalCoordinator:
    """Coordinate the tests of one process."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._claimed: dict[str, set[str]] = {}
        self._results: dict[str, JsonObject] = {}

    def claim(self, key: str, candidates: Sequence[str]) -> int | None:
        """Take the first candidate not taken; see Coordinator."""
        with self._mutex:
            return _take(self._claimed.setdefault(key, set()), candidates)

    @contextmanager
    def exclusive(self, keys: Iterable[str]) -> Iterator[None]:
        """Hold every key; they are taken in sorted order, so none can deadlock."""
        with ExitStack() as held:
            for key in sorted(set(keys)):
                held.enter_context(self._lock(key))
            yield

    def once(self, key: str, compute: Callable[[], JsonObject]) -> JsonObject:
        """Compute on the first call for the key; see Coordinator."""
        if key not in self._results:
            with self._lock(f"once {key}"):
                if key not in self._results:
                    self._results[key] = compute()
        return self._results[key]

    def _lock(self, key: str) -> threading.Lock:
        with self._mutex:
            return self._locks.setdefault(key, threading.Lock())


class SharedCoordinator:
    """Coordinate the worker processes of one run through files in a folder.

    folder: private to the run, on a local disk. Locks are the system's own file
    locks, so those of a worker that crashed are free at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, JsonObject] = {}
        for name in (_LOCKS, _ONCE, _CLAIMS):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def claim(self, key: str, candidates: Sequence[str]) -> int | None:
        """Take the first candidate not taken by any worker; see Coordinator."""
        path = self._folder / _CLAIMS / _file_name(key)
        with self._lock(f"claim {key}"):
            taken = set(_read(path)) if path.exists() else set()
            index = _take(taken, candidates)
            if index is not None:
                _replace(path, dict.fromkeys(sorted(taken)))
            return index

    @contextmanager
    def exclusive(self, keys: Iterable[str]) -> Iterator[None]:
        """Hold every key over all workers; see Coordinator."""
        with ExitStack() as held:
            for key in sorted(set(keys)):
                held.enter_context(self._lock(f"exclusive {key}"))
            yield

    def once(self, key: str, compute: Callable[[], JsonObject]) -> JsonObject:
        """Compute in the first worker to ask; the others wait and read its result."""
        if key not in self._known:
            path = self._folder / _ONCE / _file_name(key)
            with self._lock(f"once {key}"):
                if not path.exists():
                    _replace(path, compute())
            self._known[key] = _read(path)
        return self._known[key]

    def _lock(self, key: str) -> FileLock:
        return FileLock(self._folder / _LOCKS / _file_name(key), poll_interval=0.01)


def _take(taken: set[str], candidates: Sequence[str]) -> int | None:
    for index, candidate in enumerate(candidates):
        if candidate not in taken:
            taken.add(candidate)
            return index
    return None


def _file_name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _read(path: Path) -> JsonObject:
    return cast("JsonObject", json.loads(path.read_text(encoding="utf-8")))


def _replace(path: Path, content: JsonObject) -> None:
    """Write beside and rename, so that no reader ever sees half of it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(content), encoding="utf-8")
    beside.replace(path)
