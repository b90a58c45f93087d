"""Pseudonyms: the same person reads the same in all evidence of a project, unnamed.

The key lives in the project's evidence folder, beside the runs and never in one. Who
holds the key can find a person again, so evidence stays personal data for them.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path
from typing import Final

from pytest_bars.errors import EvidenceError

KEY_FILE: Final = ".pseudonym.key"
_KEY_BYTES: Final = 32
_MOST_NUMBERS: Final = 10_000
_WHOLE = re.compile(r"(?:nhs|id):hmac:[A-Z2-7]{16}")


class Pseudonyms:
    """Give `nhs:hmac:<16 letters>` for an NHS number, `id:hmac:...` for other ids.

    Never a plain hash: all NHS numbers can be tried in minutes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._numbers: dict[str, str] = {}
        self.key_id = self._code("key-id|")

    def nhs_number(self, number: str) -> str:
        """Return the pseudonym of an NHS number, however it is written."""
        digits = "".join(filter(str.isalnum, number))
        if (pseudonym := self._numbers.get(digits)) is None:
            pseudonym = "nhs:hmac:" + self._code(f"nhs-number|{digits}")
            if len(self._numbers) < _MOST_NUMBERS:
                self._numbers[digits] = pseudonym
        return pseudonym

    def identifier(self, system: str, value: str) -> str:
        """Return the pseudonym of an identifier within its system."""
        return "id:hmac:" + self._code(f"identifier|{system}|{value}")

    def digest(self, content: bytes) -> str:
        """Return a keyed digest of bytes that are themselves withheld."""
        return "hmac:" + self._code("bytes|", content)

    def _code(self, text: str, content: bytes = b"") -> str:
        message = text.encode("utf-8", "surrogatepass") + content
        mac = hmac.digest(self._key, message, hashlib.sha256)
        return base64.b32encode(mac)[:16].decode()


def is_pseudonym(text: str) -> bool:
    """Say whether the whole text is a pseudonym already."""
    return _WHOLE.fullmatch(text) is not None


def read_key(root: Path) -> bytes:
    """Return the pseudonym key of an evidence folder. Raises EvidenceError."""
    path = root / KEY_FILE
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError as error:
        raise EvidenceError(
            f"{path}: the project's pseudonym key is not there; a run is opened first."
        ) from error
    except (OSError, ValueError) as error:
        raise EvidenceError(_unreadable(path)) from error
    if len(key) != _KEY_BYTES:
        raise EvidenceError(_unreadable(path))
    return key


def make_key(root: Path) -> bytes:
    """Return the pseudonym key of a folder, made at first need, readable by its owner.

    Call it under the project's lock. A `.gitignore` beside it keeps it out of git.
    """
    path = root / KEY_FILE
    if not path.exists():
        _ignore(root)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_bytes(_KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    return read_key(root)


def _ignore(root: Path) -> None:
    path = root / ".gitignore"
    if not path.exists():
        path.write_text(f"{KEY_FILE}\n.project.lock\n", encoding="ascii")


def _unreadable(path: Path) -> str:
    return (
        f"{path}: expected {_KEY_BYTES} bytes in hexadecimal, readable by you. Restore "
        "it from a copy, or move it away: a new key is made, and what was evidence of "
        "the same person before no longer reads the same."
    )
