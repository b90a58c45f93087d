"""Did you mean: the nearest known word to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 80


def closest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` nearest to `word`, or None when none is near."""
    known = {known.lower(): known for known in sorted(words, reverse=True)}
    found = get_close_matches(word[:_LONGEST].lower(), list(known), n=1, cutoff=0.6)
    return known[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """Return the hint sentence for a mistyped word, or None when no word is near."""
    near = closest(word, words)
    return None if near is None else f'Did you mean "{near}"?'


def one_of(words: Iterable[str]) -> str:
    """Join words as people read a choice: `a, b or c`, in the order given."""
    *head, last = words
    return f"{', '.join(head)} or {last}" if head else last
