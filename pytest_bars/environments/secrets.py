"""Secrets: referred to, read late, and held so that nothing shows them."""

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

HIDDEN: Final = "Secret(hidden)"
_MAX_BYTES: Final = 64 * 1024
_REFERENCE: Final = re.compile(r"\$\{(env|file):([^{}]+)\}")
_ENV_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Secret:
    """Hold a secret text; only `reveal` returns it.

    It compares by value, has no repr, str or format of its value, and cannot be
    pickled.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret; call this where it is used, and nowhere before."""
        return self._value

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not written anywhere")


class UnresolvedError(Exception):
    """A reference cannot be resolved; says why and what to do, never the value."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def is_reference(text: str) -> bool:
    """Say whether a text is exactly one `${env:NAME}` or `${file:PATH}`."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return False
    return match[1] == "file" or _ENV_NAME.fullmatch(match[2]) is not None


def resolve_reference(text: str, *, environ: Mapping[str, str], folder: Path) -> str:
    """Return what a reference stands for; another text is returned as it is.

    folder: what a relative path of `${file:}` starts from. A file's trailing line end
    is not part of its value.

    Raises UnresolvedError.
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return text
    kind, name = match[1], match[2]
    value = environ.get(name, "") if kind == "env" else _read(folder / name, name)
    if value:
        return value
    if kind == "file":
        raise UnresolvedError(f"the file {name} is empty", "Put the value into it.")
    state = "empty" if name in environ else "not set"
    raise UnresolvedError(
        f"the environment variable {name} is {state}",
        f"Set {name} before you start, or choose another profile.",
    )


def _read(path: Path, name: str) -> str:
    hint = "Correct the path; it starts from the folder of bars.yaml."
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnresolvedError(f"{name} is not a file", hint)
        if status.st_size > _MAX_BYTES:
            raise UnresolvedError(
                f"the file {name} is larger than {_MAX_BYTES:,} bytes", hint
            )
        return path.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        reason = (error.strerror or "input/output error").lower()
        raise UnresolvedError(
            f"the file {name} cannot be read: {reason}", hint
        ) from None
    except ValueError:
        raise UnresolvedError(f"the file {name} is not UTF-8 text", hint) from None
