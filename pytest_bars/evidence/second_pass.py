"""The second pass of redaction: texts that were kept, by shape and by exact match."""

from collections.abc import Callable, Iterable
from html import unescape
from typing import Final
from urllib.parse import unquote

from pytest_bars.evidence.learned import LearnedValues
from pytest_bars.evidence.net import TextNet, is_suspect

_MOST_CLEAN: Final = 10_000
_MOST_ESCAPES: Final = 3
_LONG: Final = 300


class SecondPass:
    """Look at texts for what the first pass could not know.

    number: gives the pseudonym of an NHS number. token: gives what stands for a JWT,
    or for Base64 that may be JSON.
    """

    def __init__(
        self,
        learned: LearnedValues,
        number: Callable[[str], str],
        token: Callable[[str], str],
    ) -> None:
        self.net = TextNet(number, token)
        self._learned = learned
        self._clean: set[str] = set()
        self._clean_size = 0

    def is_clean(self, text: str) -> bool:
        """Say whether `hide` would leave a text as it is."""
        if self._is_suspect(text):
            return False
        bare = unescaped(text)
        return bare == text or not self._is_suspect(bare)

    def _is_suspect(self, text: str) -> bool:
        return (
            is_suspect(text)
            or self._learned.has_secret(text)
            or self._learned.are_in(text)
        )

    def dirty(self, texts: list[str]) -> list[str]:
        """Return the texts that are not clean; mostly one look shows there is none."""
        if self._clean_size != self._learned.size:
            self._clean.clear()
            self._clean_size = self._learned.size
        fresh = [text for text in texts if text not in self._clean]
        if not fresh:
            return []
        if self.is_clean("\n".join(fresh)):
            self._remember(fresh)
            return []
        dirty = [text for text in dict.fromkeys(fresh) if not self.is_clean(text)]
        self._remember(set(fresh).difference(dirty))
        return dirty

    def _remember(self, texts: Iterable[str]) -> None:
        """Remember clean texts: most of them come again and again."""
        if len(self._clean) > _MOST_CLEAN:
            self._clean.clear()
        self._clean.update(text for text in texts if len(text) < _LONG)

    def hide(self, text: str, *, is_machine: bool = False) -> str:
        """Hide until nothing changes: one catch may lay bare another."""
        while (hidden := self._hide_once(text, is_machine=is_machine)) != text:
            text = hidden
        return text

    def _hide_once(self, text: str, *, is_machine: bool) -> str:
        hidden = self._hide_bare(text, is_machine=is_machine)
        bare = unescaped(hidden)
        if bare == hidden or self._hide_bare(bare, is_machine=is_machine) == bare:
            return hidden
        return bare  # the next round hides it

    def _hide_bare(self, text: str, *, is_machine: bool) -> str:
        hidden = self.net.hide(self._learned.hide_secrets(text))
        return hidden if is_machine else self._learned.hide(hidden)


def unescaped(text: str) -> str:
    """Return a text as a browser would show it: `%39` and `&#57;` are a 9.

    What was escaped more than once is undone as often, up to a limit.
    """
    for _ in range(_MOST_ESCAPES):
        if "%" in text:
            text = unquote(text)
        if "&" in text:
            text = unescape(text)
    return text
