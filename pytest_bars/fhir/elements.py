"""Find elements a FHIRPath expression names that their type does not have.

Such a path is always empty, so `.empty()` on a misspelt element would always hold. Only
what is certain is reported: where the type is not known, any name goes.
"""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, Final

# A node of the library's syntax tree: type, text, terminalNodeText, children.
Node = dict[str, Any]
# Name of a type such as `Slot`, or path of an element such as `Patient.contact`.
TypePath = str | None

_SAME_TYPE: Final = frozenset(
    {"where", "first", "last", "tail", "take", "skip", "single", "trace", "distinct"}
)
_PROJECTIONS: Final = frozenset({"where", "exists", "all", "select", "repeat", "trace"})
_ALWAYS_KNOWN: Final = frozenset({"resourceType", "id", "extension"})


class ElementError(Exception):
    """A type has no element of the name."""


class Elements:
    """Follows the types through a syntax tree.

    model: the library's tables of FHIR R4.
    """

    def __init__(self, model: dict[str, Any]) -> None:
        self._types: dict[str, str] = model["path2Type"]
        self._elsewhere: dict[str, str] = model["pathsDefinedElsewhere"]
        self._choices: dict[str, list[str]] = model["choiceTypePaths"]
        self._parents: dict[str, str] = model["type2Parent"]
        self._holders = _holders(self._types)
        self._follow: dict[str, Callable[[Node, TypePath], TypePath]] = {
            "MemberInvocation": self._member,
            "FunctionInvocation": self._function,
            "InvocationExpression": self._invocation,
            "IndexerExpression": self._indexer,
            "TypeExpression": self._type_expression,
            "ThisInvocation": lambda _, focus: focus,
            "TermExpression": self._only_child,
            "InvocationTerm": self._only_child,
            "ParenthesizedTerm": self._only_child,
        }

    def check(self, tree: Node) -> None:
        """Raise ElementError for the first element its type does not have."""
        self._type(tree, None)

    def _type(self, node: Node, focus: TypePath) -> TypePath:
        """Return the type a node yields on items of a type; None when not known."""
        follow = self._follow.get(node["type"])
        if follow is not None:
            return follow(node, focus)
        for child in node.get("children", ()):
            self._type(child, focus)
        return None

    def _only_child(self, node: Node, focus: TypePath) -> TypePath:
        return self._type(node["children"][0], focus)

    def _invocation(self, node: Node, focus: TypePath) -> TypePath:
        left, right = node["children"]
        return self._type(right, self._type(left, focus))

    def _indexer(self, node: Node, focus: TypePath) -> TypePath:
        items, index = node["children"]
        self._type(index, None)
        return self._type(items, focus)

    def _type_expression(self, node: Node, focus: TypePath) -> TypePath:
        value, wanted = node["children"]
        self._type(value, focus)
        is_cast = node["terminalNodeText"][0] == "as"
        return _plain(str(wanted["text"])) if is_cast else None

    def _function(self, node: Node, focus: TypePath) -> TypePath:
        name, *rest = node["children"][0]["children"]
        called = str(name["text"]).strip("`")
        parameters = rest[0]["children"] if rest else []
        if called in {"ofType", "as"}:
            return _plain(str(parameters[0].get("text", "")))
        inner = focus if called in _PROJECTIONS else None
        found = [self._type(each, inner) for each in parameters if called != "is"]
        if called == "select":
            return found[0]
        return focus if called in _SAME_TYPE else None

    def _member(self, node: Node, focus: TypePath) -> TypePath:
        name = str(node["children"][0]["text"]).strip("`")
        if focus is None:
            is_type = name[:1].isupper() and name in self._parents
            return name if is_type else None
        if not self._is_judged(focus) or name in _ALWAYS_KNOWN:
            return None
        path = f"{focus}.{name}"
        path = self._elsewhere.get(path, path)
        if path in self._types:
            return self._types[path]
        if path in self._choices:
            return None
        if path in self._holders:
            return path
        raise ElementError(self._unknown(focus, name))

    def _is_judged(self, focus: str) -> bool:
        """Say whether all elements of a type are known; they are not of a base type."""
        return focus in self._holders and focus not in {
            "Resource",
            "DomainResource",
            "Element",
            "BackboneElement",
        }

    def _unknown(self, focus: str, name: str) -> str:
        start = f"{focus}."
        known = {
            path.removeprefix(start).partition(".")[0]
            for path in (*self._types, *self._choices)
            if path.startswith(start)
        }
        close = get_close_matches(name, sorted(known), n=1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        return f'{focus} has no element "{name}"{hint}'


def _holders(paths: Iterable[str]) -> frozenset[str]:
    """Return every type and element path that has elements below it."""
    found = set()
    for path in paths:
        head = path.rpartition(".")[0]
        while head and head not in found:
            found.add(head)
            head = head.rpartition(".")[0]
    return frozenset(found)


def _plain(text: str) -> str:
    return text.replace("`", "").rpartition(".")[2]
