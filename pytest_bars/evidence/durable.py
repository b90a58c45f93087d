"""Bytes onto the disk: appended whole, or replaced whole, on any platform."""

import errno
import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)  # Windows would change line ends
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
TEMPORARY: Final = ".tmp-"
_numbers = count(1)
_IN_WORDS: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file may not grow any larger here",
    errno.EACCES: "you have no permission to write there",
    errno.EPERM: "you have no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.EEXIST: "it exists already, and another process may be writing it",
    errno.ENOENT: "its folder is not there any more",
}


def create_for_append(path: Path) -> int:
    """Create a file that must not exist and return its descriptor, for appending."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | _BINARY
    try:
        return os.open(path, flags, 0o644)
    except OSError as error:
        raise cannot_write(path, error) from error


def append_line(path: Path, line: bytes) -> None:
    """Append a line to a file, made at need, and put it on the disk."""
    is_new = not path.exists()
    try:
        descriptor = os.open(
            path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o644
        )
        try:
            append(descriptor, line, path)
            sync_descriptor(descriptor, path)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise cannot_write(path, error) from error
    if is_new:
        sync_folder(path.parent)


def append(descriptor: int, content: bytes, path: Path) -> None:
    """Append all of the bytes, or none of them.

    Raises EvidenceError; what a full disk took of them is cut off again.
    """
    try:
        written = os.write(descriptor, content)
        if written < len(content):
            os.ftruncate(descriptor, os.fstat(descriptor).st_size - written)
            raise OSError(errno.ENOSPC, "")  # noqa: TRY301 - told like any other
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_file(path: Path) -> None:
    """Put a closed file's bytes on the disk."""
    try:
        descriptor = os.open(path, os.O_RDWR | _BINARY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_descriptor(descriptor: int, path: Path) -> None:
    """Put an open file's bytes on the disk."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_folder(path: Path) -> None:
    """Put a folder's names on the disk, where the system lets us.

    Windows does so by itself, and some network file systems refuse.
    """
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_whole(path: Path, content: bytes, *, durable: bool) -> None:
    """Write a file beside its place and move it there, so that it is never half.

    durable: return only when it is on the disk. Raises EvidenceError.
    """
    temporary = path.parent / f"{TEMPORARY}{os.getpid()}-{next(_numbers)}"
    try:
        _write_new(temporary, content, path, durable=durable)
        _move(temporary, path)
    except (OSError, EvidenceError) as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise
    if durable:
        sync_folder(path.parent)


def _write_new(path: Path, content: bytes, shown: Path, *, durable: bool) -> None:
    descriptor = os.open(path, _NEW, 0o644)
    try:
        append(descriptor, content, shown)
        if durable:
            sync_descriptor(descriptor, shown)
    finally:
        os.close(descriptor)


def _move(source: Path, target: Path) -> None:
    try:
        os.replace(source, target)  # noqa: PTH105 - half the time of Path.replace
    except PermissionError:  # pragma: no cover - on Windows only:
        if not target.exists():  # another process has the same object open
            raise


def cannot_write(path: Path, error: OSError) -> EvidenceError:
    """Return our error in plain words for one of the operating system's."""
    reason = _IN_WORDS.get(error.errno or 0) or error.strerror or str(error)
    return EvidenceError(
        f"{path}: evidence can not be written: {reason}. The run stops, because what "
        "is not recorded does not count; make room or choose another folder with "
        "--bars-evidence."
    )
