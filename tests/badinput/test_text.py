"""Files that are no plain YAML: the text itself is at fault."""

from typing import NamedTuple

import pytest

from pytest_bars.documents.load import parse_document
from pytest_bars.errors import FaultsError


class Bad(NamedTuple):
    """A malformed file, and where each of its faults stands and begins."""

    id: str
    content: bytes
    faults: tuple[str, ...]


def _bomb() -> bytes:
    """Nine levels of ten aliases each: a thousand million nodes in 300 bytes."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for above, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join(['*' + above] * 10)}]")
    return "\n".join(lines).encode()


def _deep_aliases() -> bytes:
    lines = ["a0: &n0 [x]"]
    lines += [f"a{level}: &n{level} [*n{level - 1}]" for level in range(1, 100)]
    return "\n".join(lines).encode()


KEY = "-----BEGIN " + "PRIVATE KEY-----"
TOKEN = "eyJhbGciOiJub25l" + "In0.eyJzdWIiOiIxIn0.x"

BAD = (
    Bad("empty", b"", ("1:1: the file is empty",)),
    Bad("blank", b"\n \n", ("1:1: the file is empty",)),
    Bad("only-a-comment", b"# nothing\n", ("1:1: the file is empty",)),
    Bad("tab-indent", b"a:\n\t- b\n", ("2:1: a tab stands where",)),
    Bad("tab-after-text", b"a: b\n\tc: d\n", ("2:1: a tab stands where",)),
    Bad("colon-in-text", b"title: Book: now\n", ('1:12: a ": " is not allowed',)),
    Bad("open-double-quote", b'a: "b\nc: d\n', ("1:4: the quotes opened here",)),
    Bad("open-single-quote", b"a: 'b\nc: d\n", ("1:4: the quotes opened here",)),
    Bad("document-end-in-quotes", b'a: "b\n---\nc"\n', ("2:1: a document ends",)),
    Bad("backslash", b'a: "C:\\quux"\n', ("1:7: a backslash in double quotes",)),
    Bad("half-surrogate", b'a: "\\ud800"\n', ("1:7: a backslash in double quotes",)),
    Bad("no-unicode", b'a: "\\U11111111"\n', ("1:7: a backslash in double",)),
    Bad("bad-tag-escape", b"a: !%ed%a0%80 b\n", ("1:1: an escape stands for no",)),
    Bad("open-brace", b"a: {b: c\nd: e\n", ('2:2: expected "," or "}" in the braces',)),
    Bad("open-bracket", b"a: [b, c\nd: e\n", ('2:2: expected "," or "]" in the bra',)),
    Bad("closed-twice", b"{a: b}}\n", ("1:7: the file goes on after its end",)),
    Bad("closed-unopened", b"a: ]\n", ("1:4: expected a value",)),
    Bad("dedent", b"a:\n  - b\n c: d\n", ("3:2: expected another key",)),
    Bad("key-after-items", b"- a\nb: c\n", ('2:1: expected another item ("- ")',)),
    Bad("text-after-quotes", b'a: "x" y\n', ("1:8: expected another key",)),
    Bad("key-alone", b"a: b\nc\nd: e\n", ('2:1: expected ": " after a key',)),
    Bad("list-beside-key", b"a: - b\n", ('1:4: a list item ("- ") is not allowed',)),
    Bad("at-sign", b"a: @home\n", ("1:4: a text that begins with @ must be quoted",)),
    Bad("backtick", b"a: `b`\n", ("1:4: a text that begins with ` must be quoted",)),
    Bad("percent", b"a: %b\n", ("1:4: a text that begins with % must be quoted",)),
    Bad("ampersand", b"a: & b\n", ("1:4: a text that begins with & must be quoted",)),
    Bad("asterisk", b"a: * b\n", ("1:4: a text that begins with * must be quoted",)),
    Bad("greater-than", b"a: >5 s\n", ("1:4: a text that begins with > must be",)),
    Bad(
        "yaml-directive", b"%YAML 2.0\n---\na: b\n", ("1:1: a line that begins with %",)
    ),
    Bad(
        "right-to-left", "a: \u202eb\n".encode(), ("1:4: the character U+202E is not",)
    ),
    Bad(
        "isolate", "# a\u2066b\nc: d\n".encode(), ("1:4: the character U+2066 is not",)
    ),
    Bad("dots", b"...\n", ("1:1: expected a value",)),
    Bad("expression-in-map", b"a: {b: ${c}}\n", ("1:8: an unquoted ${} inside",)),
    Bad("expression-in-list", b"a: [b, ${c}]\n", ("1:8: an unquoted ${} inside",)),
    Bad("expression-crlf", b"a: b\r\nc: {d: ${e}}\r\n", ("2:8: an unquoted ${}",)),
    Bad("expression-as-key", b"{${a}: b}\n", ("1:2: an unquoted ${} inside",)),
    Bad("two-documents", b"a: b\n---\nc: d\n", ("2:1: a second document begins",)),
    Bad(
        "duplicate-keys",
        b'a: {x: 1, x: 2, "x": 3}\nb: c\na: d\n',
        ('1:11: the key "x" stands', '1:17: the key "x"', '3:1: the key "a" stands'),
    ),
    Bad(
        "python-object",
        b"a: !!python/object/apply:os.system [ls]\n",
        ('1:4: the tag "!!python/object/apply:os.system" is not allowed',),
    ),
    Bad(
        "tags", b"a: !!str 5\nb: !c d\n", ('1:4: the tag "!!str"', '2:4: the tag "!c"')
    ),
    Bad("tagged-map", b"a: !!map {b: c}\n", ('1:4: the tag "!!map" is not allowed',)),
    Bad("unknown-tag-handle", b"a: !b!c d\n", ("1:4: tags are not allowed",)),
    Bad(
        "merge-key", b"a: &a {x: 1}\nb:\n  <<: *a\n", ("3:3: merge keys (<<) are not",)
    ),
    Bad(
        "keys-that-are-no-text",
        b"200: a\ntrue: b\nnull: c\n[d]: e\n",
        ("1:1: a key must be", "2:1: a key must be", "3:1: a key", "4:1: a key must"),
    ),
    Bad("map-as-key", b"? {a: b}\n: c\n", ("1:3: a key must be text",)),
    Bad("no-key", b"? \n", ("1:2: a key must be text",)),
    Bad("alias-as-key", b"a: &a x\n*a : y\n", ("2:1: a key must be text",)),
    Bad("alias-of-nothing", b"a: *b\n", ('1:4: the alias "*b" has no anchor',)),
    Bad("alias-in-itself", b"a: &a [*a]\n", ('1:8: the alias "*a" stands inside',)),
    Bad("anchor-twice", b"a: &x 1\nb: &x 2\n", ('2:4: the anchor "&x" is used twice',)),
    Bad("alias-bomb", _bomb(), ("5:36: aliases stand for more than 100,000 nodes",)),
    Bad("deep-aliases", _deep_aliases(), ("60:12: nested more than 60 levels deep",)),
    Bad("deep-brackets", b"[" * 1_000_000, ("1:61: nested more than 60 levels",)),
    Bad("deep-and-broken", b"[" * 100 + b"@", ("1:61: nested more than 60 levels",)),
    Bad("deep-braces", b"{a: " * 200_000, ("1:241: nested more than 60 levels",)),
    Bad("deep-dashes", b"- " * 200_000, ("1:121: nested more than 60 levels",)),
    Bad(
        "deep-indentation",
        b"".join(b" " * level + b"a:\n" for level in range(100)),
        ("61:61: nested more than 60 levels deep",),
    ),
    Bad("nul", b"a: b\0c\n", ("1:5: the character U+0000 is not allowed",)),
    Bad("controls", b"a: \x07\nb: \x7f\x7f\n", ("1:4: the character", "2:4: the cha")),
    Bad("escaped-nul", b'a: "b\\0c"\n', ("1:4: the escape makes U+0000",)),
    Bad("escaped-delete", b'a: "\\x7f"\n', ("1:4: the escape makes U+007F",)),
    Bad("latin-1", b"a: caf\xe9\n", ("1:7: the byte 0xE9 is not UTF-8",)),
    Bad("latin-1-after-umlaut", "ä: é\xe9".encode()[:-1], ("1:5: the byte 0xC3",)),
    Bad("cut-off", b"a: \xe2\x82", ("1:4: the byte 0xE2 is not UTF-8",)),
    Bad("surrogate-bytes", b"a: \xed\xa0\x80\n", ("1:4: the byte 0xED is not UTF-8",)),
    Bad("utf-16", "a: b\n".encode("utf-16"), ("1:1: expected UTF-8, found UTF-16",)),
    Bad("utf-16-big", b"\xfe\xff\0a", ("1:1: expected UTF-8, found UTF-16",)),
    Bad("utf-16-bare", "a: b\n".encode("utf-16-be"), ("1:1: the character U+0000",)),
    Bad("fault-after-bom", b"\xef\xbb\xbfa: @b\n", ("1:4: a text that begins",)),
    Bad("nhs-number", b"a: 9658499007\n", ("1:4: an NHS number stands in the file",)),
    Bad("nhs-number-quoted", b'a: "965 849 9007"\n', ("1:5: an NHS number",)),
    Bad("nhs-number-in-comment", b"# 965-849-9007\na: b\n", ("1:3: an NHS number",)),
    Bad("nhs-number-escaped", b'a: "96584990\\x307"\n', ("1:4: an NHS number",)),
    Bad("nhs-number-folded", b"a: 965 849\n  9007\n", ("1:4: an NHS number",)),
    Bad("nhs-number-in-lines", b'a: "965 849 9007\n  b"\n', ("1:5: an NHS number",)),
    Bad("ten-digits", b"a: 1234567890\n", ("1:4: an unquoted number of 10 digits",)),
    Bad("many-digits", b"a: 12345678901234567\n", ("1:4: a number may have 15",)),
    Bad(
        "private-key",
        f"a: |\n  {KEY}\n  MIIEvQIBADANBg\n".encode(),
        ("2:3: a private key stands in the file",),
    ),
    Bad("token", f"a: {TOKEN}\n".encode(), ("1:4: a token (JWT) stands in the file",)),
)


@pytest.mark.parametrize("bad", BAD, ids=[bad.id for bad in BAD])
def test_each_fault_is_told_at_its_place(bad: Bad) -> None:
    with pytest.raises(FaultsError) as caught:
        parse_document(bad.content, "p.bars.yaml")
    told = [f"{fault.mark}: {fault.message}" for fault in caught.value.faults]
    assert len(told) == len(bad.faults)
    for line, start in zip(told, bad.faults, strict=True):
        assert line.startswith(f"p.bars.yaml:{start}")


@pytest.mark.parametrize("bad", BAD, ids=[bad.id for bad in BAD])
def test_no_message_shows_what_must_not_be_seen(bad: Bad) -> None:
    with pytest.raises(FaultsError) as caught:
        parse_document(bad.content, "p.bars.yaml")
    text = str(caught.value)
    for secret in ("9658499007", "965 849", "965-849", "MIIEvQ", TOKEN[:12]):
        assert secret not in text
