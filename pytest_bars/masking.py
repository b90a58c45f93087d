"""The last net for secrets and NHS numbers in free text.

It knows shapes only: NHS numbers by their check digit, bearer tokens and JWTs,
private keys, NHSD identity headers are left to `evidence.redaction`, which knows
values and FHIR elements too. This one stands at the bottom, so that even a caret
excerpt of a broken file shows nothing it should not.
"""

import re
from collections.abc import Iterator
from typing import Final

MASK: Final = "[redacted]"
# A published service that reads as a Scottish number: TKW 3 (BaRS guide, TKW page).
_SERVICES: Final = frozenset({"1503499715"})
_DIGITS = re.compile(r"(?<!\d)(?<!\d\.)(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d])")
# A UUID, or what is as long: a digest, of which one in 140 holds a "number" by chance.
_ID = re.compile(
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,}"
)
_LONGEST_ID: Final = 128  # a SHA-512
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?"
    r"|(?<=[Bb]earer )[\w.~+/=-]{8,}",
    re.DOTALL,
)


def is_nhs_number(text: str) -> bool:
    """Say whether ten digits carry a valid NHS number check digit.

    text: ten digits, without spaces. Modulus 11 with weights 10 to 2.
    Source: NHS Data Dictionary, NHS NUMBER.
    """
    if len(text) != 10 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004 - ten digits
        return False
    total = sum(
        int(digit) * weight
        for digit, weight in zip(text, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(text[9])


def is_personal_number(text: str) -> bool:
    """Say whether ten digits are an NHS number rather than an id of something else.

    Numbers below 32 are Scottish and begin with a day and a month: 13/74 is no date, so
    1374... is none. Directory of Services ids of BaRS (2000..., 1374839566) are such.
    Source: NHS Data Dictionary, NHS NUMBER and COMMUNITY HEALTH INDEX NUMBER.
    """
    is_issued = text[:2] >= "32" or _is_day(text[:4])
    return is_issued and is_nhs_number(text) and text not in _SERVICES


def _is_day(text: str) -> bool:
    """Say whether four digits are a day and a month."""
    return "01" <= text[:2] <= "31" and "01" <= text[2:] <= "12"


def mask_text(text: str) -> str:
    """Replace NHS numbers, tokens and private keys in text by `[redacted]`.

    Idempotent; text without any is returned unchanged.
    """
    if "eyJ" in text or "-----BEGIN" in text or "earer " in text:
        text = _SECRETS.sub(MASK, text)
    for match in reversed(tuple(written_numbers(text))):
        text = text[: match.start()] + MASK + text[match.end() :]
    return text


def find_number(text: str) -> str | None:
    """Return the first NHS number written in text, as written, or None."""
    return next((match.group() for match in written_numbers(text)), None)


def personal_numbers(text: str) -> Iterator[str]:
    """Yield the ten digits of each NHS number written in text."""
    for match in written_numbers(text):
        yield "".join(match.group(1, 3, 4))


def written_numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield where NHS numbers are written, but not the digits of a UUID or digest.

    One in some 1,400 random UUIDs holds ten digits whose check digit is right.
    """
    for match in _DIGITS.finditer(text):
        is_personal = is_personal_number("".join(match.group(1, 3, 4)))
        if is_personal and not _is_in_id(match):
            yield match


def _is_in_id(match: re.Match[str]) -> bool:
    start, end = match.span()
    return any(
        found.start() <= start and end <= found.end()
        for found in _ID.finditer(
            match.string, max(0, start - _LONGEST_ID), end + _LONGEST_ID
        )
    )
