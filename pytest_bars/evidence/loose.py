"""Bodies that are no JSON: XML, broken JSON and HTML, by what their names say."""

import re
from typing import Final

from pytest_bars.evidence.elements import DENIED_EVERYWHERE, HIDING, key_rule
from pytest_bars.masking import MASK

_PERSONAL: Final = "|".join(
    sorted(
        (DENIED_EVERYWHERE - {"data", "contact"})
        | {"city", "display", "district", "family", "given", "line", "name"}
        | {"postalCode", "prefix", "state", "value", "valueString"}
    )
)
_JSON_MEMBER = re.compile(
    rf'(?P<head>"_?(?:{_PERSONAL})"\s*:\s*)'
    r'(?:"(?:[^"\\]|\\.)*"?|\[\s*"(?:[^\]\\]|\\.)*\]?|[0-9][0-9.]*)',
    re.DOTALL,
)
_XML_VALUE = re.compile(
    rf"(?P<head><(?:\w+:)?(?:{_PERSONAL})\b[^<>]*?\bvalue\s*=\s*)"
    r"(?:\"[^\"<]*\"?|'[^'<]*'?)"
)
_XML_NARRATIVE = re.compile(r"<div\b[^>]*xhtml[^>]*>.*?(?:</div>|\Z)", re.DOTALL)
_XML_TEXT = re.compile(r"<(?P<name>[\w:.-]+)(?P<rest>[^<>]*)>(?P<text>[^<]+)(?=<|\Z)")


def hide_loosely(text: str) -> str:
    """Return a text without what its member, element and attribute names give away."""
    if '"' in text and ":" in text:
        text = _JSON_MEMBER.sub(rf'\g<head>"{MASK}"', text)
    if "<" in text:
        text = _XML_NARRATIVE.sub(f"<div>{MASK}</div>", text)
        text = _XML_VALUE.sub(rf'\g<head>"{MASK}"', text)
        text = _XML_TEXT.sub(_hide_element, text)
    return text


def _hide_element(match: re.Match[str]) -> str:
    name = match["name"].rpartition(":")[2]
    if key_rule(name) not in HIDING or not match["text"].strip():
        return match.group()
    return f"<{match['name']}{match['rest']}>{MASK}"
