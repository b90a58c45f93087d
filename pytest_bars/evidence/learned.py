"""Exact matches: values that were removed or declared once are hidden everywhere.

The rule, so that a patient called Day or Fail does not wreck the evidence:

- a value is compared by its words (runs of letters and digits), in order, without
  regard to case and to what stands between them: `Adrian DYBALL`, `adrian+dyball`
  and `Adrian%20Dyball` are the same;
- a single word counts from 4 letters or 6 digits on, and never when it is a word of
  the standard or of evidence itself (`fail`, `booked`, `patient`, `march`);
- a single word of up to 6 letters counts with a capital only (`Cook`, not `cook`), and
  one of 4 or 5 letters not inside an id (`BK-Jane-01`);
- several words count from 5 letters and digits together on, mere digits from 8;
- digits are not looked for where a DoS service id or an ODS code is named;
- a secret counts from 6 characters on, exactly as written, anywhere.
"""

import re
from typing import Final
from urllib.parse import quote

from pytest_bars.evidence.words import words as words_of
from pytest_bars.masking import MASK

_WORD = re.compile(r"[^\W_]+")
_ESCAPE = re.compile(r"%[0-9a-f]{2}")
_BETWEEN: Final = r"(?:%[0-9A-Fa-f]{2}|[\W_]){1,4}"
_LEFT: Final = r"(?:(?<![^\W_])|(?<=%[0-9A-Fa-f]{2}))"
_RIGHT: Final = r"(?![^\W_])"
_LEFT_OF_SHORT: Final = r"(?<![0-9A-Za-z][-_./:])"
_RIGHT_OF_SHORT: Final = r"(?![-_./:][0-9A-Za-z])"
_NO_SERVICE: Final = r"(?<!service-id\|)(?<!-code\|)(?<!service-id%7C)(?<!-code%7C)"
_NO_SMALL_LETTER: Final = r"(?-i:(?![a-z]))"
_COMMON: Final = 6
_MANY: Final = 400
_MOST_WORDS: Final = 12
_MOST_VALUES: Final = 50_000
_SHORT: Final = 5
RESERVED: Final = words_of("""
    accept active actual amended appointment april arrived attempt august available
    because before binding blocked board body book booked booking bundle busy cancel
    cancelled case category check claim clinic code completed condition conflict
    consent content create created date december default device display draft
    duplicate during emergency encounter ended endpoint entered error exact exchange
    exchanges expected fail failed false february fhir final finished flag flow free
    friday from given harness hash header healthcareservice hmac home hospital html
    http https identifier info information instant january json july june kind
    letter level link local location main march message messageheader method mobile
    monday name next none note november null number observation october official
    open operationoutcome order organisation organization original other outcome
    parameters pass passed patient pending period person planned practitioner prior
    prod product proposed provider query read reason received receiver redacted
    reference referral refused request required resource response result returned
    revoked route routine rule saturday schedule sender sent september sequence
    service servicerequest skip slot source start started status step stop string
    subject sunday supplier sure surgery surname system target task temp term test
    text that this thursday time title true trust tuesday type uncertain unknown
    unset update urgent usual value version view visit wait warn warning wednesday
    when will with work year your
    """)


class LearnedValues:
    """The values to hide by exact match, with what to put in their place."""

    def __init__(self) -> None:
        self._replacements: dict[tuple[str, ...], str] = {}
        self._by_key: dict[str, list[tuple[str, ...]]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._secrets: list[str] = []
        self._known: set[str] = set()

    @property
    def size(self) -> int:
        """Return how much is known; it only grows."""
        return len(self._replacements) + len(self._secrets)

    def add(self, value: str, replacement: str = MASK) -> bool:
        """Hide a value from now on; return whether it is new and distinct enough."""
        if value in self._known:
            return False
        words = tuple(_WORD.findall(value.lower()))
        if (
            not _is_distinct(words)
            or words in self._replacements
            or len(self._replacements) >= _MOST_VALUES
        ):
            return False
        self._known.add(value)
        self._replacements[words] = replacement
        key = max(words, key=len)  # the rarest, most likely
        self._by_key.setdefault(key, []).append(words)
        self._patterns.pop(key, None)
        return True

    def add_secret(self, secret: str) -> bool:
        """Hide a secret from now on, wherever it stands, also quoted for a URL."""
        if len(secret) < 6 or secret in self._secrets or secret in MASK:  # noqa: PLR2004 - see the rule
            return False
        forms = {secret, quote(secret, safe="")}
        self._secrets += sorted(forms.difference(self._secrets))
        self._secrets.sort(key=len, reverse=True)
        return True

    def has_secret(self, text: str) -> bool:
        """Say whether a learned secret stands in the text."""
        return any(secret in text for secret in self._secrets)

    def are_in(self, text: str) -> bool:
        """Say whether `hide` would change the text; cheap where it would not."""
        if self._may_be_in(text.lower()):
            keys = self._candidates(text)
            return any(self._pattern(key).search(text) is not None for key in keys)
        return False

    def has_phrase(self, text: str) -> bool:
        """Say whether a value of several words, or of digits, stands in the text."""
        return any(
            len(words) > 1 or words[0].isdigit()
            for key in self._candidates(text)
            for match in self._pattern(key).finditer(text)
            if (words := _words(match.group()))
        )

    def _may_be_in(self, lower: str) -> bool:
        if len(self._by_key) > _MANY:
            return True
        for key in self._by_key:  # noqa: SIM110 - a loop is twice as fast as any() here
            if key in lower:
                return True
        return False

    def _candidates(self, text: str) -> list[str]:
        """Return the key words of values all of whose words are in the text."""
        lower = text.lower()
        words = set(_WORD.findall(lower))
        if "%" in lower:
            words.update(_WORD.findall(_ESCAPE.sub(" ", lower)))
        return [
            key
            for key in sorted(words.intersection(self._by_key))
            if any(words.issuperset(value) for value in self._by_key[key])
        ]

    def hide_secrets(self, text: str) -> str:
        """Return the text without learned secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text

    def hide(self, text: str) -> str:
        """Return the text without learned values."""
        for key in self._candidates(text):
            text = self._pattern(key).sub(self._replacement, text)
        return text

    def _pattern(self, key: str) -> re.Pattern[str]:
        """Return one alternation of the values with that key word, longest first."""
        if (pattern := self._patterns.get(key)) is None:
            known = sorted(self._by_key[key], key=lambda w: (-len(w), w))
            pattern = re.compile("|".join(map(_expression, known)), re.IGNORECASE)
            self._patterns[key] = pattern
        return pattern

    def _replacement(self, match: re.Match[str]) -> str:
        return self._replacements.get(_words(match.group()), MASK)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order; what is escaped for a URL parts them."""
    return tuple(_WORD.findall(_ESCAPE.sub(" ", text.lower())))


def _is_distinct(words: tuple[str, ...]) -> bool:
    match len(words):
        case 0:
            return False
        case 1 if words[0].isdigit():
            is_service = len(words[0]) == 10 and words[0].startswith("2000")  # noqa: PLR2004 - DoS ids
            return len(words[0]) >= 6 and not is_service  # noqa: PLR2004 - see the rule
        case 1:
            return len(words[0]) >= 4 and words[0] not in RESERVED  # noqa: PLR2004 - see the rule
        case number:
            total = sum(map(len, words))
            shortest = 8 if all(map(str.isdigit, words)) else _SHORT
            is_vocabulary = RESERVED.issuperset(words)
            return number <= _MOST_WORDS and total >= shortest and not is_vocabulary


def _expression(words: tuple[str, ...]) -> str:
    body = _BETWEEN.join(map(re.escape, words))
    if len(words) == 1 and len(words[0]) <= _COMMON:
        body = f"{_NO_SMALL_LETTER}{body}"
    if len(words) == 1 and words[0].isdigit():
        return f"{_LEFT}{_NO_SERVICE}{body}{_RIGHT}"
    if len(words) == 1 and len(words[0]) <= _SHORT:
        return f"{_LEFT}{_LEFT_OF_SHORT}{body}{_RIGHT}{_RIGHT_OF_SHORT}"
    return f"{_LEFT}{body}{_RIGHT}"
