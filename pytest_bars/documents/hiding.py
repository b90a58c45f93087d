"""Find NHS numbers, keys and tokens in a text, and hide them without moving it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pytest_bars.masking import written_numbers

NUMBER: Final = "an NHS number"
KEY: Final = "a private key"
TOKEN: Final = "a token (JWT)"  # noqa: S105 - the name of a kind, no token
BEARER: Final = "a bearer token"
# Each with what must stand in the text for the slow search to be worth it.
_SECRETS: Final = (
    (
        KEY,
        "-----BEGIN",
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
            r"(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)",
            re.DOTALL,
        ),
    ),
    (TOKEN, "eyJ", re.compile(r"\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?")),
    (BEARER, "earer ", re.compile(r"(?<=[Bb]earer )[\w.~+/=-]{8,}")),
)
_MAYBE_NUMBER: Final = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_NO_BREAK: Final = re.compile(r"[^\r\n]")
_LINE: Final = re.compile(r"[^\n]+")


class Secret(NamedTuple):
    """A stretch of text that must not be shown: what it is, from where to where."""

    what: str
    start: int
    end: int


def find_secrets(text: str) -> Iterator[Secret]:
    """Give each NHS number, private key and token in the text."""
    for what, marker, pattern in _SECRETS:
        if marker in text:
            yield from (Secret(what, *match.span()) for match in pattern.finditer(text))
    if _MAYBE_NUMBER.search(text):
        for line in _LINE.finditer(text):
            yield from _numbers(line.group(), line.start())


def hide(text: str) -> str:
    """Put stars over what must not be shown; lines and columns stay as they are.

    Again, until nothing is left: a star may bring out what stood beside it.
    """
    hidden = _covered(text)
    while hidden != text:
        text, hidden = hidden, _covered(hidden)
    return hidden


def _covered(text: str) -> str:
    pieces, shown = [], 0
    for _, start, end in sorted(find_secrets(text), key=lambda secret: secret.start):
        covered = text[max(start, shown) : end]
        pieces += [text[shown:start], _NO_BREAK.sub("*", covered)]
        shown = max(shown, end)
    return "".join([*pieces, text[shown:]])


def _numbers(line: str, offset: int) -> Iterator[Secret]:
    for number in written_numbers(line):
        yield Secret(NUMBER, offset + number.start(), offset + number.end())
