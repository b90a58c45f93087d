"""Find what a FHIR reference leads to, within one resource or Bundle.

Source: FHIR R4 (4.0.1), Bundle, section 2.36.4.1, Resolving references in Bundles;
References, sections 2.3.0.1, Literal References, and 2.3.0.2, Contained Resources.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from pytest_bars.fhir.resources import is_resource_type, resource_type
from pytest_bars.jsontypes import Json, JsonObject

_ENTRY = re.compile(r"Bundle\.entry\[(\d+)\]")
_LITERAL = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}$")
_HISTORY = re.compile(r"/_history/[^/]+$")

_RELATIVE = re.compile(r"([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(/_history/[^/]+)?")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")

# A resource, and where it stands, as the FHIRPath engine names places.
Target = tuple[JsonObject, str]


class References:
    """The resources of one root that a reference can lead to, indexed when asked."""

    def __init__(self, root: Json) -> None:
        self._root = root

    def find(self, reference: str, place: str | None = None) -> Target | None:
        """Return the resource a reference leads to and its place, or None.

        reference: `urn:uuid:...`, an absolute URL, `Type/id`, or `#id`.
        place: where the reference stands, such as `Bundle.entry[2].resource.slot[0]`;
        tells whose contained resources `#id` means.
        """
        if reference.startswith("#"):
            return self._find_contained(reference[1:], place)
        plain = _HISTORY.sub("", reference)
        return self._entries.get(plain)

    def target_type(self, reference: str, place: str | None = None) -> str | None:
        """Return the type of what a reference leads to, as far as can be told."""
        target = self.find(reference, place)
        if target is not None:
            return resource_type(target[0])
        match = _LITERAL.search(_HISTORY.sub("", reference))
        return match.group(1) if match and is_resource_type(match.group(1)) else None

    @cached_property
    def _entries(self) -> dict[str, Target]:
        found: dict[str, Target] = {}
        for url, resource, name in _resources(self._root):
            target = (resource, name)
            identity = f"{resource_type(resource)}/{resource.get('id')}"
            if url is not None:
                found.setdefault(url, target)
            found.setdefault(identity, target)
        return found

    def _find_contained(self, wanted: str, place: str | None) -> Target | None:
        container, name = self._container(place)
        if container is None:
            return None
        if not wanted:
            return container, name
        contained = container.get("contained")
        for index, resource in enumerate(
            contained if isinstance(contained, list) else ()
        ):
            if isinstance(resource, dict) and resource.get("id") == wanted:
                return resource, f"{name}.contained[{index}]"
        return None

    def _container(self, place: str | None) -> tuple[JsonObject | None, str]:
        match = _ENTRY.match(place or "")
        if match is None:
            root = self._root
            return (root, _root_name(root)) if isinstance(root, dict) else (None, "")
        index = int(match.group(1))
        for _, resource, name in _resources(self._root):
            if name == f"Bundle.entry[{index}].resource":
                return resource, name
        return None, ""


def is_reference(text: str) -> bool:
    """Say whether a text is a reference: `#id`, `Type/id` or an absolute URL."""
    match = _RELATIVE.fullmatch(text)
    is_relative = match is not None and is_resource_type(match.group(1))
    return is_relative or text.startswith("#") or is_absolute(text)


def is_absolute(url: str) -> bool:
    """Say whether a URL begins with a scheme, as `https:` or `urn:`."""
    return _ABSOLUTE.fullmatch(url) is not None


def _root_name(root: Json) -> str:
    return resource_type(root) or ""


def _resources(root: Json) -> Iterator[tuple[str | None, JsonObject, str]]:
    """Yield (fullUrl, resource, place) of every entry, or of the root itself."""
    if not isinstance(root, dict):
        return
    if resource_type(root) != "Bundle":
        yield None, root, _root_name(root)
        return
    entries = root.get("entry")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(resource, dict):
            url = entry.get("fullUrl")
            name = f"Bundle.entry[{index}].resource"
            yield (url if isinstance(url, str) else None), resource, name
