"""HTTP as redaction sees it: header fields, identity headers, URLs."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import unquote_plus

from pytest_bars.evidence.elements import HeaderRule, header_rule, is_person_parameter
from pytest_bars.evidence.learned import LearnedValues
from pytest_bars.evidence.net import decode_base64
from pytest_bars.evidence.pseudonyms import is_pseudonym
from pytest_bars.evidence.second_pass import SecondPass
from pytest_bars.evidence.structure import HeaderFields
from pytest_bars.jsontypes import Json
from pytest_bars.masking import MASK

_USERINFO = re.compile(r"(?<=//)[^/@\s?#]+@")
_SHORTEST_TOKEN: Final = 20
_MOST_IDENTITIES: Final = 500
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class HttpFields:
    """Redact header fields and URLs.

    data: redacts any JSON. identifier: redacts the value of an identifier, given its
    system and the value.
    """

    def __init__(
        self,
        learned: LearnedValues,
        second: SecondPass,
        data: Callable[[Json], Json],
        identifier: Callable[[str, str], str],
    ) -> None:
        self._learned = learned
        self._second = second
        self._data = data
        self._identifier = identifier
        self._identities: dict[tuple[int, HeaderRule, str], str] = {}

    def parameters(self, url: str) -> str:
        """Hide user and password of a URL, and its personal parameters."""
        if "@" in url:
            url = _USERINFO.sub(f"{MASK}@", url)
        head, mark, query = url.partition("?")
        if not mark:
            return url
        return head + mark + "&".join(map(self.parameter, query.split("&")))

    def parameter(self, parameter: str) -> str:
        """Return `name=value` of a URL or form with a personal value hidden."""
        name, equals, value = parameter.partition("=")
        if not value or not is_person_parameter(unquote_plus(name)):
            return parameter
        bar = value.rfind("|") if "|" in value else value.upper().rfind("%7C")
        if bar < 0:
            return f"{name}{equals}{self._bare(unquote_plus(value))}"
        start = bar + (1 if value[bar] == "|" else 3)
        system, content = unquote_plus(value[:bar]), unquote_plus(value[start:])
        hidden = self._identifier(system, content)
        kept = value[start:] if hidden == content else hidden
        return f"{name}{equals}{value[:start]}{kept}"

    def _bare(self, value: str) -> str:
        """Return what stands for a personal parameter that names no system."""
        hidden = self._second.net.hide_values(value)
        if is_pseudonym(hidden) or value == MASK:
            return hidden
        self._learned.add(value)
        return MASK

    def headers(
        self, pairs: Iterable[tuple[str, str]], seen: list[str]
    ) -> HeaderFields:
        """Redact by header name; `seen` takes the texts still to be looked at."""
        redacted: HeaderFields = []
        for name, value in pairs:
            rule = header_rule(name)
            hidden = value
            if rule is HeaderRule.SECRET:
                hidden = self._secret_header(value)
            elif rule is HeaderRule.PLAIN:
                seen += (name, value)
            elif rule is HeaderRule.URL:
                seen.append(hidden := self.parameters(value))
            else:
                seen.append(name)
                hidden = self._identity_header(value, rule)
            redacted.append((name, hidden))
        return redacted

    def _secret_header(self, value: str) -> str:
        """Hide a credential but for its scheme, and wherever it is echoed."""
        scheme, gap, token = value.strip().partition(" ")
        if gap and scheme.lower() in {"bearer", "basic"}:
            self._learned.add_secret(token.strip())
            return f"{scheme} {MASK}"
        self._learned.add_secret(value.strip())
        return MASK

    def _identity_header(self, value: str, rule: HeaderRule) -> str:
        """Redact an identity header; the same few come with every request."""
        key = (self._learned.size, rule, value)
        if (redacted := self._identities.get(key)) is None:
            if len(self._identities) >= _MOST_IDENTITIES:
                self._identities.clear()
            redacted = self._identity(value, is_target=rule is HeaderRule.TARGET)
            self._identities[key] = redacted
        return redacted

    def _identity(self, value: str, *, is_target: bool = False) -> str:
        """Redact the JSON inside a Base64 header; other text goes through the net."""
        decoded = decode_base64(value.strip())
        if decoded is None:
            return self._second.hide(value)
        try:
            content = json.loads(decoded)
        except (ValueError, RecursionError):
            return value if self._second.hide(decoded) == decoded else MASK
        if is_target and isinstance(content, dict):
            redacted: Json = {key: self._plain(item) for key, item in content.items()}
        else:
            redacted = self._data(content)
        if redacted == content and self._second.hide(decoded) == decoded:
            return value
        return encode_base64(redacted)

    def _plain(self, value: Json) -> Json:
        """Redact a member of a Target Identifier: by text, whatever its system."""
        return self._second.hide(value) if isinstance(value, str) else self._data(value)

    def token(self, token: str) -> str:
        """Return what stands for a JWT, or for Base64 that may be JSON."""
        if "." not in token and decode_base64(token) is not None:
            return self._identity(token)
        return MASK if "." in token or len(token) >= _SHORTEST_TOKEN else token


def encode_base64(value: Json) -> str:
    """Return JSON as the Base64 of an identity header."""
    return base64.b64encode(_compact(value).encode("utf-8", "replace")).decode()
