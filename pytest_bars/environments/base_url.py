"""A base URL in its parts, and whether it stays on this machine."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pytest_bars.errors import ProtocolError

_PORTS: Final = {"http": 80, "https": 443}
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SHAPE: Final = re.compile(
    r"https?://"
    rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])"
    r"(?::[0-9]{1,5})?"
    r"(?P<path>(?:/[A-Za-z0-9._~$-]+)*)/?"
)
BASE_URL_WORDS: Final = (
    "a URL such as https://host/booking-and-referral/FHIR/R4, without user, query or "
    "fragment"
)


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """An absolute http or https URL without user, query or fragment.

    text: without trailing slash. authority: host, with its port where it is given.
    path: of the base URL itself; empty or starting with a slash.
    """

    text: str
    scheme: str
    host: str
    port: int
    authority: str
    path: str

    @classmethod
    def parse(cls, text: str) -> "BaseUrl":
        """Read a base URL.

        Raises ProtocolError; a text that may hold a password is not quoted.
        """
        match = _SHAPE.fullmatch(text)
        if match is None or "/." in match["path"]:
            raise ProtocolError(_expected(text))
        try:
            parts = urlsplit(text)
            port = parts.port or _PORTS[parts.scheme]
        except ValueError:
            raise ProtocolError(_expected(text)) from None
        path = match["path"]
        clean = f"{parts.scheme}://{parts.netloc}{path}"
        host = parts.hostname or ""
        return cls(clean, parts.scheme, host, port, parts.netloc, path)

    @property
    def origin(self) -> str:
        """Return scheme and authority, as every URL below it begins."""
        return f"{self.scheme}://{self.authority}"

    @property
    def is_loopback(self) -> bool:
        """Say whether it stays on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def _expected(text: str) -> str:
    found = "one with a user name in it" if "@" in text else repr(text)
    return f"expected {BASE_URL_WORDS}, found {found}"
