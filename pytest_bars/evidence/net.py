"""The second net: shapes of personal data and secrets in any text.

NHS numbers by their check digit (also with spaces, hyphens or in a URL), JWTs, PEM
blocks, bearer and basic credentials, `name=value` secrets, e-mail addresses and UK
postcodes. Directory of Services ids (2000...), UUIDs and long hexadecimal digests
stay: evidence is routed and compared by them.
"""

import base64
import re
from collections.abc import Callable, Iterator
from string import ascii_letters, digits
from typing import Final

from pytest_bars.masking import MASK, is_personal_number

# What makes the slower patterns worth trying, in lower case.
TRIGGERS: Final = (
    "api_key", "apikey", "assertion", "authori", "basic", "bearer", "cookie",
    "passphrase", "passw", "pwd", "secret", "token",
)  # fmt: skip  # one line a word says no more
_SEPARATOR: Final = r"(?:[ +\-\u00a0\u2010-\u2015]|%20)?"
# What stands left of a number is judged afterwards: a search is faster without.
_NUMBER = re.compile(
    r"[0-9][0-9][0-9](?!(?<=200)0[0-9]{6}(?![0-9]))"  # 2000...: a DoS service id
    rf"{_SEPARATOR}[0-9][0-9][0-9]{_SEPARATOR}[0-9]{{4}}(?![0-9])"
)
# One by one, as in `9 6 5 8 4 9 9 0 0 7`.
_SPREAD = re.compile(
    r"[0-9](?P<between>[ .\-_,/])[0-9](?:(?P=between)[0-9]){8}(?!(?P=between)?[0-9])"
)
# Two groups of three digits in Base64; ten digits hold two, wherever they begin.
_BASE64_DIGITS = re.compile(r"(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){2}")
_BASE64: Final = frozenset(ascii_letters + digits + "+/_-")
_LONGER = re.compile(r"[0-9]\.?\Z")
_URL_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}\Z")
_INWARD = re.compile(r"[ABD-HJLNP-UW-Z][ABD-HJLNP-UW-Z](?<=[0-9]..)(?![0-9A-Za-z])")
_AREA: Final = (
    "(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?"
    "|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]"
    "|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_POSTCODE = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_AREA}[0-9][0-9A-Z]?(?:[ +\u00a0]|%20)"
    # without a space only the longer ones: short ones look like ODS codes
    rf"|(?<![-_]){_AREA}(?:[0-9][0-9A-Z]|(?<=[A-Z]{{2}})[0-9]))"
    r"[0-9][ABD-HJLNP-UW-Z]{2}(?![0-9A-Za-z_-])"
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PEM = re.compile(
    r"-----BEGIN [^-]{0,60}-----.*?(?:-----END [^-]{0,60}-----|\Z)", re.DOTALL
)
_BASE64_JSON = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:eyJ|eyA|ewo|ewk|ew0)[A-Za-z0-9+/_-]{4,}={0,2}"
    r"(?:\.[A-Za-z0-9+/_=-]+){0,4}"
)
_CREDENTIAL = re.compile(
    r"\b(?P<scheme>bearer|basic)(?P<gap>(?:\s|\+|%20){1,4})"
    r"(?P<token>[A-Za-z0-9._~+/=-]{8,})",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?P<name>(?:proxy-)?authori[sz]ation|x-api-key|apikey|(?:set-)?cookie)"
    r"(?P<gap>[\"']?\s{0,4}:\s{0,4}[\"']?)(?P<value>[^\"'\r\n]+)",
    re.IGNORECASE,
)
_SECRET_PAIR = re.compile(
    r"(?P<name>(?:access|refresh|id)_?token|client_?(?:assertion|secret)|api_?key"
    r"|assertion|pass(?:word|wd|phrase)|pwd|secret|token)"
    r"(?P<gap>[\"']?(?:=|%3D|:\s?[\"']))(?P<value>[^&\s\"']+)",
    re.IGNORECASE,
)
_UUID_OR_HEX = re.compile(
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{16,}"
)
CREDENTIAL: Final = "a credential"
_FROM_URL_SAFE: Final = str.maketrans("-_", "+/")
_PLAIN_WORD = re.compile(r"[a-z]{1,15}|[A-Z][a-z]{1,14}")


class TextNet:
    """Hide what the shapes catch.

    number: gives the pseudonym of an NHS number. token: gives what stands for a
    run of Base64 that may be JSON, or a JWT.
    """

    def __init__(
        self, number: Callable[[str], str], token: Callable[[str], str]
    ) -> None:
        self._number = number
        self._token = token

    def hide(self, text: str) -> str:
        """Return the text with every catch replaced."""
        if "-----BEGIN" in text:
            text = _PEM.sub(MASK, text)
        if _may_be_base64(text):
            text = _BASE64_JSON.sub(lambda match: self._token(match.group()), text)
        text = _HEADER.sub(rf"\g<name>\g<gap>{MASK}", text)
        text = _CREDENTIAL.sub(_hide_credential, text)
        text = _SECRET_PAIR.sub(rf"\g<name>\g<gap>{MASK}", text)
        return self.hide_values(text)

    def hide_values(self, text: str) -> str:
        """Return the text without NHS numbers, e-mail addresses and postcodes."""
        for found in reversed(tuple(_numbers(text))):
            start, end = found.span()
            text = text[:start] + self._number(_digits(found.group())) + text[end:]
        text = _SPREAD.sub(self._spread, text)
        text = _hide_encoded(text)
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(MASK, text)
        return _POSTCODE.sub(MASK, text) if _INWARD.search(text) else text

    def _spread(self, match: re.Match[str]) -> str:
        number = _digits(match.group())
        return self._number(number) if is_personal_number(number) else match.group()


def is_suspect(text: str) -> bool:
    """Say cheaply whether `hide` could change a text."""
    return (
        "@" in text
        or "%40" in text
        or "-----BEGIN" in text
        or _may_be_base64(text)
        or _INWARD.search(text) is not None
        or _has_number(text)
        or _SPREAD.search(text) is not None
        or _BASE64_DIGITS.search(text) is not None
        or _has_trigger(text.lower())
    )


def _has_trigger(lower: str) -> bool:
    for trigger in TRIGGERS:  # noqa: SIM110 - a loop is twice as fast as any() here
        if trigger in lower:
            return True
    return False


def _has_number(text: str) -> bool:
    return _NUMBER.search(text) is not None and any(_numbers(text))


def _may_be_base64(text: str) -> bool:
    """Say whether a text holds a start of Base64 of a JSON object."""
    return (
        "eyJ" in text
        or "eyA" in text
        or "ewo" in text
        or "ewk" in text
        or "ew0" in text
    )


def finds(text: str) -> tuple[str, ...]:
    """Return what kinds of NHS number, token or key a text holds, for verification."""
    found = []
    spread = (_digits(match.group()) for match in _SPREAD.finditer(text))
    is_spread = any(map(is_personal_number, spread))
    if _has_number(text) or is_spread or _hide_encoded(text) != text:
        found.append("an NHS number")
    if "-----BEGIN" in text and _PEM.search(text):
        found.append("a PEM block")
    for token in _BASE64_JSON.findall(text):
        if "." in token:
            found.append("a JWT")
        elif (inner := decode_base64(token)) is not None:
            found += finds(inner)
    if any(map(_is_credential, _CREDENTIAL.finditer(text))):
        found.append(CREDENTIAL)
    return tuple(dict.fromkeys(found))


def decode_base64(token: str) -> str | None:
    """Return the UTF-8 text in Base64 of either alphabet, padded or not, or None."""
    standard = token.translate(_FROM_URL_SAFE).rstrip("=")
    try:
        padded = standard + "=" * (-len(standard) % 4)
        return base64.b64decode(padded, validate=True).decode()
    except ValueError:
        return None


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(text):
        if (
            is_personal_number(_digits(match.group()))
            and not _is_longer(match)
            and not _is_in_id(match)
        ):
            yield match


def _hide_encoded(text: str) -> str:
    """Hide Base64 in which an NHS number stands, wherever in it."""
    for match in reversed(tuple(_BASE64_DIGITS.finditer(text))):
        start, end = match.span()
        while start > 0 and text[start - 1] in _BASE64:
            start -= 1
        while end < len(text) and text[end] in _BASE64:
            end += 1
        group = start + (match.start() - start) % 4
        if _has_number(_decoded(text[group:end])):
            text = text[:start] + MASK + text[end:]
    return text


def _decoded(run: str) -> str:
    """Return what whole groups of four of a run of Base64 stand for."""
    standard = run.translate(_FROM_URL_SAFE)
    whole = standard + "A" * (-len(standard) % 4)
    return base64.b64decode(whole).decode("latin-1")


def _digits(number: str) -> str:
    """Return the ten digits of a number as found in text."""
    plain = number.replace("%20", "")
    return plain if plain.isdigit() else "".join(filter(str.isdigit, plain))


def _is_longer(match: re.Match[str]) -> bool:
    """Say whether the digits go on to the left, other than as `%20`."""
    left = match.string[max(0, match.start() - 3) : match.start()]
    return _LONGER.search(left) is not None and _URL_ESCAPE.search(left) is None


def _is_in_id(match: re.Match[str]) -> bool:
    """Say whether the digits are a part of a UUID or of a long hexadecimal digest."""
    start, end = match.span()
    text = match.string[max(0, start - 64) : end + 64]
    start -= max(0, start - 64)
    return any(
        found.start() <= start and start + len(match.group()) <= found.end()
        for found in _UUID_OR_HEX.finditer(text)
    )


def _is_credential(match: re.Match[str]) -> bool:
    """Tell a token from the word after "bearer" in a sentence."""
    return _PLAIN_WORD.fullmatch(match["token"].rstrip(".")) is None


def _hide_credential(match: re.Match[str]) -> str:
    if _is_credential(match):
        return f"{match['scheme']}{match['gap']}{MASK}"
    return match.group()
