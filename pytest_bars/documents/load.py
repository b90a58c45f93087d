"""Read a YAML file as plain data, or give every fault of it."""

import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, Literal, TypeAlias

from yaml import YAMLError

from pytest_bars.documents.build import Builder
from pytest_bars.documents.complaints import LimitReached
from pytest_bars.documents.garbage import collector_paused
from pytest_bars.documents.limits import LIMITS, Limits
from pytest_bars.documents.personal import personal_faults
from pytest_bars.documents.syntax import syntax_fault
from pytest_bars.documents.text import FORBIDDEN, SourceText
from pytest_bars.documents.tree import Document
from pytest_bars.errors import FaultsError
from pytest_bars.source import Fault, SourceMark

Personal: TypeAlias = Literal["refuse", "allow"]
_FOREIGN_MARKS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_UTF8_HINT: Final = "Save the file as UTF-8."


def read_document(
    path: Path,
    *,
    root: Path | None = None,
    limits: Limits = LIMITS,
    personal: Personal = "refuse",
) -> Document:
    """Read a file.

    root: the folder the file must lie in once symbolic links are followed.

    Raises FaultsError with every fault of the file.
    """
    shown = shown_path(path)
    try:
        content = _content(path, root, limits)
    except _Unreadable as error:
        raise FaultsError([_file_fault(shown, str(error), error.hint)]) from error
    return parse_document(content, shown, limits=limits, personal=personal)


def parse_document(
    content: bytes,
    path: str,
    *,
    limits: Limits = LIMITS,
    personal: Personal = "refuse",
) -> Document:
    """Read the content of a file; path is how faults name it.

    personal: whether NHS numbers, private keys and tokens in the text are faults.

    Raises FaultsError with every fault of the content.
    """
    if len(content) > limits.size:
        raise FaultsError([_file_fault(path, *_too_large(limits))])
    source = _decode(content, path)
    faults = [*islice(_control_faults(source), limits.faults)]
    if personal == "refuse":
        faults += islice(personal_faults(source), limits.faults)
    if faults:
        source = SourceText(path, FORBIDDEN.sub(" ", source.text))
    with collector_paused():
        builder = _built(source, limits, refuse_personal=personal == "refuse")
    faults += builder.complaints.faults
    if faults:
        raise FaultsError(faults[: limits.faults + 1])
    return Document(path, content, builder.data, builder.positions)


def shown_path(path: Path) -> str:
    """Return a path as users see it: relative to here when below, with slashes."""
    absolute = path.absolute()
    here = Path.cwd()
    below = absolute.is_relative_to(here)
    return (absolute.relative_to(here) if below else absolute).as_posix()


def _built(source: SourceText, limits: Limits, *, refuse_personal: bool) -> Builder:
    """Run a builder over a text; a syntax error becomes one more of its faults."""
    builder = Builder(source, limits, refuse_personal=refuse_personal)
    faults = builder.complaints.faults
    try:
        builder.run()
    except LimitReached:
        return builder
    except YAMLError as error:
        before = SourceText(source.path, source.text[: _offset(error)])
        stopped = Builder(before, limits, refuse_personal=refuse_personal)
        if _reaches_a_limit(stopped):
            return stopped
        faults.append(syntax_fault(source, error))
    except (ValueError, OverflowError):  # escapes in a text or tag, not in Unicode
        faults.append(_file_fault(source.path, "an escape stands for no character"))
    if builder.documents == 0 and not faults:
        faults.append(_file_fault(source.path, "the file is empty", "Write a map."))
    return builder


def _offset(error: YAMLError) -> int:
    """Return where the parser gave up, or 0."""
    mark = getattr(error, "problem_mark", None)
    return 0 if mark is None else int(mark.index)


def _reaches_a_limit(builder: Builder) -> bool:
    """Say whether the text before a syntax error is too deep or too large already.

    The parser reads ahead of the events it gives, and has a depth of its own (1,000
    levels since PyYAML 6.0.4) at which it gives up without them.
    """
    try:
        builder.run()
    except LimitReached:
        return True
    except (YAMLError, ValueError, OverflowError):
        return False
    return False


class _Unreadable(Exception):  # noqa: N818 - turned into a fault by the caller
    """Why a file cannot be read, and what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def _content(path: Path, root: Path | None, limits: Limits) -> bytes:
    """Return the bytes of a regular file that is small enough and lies in root."""
    try:
        real = path.resolve(strict=True)
        if root is not None and not real.is_relative_to(root.resolve()):
            raise _Unreadable(
                "the file lies outside of its project",
                "A symbolic link must not lead out of the folder; copy the file.",
            )
        status = real.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or device"
            raise _Unreadable(f"expected a file, found {kind}")
        if status.st_size > limits.size:
            raise _Unreadable(*_too_large(limits))
        with real.open("rb") as file:
            return file.read(limits.size + 1)
    except OSError as error:
        reason = (error.strerror or "input/output error").lower()
        raise _Unreadable(f"the file cannot be read: {reason}") from error
    except (RuntimeError, ValueError) as error:  # a loop of links; NUL in the name
        raise _Unreadable("the file cannot be read: its path leads nowhere") from error


def _too_large(limits: Limits) -> tuple[str, str]:
    return (
        f"the file is larger than {limits.size:,} bytes",
        "Split it into several files.",
    )


def _file_fault(path: str, message: str, hint: str | None = None) -> Fault:
    return Fault(SourceMark(path, 1, 1), message, hint=hint)


def _decode(content: bytes, path: str) -> SourceText:
    """Decode UTF-8 with or without a byte order mark, or raise FaultsError."""
    for start, name in _FOREIGN_MARKS:
        if content.startswith(start):
            raise FaultsError(
                [_file_fault(path, f"expected UTF-8, found {name}", _UTF8_HINT)]
            )
    body = content.removeprefix(BOM_UTF8)
    try:
        return SourceText(path, body.decode("utf-8"))
    except UnicodeDecodeError as error:
        source = SourceText(path, body.decode("utf-8", "replace"))
        place = len(body[: error.start].decode("utf-8"))
        message = f"the byte 0x{body[error.start]:02X} is not UTF-8"
        raise FaultsError(
            [source.fault(place, place + 1, message, hint=_UTF8_HINT)]
        ) from error


def _control_faults(source: SourceText) -> Iterator[Fault]:
    """Give a fault for the first forbidden character of each line."""
    seen = 0
    for match in FORBIDDEN.finditer(source.text):
        mark = source.mark(match.start())
        if mark.line != seen:
            seen = mark.line
            yield source.fault(
                *match.span(),
                f"the character U+{ord(match.group()):04X} is not allowed",
                hint="Remove it; if the file is not UTF-8, save it as UTF-8.",
            )
