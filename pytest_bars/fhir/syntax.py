"""Parse a FHIRPath expression whole, or say where it is malformed.

The library's own parser stops where it no longer understands and evaluates what it has
read; here the rule for an entire expression is asked for, and the first error raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from antlr4 import CommonTokenStream, InputStream, PredictionMode
from antlr4.error.ErrorListener import ErrorListener
from antlr4.Token import Token
from antlr4.tree.Tree import TerminalNode
from fhirpathpy.models import models
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

from pytest_bars.fhir.elements import ElementError, Elements, Node
from pytest_bars.fhir.functions import ARITIES

MODEL: Final = models["r4"]
_ELEMENTS: Final = Elements(MODEL)
_TYPES: Final = frozenset(MODEL["type2Parent"]) | {
    *("Resource", "Element", "BackboneElement"),
    *("Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time"),
    "Quantity",
}
# Nodes whose text the engine reads, besides all literals.
_WITH_TEXT: Final = frozenset(
    {
        "LiteralTerm",
        "Identifier",
        "TypeSpecifier",
        "InvocationExpression",
        "TermExpression",
    }
)
# Nodes by which an expression reads the resource, a variable or the clock.
_READING: Final = frozenset(
    {"MemberInvocation", "ThisInvocation", "ExternalConstant", "Functn"}
)


class MalformedError(Exception):
    """An expression is no FHIRPath; line and column count from 1, 0 if unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class _Raise(ErrorListener):  # type: ignore[misc]  # antlr4 has no types
    """Raise on the first error of lexer or parser."""

    def syntaxError(  # noqa: N802 - antlr4 names it
        self,
        recognizer: Any,  # noqa: ARG002 - antlr4 hands it in
        offending: Any,
        line: int,
        column: int,
        message: str,
        _error: Any,
    ) -> None:
        """Say what stands where something else was expected."""
        if offending is None:  # the lexer: "token recognition error at: '#'"
            found = f'"{message.partition(" at: ")[2][1:-1]}"'
        elif offending.type == Token.EOF:
            found = "end"
        else:
            found = f'"{offending.text}"'
        raise MalformedError(f"unexpected {found}", line, column + 1)


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parsed expression: its tree and the %variables it names.

    is_constant: it is made of literals and operators only, and reads nothing.
    """

    tree: Node
    variables: frozenset[str]
    is_constant: bool


def parse(expression: str) -> Syntax:
    """Parse a whole expression; check the names of functions, types and elements.

    Raises MalformedError.
    """
    tree = _tree(expression)
    variables = set()
    is_constant = True
    for node in _nodes(tree):
        is_constant &= node["type"] not in _READING
        _check_function(node)
        _check_type(node)
        if node["type"] == "ExternalConstant":
            variables.add(_variable(node))
    try:
        _ELEMENTS.check(tree)
    except ElementError as error:
        raise MalformedError(str(error)) from error
    return Syntax(tree, frozenset(variables), is_constant)


def _tree(expression: str) -> Node:
    """Parse by the quick prediction mode, and by the full one if that fails.

    What the quick one accepts is right; what it refuses the full one may not, and its
    place is the true one.
    """
    try:
        return _parsed(expression, PredictionMode.SLL)
    except MalformedError:
        return _parsed(expression, PredictionMode.LL)


def _parsed(expression: str, mode: Any) -> Node:
    listener = _Raise()
    lexer = FHIRPathLexer(InputStream(expression))
    parser: Any = FHIRPathParser(CommonTokenStream(lexer))
    parser._interp.predictionMode = mode  # noqa: SLF001 - ANTLR's documented way
    for recognizer in (lexer, parser):
        recognizer.removeErrorListeners()
        recognizer.addErrorListener(listener)
    return _node(parser.entireExpression().expression())


def _node(context: Any) -> Node:
    """Make the library's own kind of node of ANTLR's; its listener is slow at it."""
    name = type(context).__name__.removesuffix("Context")
    node: Node = {"type": name, "terminalNodeText": []}
    if name.endswith("Literal") or name in _WITH_TEXT:
        node["text"] = context.getText()
    for child in context.children:
        if isinstance(child, TerminalNode):
            node["terminalNodeText"].append(child.getText())
        else:
            node.setdefault("children", []).append(_node(child))
    return node


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("children", ()):
        yield from _nodes(child)


def _variable(node: Node) -> str:
    if "children" not in node:
        raise MalformedError(f"write %`name`, not %{node['terminalNodeText'][1]}")
    return str(node["children"][0]["text"]).strip("`")


def _check_function(node: Node) -> None:
    if node["type"] != "Functn":
        return
    name, *parameters = node["children"]
    text = str(name["text"]).strip("`")
    if text not in ARITIES:
        raise MalformedError(f"there is no function {text}()")
    wanted = ARITIES[text]
    given = len(parameters[0]["children"]) if parameters else 0
    if wanted is not None and given not in wanted:
        counts = " or ".join(map(str, sorted(wanted)))
        raise MalformedError(f"{text}() takes {counts} argument(s), found {given}")
    if text in {"ofType", "is", "as"}:
        _check_type_name(str(parameters[0]["children"][0].get("text", "")))


def _check_type(node: Node) -> None:
    if node["type"] == "TypeSpecifier":
        _check_type_name(str(node["text"]))


def _check_type_name(text: str) -> None:
    name = text.replace("`", "").rpartition(".")[2]
    if name not in _TYPES:
        raise MalformedError(f'there is no type "{name}" in FHIR R4')
