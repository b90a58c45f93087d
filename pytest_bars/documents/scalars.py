"""What an unquoted scalar means: true, false, null, a whole number, or itself.

Everything else stays text, so that `NO`, `12:30`, `010`, `1.5` and dates are what a
person reads. Source: design, section 3.
"""

import re
from typing import Final, TypeAlias

Scalar: TypeAlias = str | int | bool | None

LONGEST_NUMBER: Final = 15
_WORDS: Final[dict[str, Scalar]] = {
    "true": True,
    "false": False,
    "null": None,
    "": None,
}
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_IDENTIFIER_DIGITS: Final = 10


def resolve(text: str) -> Scalar:
    """Return the value of an unquoted scalar.

    Raises ValueError, saying what is wrong, for a number that is either too long to
    be exact in JSON or, with ten digits, certainly an identifier.
    """
    if text in _WORDS:
        return _WORDS[text]
    if not _INTEGER.fullmatch(text):
        return text
    digits = len(text.lstrip("-"))
    if digits == _IDENTIFIER_DIGITS:
        raise ValueError("an unquoted number of 10 digits is taken for an identifier")
    if digits > LONGEST_NUMBER:
        raise ValueError(f"a number may have {LONGEST_NUMBER} digits at most")
    return int(text)
