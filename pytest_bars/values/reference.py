"""What may stand between the braces of `${}`."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

CALLS: Final = frozenset({"now", "today", "uuid"})
ESCAPE: Final = "$${"
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
_SEGMENT: Final = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
_PATH = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT})*", re.ASCII)
_CALL = re.compile(r"(now|today)(?:([+-]\d{1,5})([dhm]))?|(uuid)", re.ASCII)
_TOKEN = re.compile(r"\$\$\{|\$\{([^{}]*)(\}?)")
_EXAMPLES: Final = (
    "expected a name, now, today or uuid, such as ${slot.id} or ${now+7d}"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One expression.

    text: what stands between the braces. head: its first name, or the call. path: the
    names after the dots. offset: what is added to `now` or `today`, if anything.
    """

    text: str
    head: str
    path: tuple[str, ...] = ()
    offset: timedelta = timedelta(0)

    @property
    def is_call(self) -> bool:
        """Say whether it is `now`, `today` or `uuid`."""
        return self.head in CALLS and not self.path


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str | Reference, ...]:
    """Cut a text into what is literal and what are expressions, in order.

    `$${` becomes a literal `${`.

    Raises ValueError when a `${` is not closed, or something else than a name or a
    call stands between the braces.
    """
    parts: list[str | Reference] = []
    end = 0
    for match in _TOKEN.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match.group() == ESCAPE:
            parts.append("${")
        elif match.group(2):
            parts.append(read_reference(match.group(1)))
        else:
            raise ValueError(f'"{match.group()}" is not closed by "}}": {_EXAMPLES}')
    parts.append(text[end:])
    return tuple(part for part in parts if part != "")


def read_reference(text: str) -> Reference:
    """Read what stands between the braces.

    Raises ValueError when it is neither a name nor a call.
    """
    call = _CALL.fullmatch(text)
    if call is not None:
        name, amount, unit, uuid = call.groups()
        offset = timedelta(**{_UNITS[unit]: int(amount)}) if amount else timedelta(0)
        return Reference(text, uuid or name, (), offset)
    if _PATH.fullmatch(text) is None:
        raise ValueError(f'{_EXAMPLES}, found "${{{text}}}"')
    head, *path = text.split(".")
    return Reference(text, head, tuple(path))
