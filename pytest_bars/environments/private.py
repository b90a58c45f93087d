"""Keep what bars.yaml holds about people, and its secrets, out of messages.

A fault shows the line it stands on, and a line of bars.yaml may name a patient.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pytest_bars.jsontypes import Json
from pytest_bars.masking import MASK
from pytest_bars.source import Fault

# Parts of a profile in which no personal or secret value stands.
_PUBLIC: Final = frozenset(
    {
        "base_url",
        "end_user_organisation",
        "extends",
        "production_sender",
        "requests_per_minute",
        "slot_window",
        "slots",
        "software",
        "target",
        "timeout",
        "vars",
        "window",
    }
)
_PRIVATE_KEYS: Final = re.compile(
    r"\b(?:nhs_number|family|given|birth_date|postcode|client_id|key|kid)\b"
)
_SHORTEST: Final = 3


def private_texts(data: Json) -> frozenset[str]:
    """Return the texts of a bars.yaml that no message may show."""
    if not isinstance(data, dict):
        return frozenset()
    profiles = data.get("profiles")
    found: set[str] = set()
    for profile in profiles.values() if isinstance(profiles, dict) else ():
        if isinstance(profile, dict):
            private = [part for name, part in profile.items() if name not in _PUBLIC]
            found.update(text for part in private for text in _leaves(part))
        else:
            found.update(_leaves(profile))
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def without_private(faults: Iterable[Fault], texts: frozenset[str]) -> list[Fault]:
    """Return the faults without private texts, and without lines that hold any."""
    return [_clean(fault, sorted(texts, key=len, reverse=True)) for fault in faults]


def _clean(fault: Fault, texts: list[str]) -> Fault:
    message, hint = fault.message, fault.hint
    for text in texts:
        message = message.replace(f'"{text}"', MASK)
        hint = None if hint is None else hint.replace(f'"{text}"', MASK)
    excerpt = fault.excerpt
    if _PRIVATE_KEYS.search(excerpt) or any(text in excerpt for text in texts):
        excerpt = ""
    return replace(fault, message=message, hint=hint, excerpt=excerpt)


def _leaves(value: Json) -> list[str]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
