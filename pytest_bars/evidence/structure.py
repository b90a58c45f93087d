"""The first pass of redaction: JSON by its structure, FHIR resources by element."""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Final, TypeGuard, cast

from pytest_bars.evidence import elements
from pytest_bars.evidence.elements import KeyRule, Policy
from pytest_bars.evidence.learned import LearnedValues
from pytest_bars.evidence.pseudonyms import Pseudonyms, is_pseudonym
from pytest_bars.evidence.resource import ResourcePass, Seen
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.masking import MASK, is_personal_number

HeaderFields = list[tuple[str, str]]
_NHS_NUMBER_LENGTH: Final = 10
_TEN_DIGITS: Final = 10**9
_MOST_BITS: Final = 1024
_TOO_LARGE: Final = "[withheld: a number too large]"


class Structure:
    """Remove by structure, learn what was removed, and list what was kept.

    Each method returns the redacted value and appends the texts it kept to `seen`,
    for the second net. headers, url: how header fields and URLs in records are
    treated. is_exact: keep numbers with a fraction, which evidence records do not
    have: there milliseconds are rounded, and other fractions become text.
    """

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        learned: LearnedValues,
        headers: Callable[[HeaderFields, Seen], HeaderFields],
        url: Callable[[str], str],
        *,
        is_exact: bool = False,
    ) -> None:
        self._url = url
        self._is_exact = is_exact
        self._pseudonyms = pseudonyms
        self._learned = learned
        self._headers = headers

    def url(self, url: str) -> str:
        """Redact the parameters of a URL."""
        return self._url(url)

    def value(self, value: object, seen: Seen) -> Json:
        """Redact any JSON."""
        if isinstance(value, str):
            seen.append(value)
            return value
        if isinstance(value, dict):
            return self._object(value, seen)
        if isinstance(value, (list, tuple)):
            return [self.value(item, seen) for item in value]
        if isinstance(value, Mapping):
            return self._object(dict(value), seen)
        return self.scalar(value, seen)

    def scalar(self, value: object, seen: Seen) -> Json:
        """Redact what is no text, list or object; what is no JSON becomes text."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._number(value)
        text = str(value)
        seen.append(text)
        return text

    def _number(self, value: float) -> Json:
        """Hide a number that may be an NHS number; make text of what is not exact."""
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            return _TOO_LARGE
        text = repr(value)
        digits = text.lstrip("-").partition(".")[0]
        if is_personal_number(digits):
            return self._pseudonyms.nhs_number(digits)
        is_kept = isinstance(value, int) or (self._is_exact and isfinite(value))
        return value if is_kept else text

    def _object(self, value: Mapping[str, object], seen: Seen) -> Json:
        if "resourceType" in value:
            return self.resource(cast("JsonObject", value), seen)
        if elements.is_person_shaped(value):
            return self._person_shaped(value, seen)
        redacted: JsonObject = {}
        for key, item in value.items():
            name = str(key)
            rule = elements.key_rule(name)
            if rule is KeyRule.PLAIN and isinstance(item, str):
                seen.append(item)  # most of what there is
                redacted[name] = item
            elif rule is KeyRule.PLAIN and _is_harmless(item):
                redacted[name] = item
            else:
                redacted[name] = self._member(name, rule, item, seen)
        content = redacted.get("value")
        if "system" in value and isinstance(content, str):
            system = str(value["system"])
            redacted["value"] = self.identifier(system, content, Policy.CLOSED, seen)
        return redacted

    def _member(self, key: str, rule: KeyRule, item: object, seen: Seen) -> Json:
        """Redact one member of plain JSON, as its key says."""
        if rule is KeyRule.SECRET or rule is KeyRule.PERSON:
            return self.hide(
                item, _key(key, seen), seen, is_secret=rule is KeyRule.SECRET
            )
        if rule is KeyRule.ODD:
            seen.append(key)
        if isinstance(item, str):
            kept = self.url(item) if rule is KeyRule.URL else item
            seen.append(kept)
            return kept
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            return self._named_number(key, item)
        if key == "headers" and isinstance(item, (list, tuple)):
            return self._header_list(item, seen)
        if key == "target" and isinstance(item, Mapping):
            return {_key(k, seen): self.value(v, seen) for k, v in item.items()}
        return self.value(item, seen)

    def _named_number(self, key: str, value: float) -> Json:
        if key.endswith("_ms") and isfinite(value):
            return self._number(round(value))
        is_own = key in elements.NUMBER_KEYS and isfinite(value)
        return round(value) if is_own else self._number(value)

    def _header_list(self, items: Iterable[object], seen: Seen) -> Json:
        """Redact `[[name, value], ...]`; anything else is plain JSON."""
        pairs: HeaderFields = []
        for item in items:
            match item:
                case [str(name), str(text)]:
                    pairs.append((name, text))
                case _:
                    return [self.value(other, seen) for other in items]
        return [list(pair) for pair in self._headers(pairs, seen)]

    def _person_shaped(self, value: Mapping[str, object], seen: Seen) -> JsonObject:
        redacted: JsonObject = {}
        for key, item in value.items():
            name = _key(key, seen)
            is_kept = name in elements.PERSON_SHAPE_KEPT
            redacted[name] = (
                self.value(item, seen) if is_kept else self.hide(item, name, seen)
            )
        return redacted

    def resource(self, value: JsonObject, seen: Seen) -> JsonObject:
        """Redact a FHIR resource by the policy of its type."""
        kind = str(value["resourceType"])
        policy = elements.policy_of(kind)
        leaves = elements.KEPT_LEAVES
        if policy is Policy.PERSON:
            leaves = elements.PERSON_LEAVES
        elif policy is Policy.VALUED:
            leaves = elements.VALUED_LEAVES
        elif kind in elements.MESSAGE_TYPES:
            leaves = elements.MESSAGE_LEAVES
        return ResourcePass(self, policy, leaves, seen).members(value)

    def identifier(self, system: str, value: str, policy: Policy, seen: Seen) -> str:
        """Redact the value of an Identifier: public systems stay, others do not.

        A random UUID says nothing of a person and stays too, save as a person's.
        """
        if system == elements.NHS_NUMBER_SYSTEM and not is_pseudonym(value):
            return self.nhs_number(value)
        is_public = system in elements.PUBLIC_SYSTEMS or policy is Policy.OPEN
        is_random = policy is not Policy.PERSON and elements.UUID.fullmatch(value)
        if is_public or is_random or is_pseudonym(value):
            seen.append(value)
            return value
        pseudonym = self._pseudonyms.identifier(system, value)
        if policy is Policy.PERSON:
            return self._replace(value, pseudonym)
        return pseudonym if value and value != MASK else value

    def nhs_number(self, value: str) -> str:
        """Return the pseudonym of what is declared an NHS number; remember it."""
        pseudonym = self._pseudonyms.nhs_number(value)
        digits = "".join(char for char in value if char.isalnum())
        if len(digits) == _NHS_NUMBER_LENGTH:  # also with a wrong check digit
            spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
            self._learned.add(spaced, pseudonym)
            self._learned.add(digits, pseudonym)
        return self._replace(value, pseudonym)

    def _replace(self, value: str, replacement: str) -> str:
        if not value or value == MASK:
            return value
        self._learned.add(value, replacement)
        return replacement

    def hide(
        self, value: object, key: str, seen: Seen, *, is_secret: bool = False
    ) -> Json:
        """Return a removed element's shape, with its leaves masked and learned."""
        if value is None:
            return None
        if isinstance(value, str):
            return self._hide_text(value, key, seen, is_secret=is_secret)
        if isinstance(value, Mapping):
            return {
                _key(name, seen): self.hide(
                    item,
                    key if name == "text" and key in elements.NAMED_TEXT else str(name),
                    seen,
                    is_secret=is_secret,
                )
                for name, item in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self.hide(item, key, seen, is_secret=is_secret) for item in value]
        return MASK

    def _hide_text(self, value: str, key: str, seen: Seen, *, is_secret: bool) -> str:
        if not value or value == MASK or is_pseudonym(value):
            return value
        if is_secret:
            self._learned.add_secret(value)
            return MASK
        if key in elements.CODE_LEAVES and elements.is_code(value):
            seen.append(value)
            return value
        if key in elements.NHS_NUMBER_KEYS:
            return self.nhs_number(value)
        if key in elements.LEARNT_LEAVES or elements.key_rule(key) is KeyRule.PERSON:
            self._learned.add(value)
        return MASK


def _is_harmless(value: object) -> TypeGuard[int | None]:
    """Say whether a value is nothing, a truth, or a number below ten digits."""
    return value is None or (
        isinstance(value, int) and -_TEN_DIGITS < value < _TEN_DIGITS
    )


def _key(key: object, seen: Seen) -> str:
    text = key if isinstance(key, str) else str(key)
    seen.append(text)
    return text
