"""The EvidenceWriter: one process's journal."""

import os
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.chain import Chain
from pytest_bars.evidence.clock import NANOSECONDS, SYSTEM, Clock, timestamp
from pytest_bars.evidence.durable import (
    append,
    create_for_append,
    sync_descriptor,
    sync_folder,
)
from pytest_bars.evidence.objects import ObjectStore
from pytest_bars.evidence.records import Record
from pytest_bars.evidence.redaction import Redactor
from pytest_bars.jsontypes import Json, JsonObject

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_PROCESS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_JUMP_NS: Final = 2 * NANOSECONDS


class EvidenceWriter:
    """Append redacted records to `events/<process>.jsonl`, each by one write.

    A `Journal`. Safe to use from several threads. Nothing is held back in memory, so
    a killed process loses no record; `durable` ones outlive a power cut too. Raises
    EvidenceError when evidence can not be written: a run without evidence must stop.
    """

    def __init__(
        self,
        folder: Path,
        process: str,
        genesis: str,
        redactor: Redactor,
        *,
        run_id: str = "",
        clock: Clock = SYSTEM,
    ) -> None:
        if _PROCESS.fullmatch(process) is None:
            raise EvidenceError(f"{process!r} is no name of a process, such as gw0.")
        self.folder = folder
        self.process = process
        self.run_id = run_id
        self.redactor = redactor
        self._clock = clock
        self._offset = clock.wall_ns() - clock.mono_ns()
        self._chain = Chain(genesis)
        self._lock = threading.RLock()
        self._listeners: list[Callable[[Record], None]] = []
        self._objects = ObjectStore(folder / "objects" / "sha256")
        self._plans = ObjectStore(folder / "plan")
        self._path = folder / "events" / f"{process}.jsonl"
        self._descriptor: int | None = create_for_append(self._path)
        sync_folder(self._path.parent)

    def record(
        self, kind: str, data: Mapping[str, Json], *, durable: bool = False
    ) -> int:
        """Append one record and return its sequence number in this process.

        kind: the record type, such as `test.started`. data: unredacted. durable: return
        only when the record, and the objects it names, are on disk.
        """
        redacted = self.redactor.data(data)
        if not isinstance(redacted, dict):  # nested too deeply to be looked at
            redacted = {"withheld": redacted}
        with self._lock:
            wall, mono = self._clock.wall_ns(), self._clock.mono_ns()
            self._notice_jump(wall, mono)
            return self._append(kind, redacted, wall, mono, durable=durable)

    def keep(self, content: bytes, media_type: str) -> str:
        """Store redacted bytes and return their digest, `sha256:<hex>`."""
        redacted = self.redactor.body(content, media_type)
        with self._lock:
            return self._objects.put(redacted)

    def object(self, digest: str) -> bytes:
        """Return the stored (redacted) bytes of a digest. Raises EvidenceError."""
        return self._objects.get(digest)

    def add_plan(self, path: str, content: bytes) -> str:
        """Store the exact bytes of a plan file and return `sha256:<hex>`.

        path: as shown to the user. Raises EvidenceError when they hold an NHS number,
        a secret or the name of a declared patient: these bytes are not redacted.
        """
        if self.redactor.names_personal(content.decode("utf-8", "replace")):
            raise EvidenceError(
                f"{path}: the file names a test patient or holds a secret, and would "
                "be kept as evidence. Write ${patient.name} or ${patient.nhs_number} "
                "instead; secrets belong in the profile, as ${env:...}."
            )
        with self._lock:
            return self._plans.put(content, durable=True)

    def listen(self, listener: Callable[[Record], None]) -> None:
        """Call a function with each redacted record from now on, in order."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Put everything on disk and close the file; records are refused afterwards."""
        with self._lock:
            if self._descriptor is not None:
                sync_descriptor(self._descriptor, self._path)
                os.close(self._descriptor)
                self._descriptor = None

    def _append(
        self, kind: str, data: JsonObject, wall: int, mono: int, *, durable: bool
    ) -> int:
        if self._descriptor is None:
            raise EvidenceError(f"{self._path}: this journal is closed already.")
        ts = timestamp(wall)
        line = self._chain.line(kind, data, ts, mono)
        if durable:
            self._objects.sync(_DIGEST.findall(line.decode()))
        append(self._descriptor, line, self._path)
        self._chain.advance(line)
        if durable:
            sync_descriptor(self._descriptor, self._path)
        record = Record(self._chain.seq, kind, data, ts, mono, self.process)
        for listener in self._listeners:
            listener(record)
        return record.seq

    def _notice_jump(self, wall: int, mono: int) -> None:
        """Record that wall clock and monotonic clock no longer agree."""
        jump = wall - mono - self._offset
        if abs(jump) > _JUMP_NS:
            self._offset += jump
            data: JsonObject = {"jump_ms": jump // 1_000_000}
            self._append("clock.jump", data, wall, mono, durable=False)
