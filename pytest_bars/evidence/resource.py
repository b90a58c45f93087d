"""The first pass over one FHIR resource, element by element."""

from collections.abc import Mapping
from typing import Final, Protocol

from pytest_bars.evidence import elements
from pytest_bars.evidence.elements import Policy
from pytest_bars.jsontypes import Json, JsonObject

Seen = list[str]
_PERSON_LINKS: Final = frozenset(
    [
        "generalPractitioner",
        "link",
        "managingOrganization",
        "other",
        "patient",
        "target",
    ]
)


class AnyJson(Protocol):
    """How whatever is no plain element is redacted; see `structure.Structure`."""

    def resource(self, value: JsonObject, seen: Seen) -> JsonObject:
        """Redact a resource within."""
        ...

    def identifier(self, system: str, value: str, policy: Policy, seen: Seen) -> str:
        """Redact the value of an Identifier."""
        ...

    def scalar(self, value: object, seen: Seen) -> Json:
        """Redact a number or a truth."""
        ...

    def hide(self, value: object, key: str, seen: Seen) -> Json:
        """Return a removed element's shape."""
        ...

    def url(self, url: str) -> str:
        """Redact the parameters of a URL."""
        ...


class ResourcePass:
    """The elements of one FHIR resource, by its policy."""

    __slots__ = ("_leaves", "_policy", "_seen", "_structure")

    def __init__(
        self,
        structure: AnyJson,
        policy: Policy,
        leaves: frozenset[str],
        seen: Seen,
    ) -> None:
        self._structure = structure
        self._policy = policy
        self._leaves = leaves
        self._seen = seen

    def members(self, value: Mapping[str, Json]) -> JsonObject:
        """Redact the members of a resource, or of an element within it."""
        has_code = "code" in value
        redacted: JsonObject = {}
        seen, leaves = self._seen, self._leaves
        for key, item in value.items():
            if not elements.is_member_name(key):
                seen.append(key)
            if isinstance(item, str) and key in leaves and "?" not in item:
                seen.append(item)  # most of what there is
                redacted[key] = item
                continue
            redacted[key] = self._member(key, item, has_code=has_code)
        if "coding" in value and self._policy is not Policy.PERSON:
            text = value.get("text")
            if isinstance(text, str) and text in _terms(value["coding"]):
                self._seen.append(text)
                redacted["text"] = text
        return redacted

    def _member(self, key: str, item: Json, *, has_code: bool) -> Json:
        if self._is_denied(key, item):
            return self._structure.hide(item, key, self._seen)
        if isinstance(item, dict):
            return self._node(key, item)
        if isinstance(item, list):
            return [self._member(key, each, has_code=has_code) for each in item]
        if not self._is_kept(key, has_code=has_code):
            return self._structure.hide(item, key, self._seen)
        if isinstance(item, str):
            kept = self._structure.url(item) if "?" in item else item
            self._seen.append(kept)
            return kept
        return self._structure.scalar(item, self._seen)

    def _is_denied(self, key: str, item: Json) -> bool:
        if key in elements.DENIED_EVERYWHERE:
            return not (self._policy is Policy.OPEN and isinstance(item, str))
        return self._policy is Policy.VALUED and key.startswith(("value", "answer"))

    def _is_kept(self, key: str, *, has_code: bool) -> bool:
        if self._policy is Policy.OPEN or key in self._leaves:
            return True
        return key == "display" and has_code and self._policy is not Policy.PERSON

    def _node(self, key: str, item: JsonObject) -> Json:
        if "resourceType" in item:
            return self._structure.resource(item, self._seen)
        if key in elements.IDENTIFIER_KEYS:
            return self._identifier(item)
        if self._policy is not Policy.PERSON:
            return self.members(item)
        if key == "meta":
            return self._closed().members(item)
        if key in _PERSON_LINKS:
            return self.members(item)
        return self._structure.hide(item, key, self._seen)

    def _closed(self) -> "ResourcePass":
        leaves = elements.KEPT_LEAVES
        return ResourcePass(self._structure, Policy.CLOSED, leaves, self._seen)

    def _identifier(self, item: JsonObject) -> JsonObject:
        around = {key: other for key, other in item.items() if key != "value"}
        redacted = self._closed().members(around)
        system, value = item.get("system"), item.get("value")
        if isinstance(value, str):
            redacted["value"] = self._structure.identifier(
                str(system), value, self._policy, self._seen
            )
        elif "value" in item:
            redacted["value"] = self._structure.hide(value, "value", self._seen)
        return redacted


def _terms(codings: Json) -> list[Json]:
    """Return the displays of codings that have a code: terms, not free text."""
    listed = codings if isinstance(codings, list) else []
    objects = [coding for coding in listed if isinstance(coding, dict)]
    return [coding.get("display") for coding in objects if "code" in coding]
