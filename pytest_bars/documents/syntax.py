"""A YAML syntax error in plain words, at its place."""

import re
from typing import Final, NamedTuple

from yaml import MarkedYAMLError, YAMLError

from pytest_bars.documents.text import SourceText
from pytest_bars.source import Fault

_EXPRESSION: Final = re.compile(r"\$\{[^{}\n]*\}?")


class _Wording(NamedTuple):
    """How one of the parser's messages reads for people.

    found: a pattern of the parser's message, the character in question after it.
    message: {char} is that character, {line} the line in which the broken thing began.
    at_start: the place is where it began.
    """

    found: str
    message: str
    hint: str
    at_start: bool = False


_MUST_QUOTE: Final = "a text that begins with {char} must be quoted"
_QUOTE: Final = 'Put the text in quotes: "...".'
_WORDINGS: Final = (
    _Wording(
        r"tab character|start any token '\\t'",
        "a tab stands where YAML allows spaces only",
        "Indent with spaces.",
    ),
    _Wording("start any token", _MUST_QUOTE, _QUOTE),
    _Wording("alphabetic or numeric|block scalar", _MUST_QUOTE, _QUOTE, at_start=True),
    _Wording(
        "node content",
        "expected a value",
        "Write the value, or put a text that begins so in quotes.",
    ),
    _Wording(
        "(mapping )?values are not allowed",
        'a ": " is not allowed here',
        'Quote the text that holds ": ", or check the indentation.',
    ),
    _Wording(
        "unexpected end of stream",
        "the quotes opened here are never closed",
        "Close the quotes.",
        at_start=True,
    ),
    _Wording(
        "escape|hexa?dec",
        "a backslash in double quotes does not escape this character",
        "Use single quotes, or write two backslashes.",
    ),
    _Wording(
        "flow mapping",
        'expected "," or "}}" in the braces opened in line {line}',
        "Close the braces, separate the keys by commas, and quote a text that holds a"
        " comma, a brace or a bracket.",
    ),
    _Wording(
        "flow sequence",
        'expected "," or "]" in the brackets opened in line {line}',
        "Close the brackets, separate the items by commas, and quote a text that holds"
        " a comma, a brace or a bracket.",
    ),
    _Wording(
        "block collection",
        'expected another item ("- ") or the end of the list',
        "Check the indentation: items of a list stand below one another.",
    ),
    _Wording(
        "block mapping",
        "expected another key or the end of the map",
        "Check the indentation: keys of a map stand below one another.",
    ),
    _Wording(
        "simple key",
        'expected ": " after a key',
        'Write "key: value", or check the indentation.',
        at_start=True,
    ),
    _Wording(
        "sequence entries are not allowed",
        'a list item ("- ") is not allowed here',
        "Start the list on a line of its own, below its key.",
    ),
    _Wording(
        "unexpected document",
        "a document ends inside quotes",
        "Close the quotes.",
    ),
    _Wording("tag", "tags are not allowed", "Remove the tag, or quote the text."),
    _Wording(
        "directive|YAML document",
        "a line that begins with % is not allowed",
        "Remove the line.",
    ),
    _Wording(
        "document start",
        "the file goes on after its end",
        "Check the indentation, and quote a text that begins with a quote, a brace or"
        " a bracket.",
    ),
)
_OTHER: Final = _Wording(
    "", "this is not YAML", "Check the indentation and the quotes."
)


def syntax_fault(source: SourceText, error: YAMLError) -> Fault:
    """Turn the one error at which the YAML parser gave up into a fault."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return source.fault(0, 1, _OTHER.message, hint=_OTHER.hint)
    return _unquoted_expression(source, error.problem_mark.index) or _worded(
        source, error, error.problem_mark.index
    )


def _unquoted_expression(source: SourceText, offset: int) -> Fault | None:
    """Explain `{name: ${x}}`: inside braces the parser stops at the brace of `${`."""
    match = _EXPRESSION.match(source.text, offset - 1) if offset else None
    if match is None:
        return None
    return source.fault(
        *match.span(),
        "an unquoted ${} inside {} or [] is not YAML",
        hint=f'Quote it: "{match.group()}".',
    )


def _worded(source: SourceText, error: MarkedYAMLError, offset: int) -> Fault:
    start = offset if error.context_mark is None else error.context_mark.index
    problem = f"{error.context} {error.problem} {source.text[offset : offset + 1]!r}"
    wording = next(
        (entry for entry in _WORDINGS if re.search(entry.found, problem)), _OTHER
    )
    place = start if wording.at_start else offset
    message = wording.message.format(
        char=source.text[place : place + 1], line=source.mark(start).line
    )
    return source.fault(place, place + 1, message, hint=wording.hint)
