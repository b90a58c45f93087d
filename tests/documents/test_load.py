"""Plain data is read as people read it, within limits."""

import gc
from pathlib import Path

import pytest
import yaml

from pytest_bars.documents.build import Builder
from pytest_bars.documents.complaints import LimitReached
from pytest_bars.documents.limits import LIMITS, Limits
from pytest_bars.documents.load import parse_document, read_document, shown_path
from pytest_bars.documents.text import SourceText
from pytest_bars.errors import FaultsError
from pytest_bars.jsontypes import Json

VALUES = {
    "true": ("true", True),
    "false": ("false", False),
    "null": ("null", None),
    "nothing": ("", None),
    "zero": ("0", 0),
    "integer": ("200", 200),
    "negative": ("-5", -5),
    "no": ("NO", "NO"),
    "off": ("off", "off"),
    "capital-true": ("True", "True"),
    "tilde": ("~", "~"),
    "octal": ("010", "010"),
    "plus": ("+5", "+5"),
    "decimal": ("1.5", "1.5"),
    "exponent": ("1e5", "1e5"),
    "hexadecimal": ("0x1F", "0x1F"),
    "underscore": ("1_000", "1_000"),
    "infinity": (".inf", ".inf"),
    "date": ("2026-11-16", "2026-11-16"),
    "time": ("12:30:45", "12:30:45"),
    "timestamp": ("2026-12-01T06:00Z", "2026-12-01T06:00Z"),
    "quoted-number": ('"200"', "200"),
    "quoted-true": ("'true'", "true"),
    "equals": ("=", "="),
    "expression": ("${slot}", "${slot}"),
    "operation": ("/$process-message", "/$process-message"),
    "escapes": ('"a\\tb\\u00e9"', "a\tbé"),
    "literal": ("|\n  a\n  b", "a\nb\n"),
    "folded": (">-\n  a\n  b", "a b"),
    "list": ("[1, a, {b: c}]", [1, "a", {"b": "c"}]),
    "service-id-in-quotes": ('"2000072489"', "2000072489"),
    "merge-in-quotes": ('{"<<": x}', {"<<": "x"}),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_a_scalar_is_what_a_person_reads(text: str, value: Json) -> None:
    assert parse_document(f"a: {text}\n".encode(), "p").data == {"a": value}


@pytest.mark.parametrize("text", [text for text, _ in VALUES.values()], ids=VALUES)
def test_both_parsers_of_the_library_give_the_same(text: str) -> None:
    content = f"a: {text}\n"
    builder = Builder(SourceText("p", content), LIMITS, refuse_personal=True)
    builder.run(yaml.SafeLoader)
    document = parse_document(content.encode(), "p")
    assert builder.data == document.data
    assert list(builder.positions.starts) == list(document._positions.starts)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document = parse_document(b"\xef\xbb\xbfa: b\n", "p")
    assert document.data == {"a": "b"}
    assert document.content.startswith(b"\xef\xbb\xbf")
    assert str(document.mark(("a",), key=True)) == "p:1:1"


def test_an_alias_stands_for_what_it_names() -> None:
    document = parse_document(b"a: &x [1]\nb: *x\nc: &y t\nd: *y\n", "p")
    assert document.data == {"a": [1], "b": [1], "c": "t", "d": "t"}


def test_one_document_may_be_marked_as_such() -> None:
    assert parse_document(b"%YAML 1.1\n---\na: b\n...\n", "p").data == {"a": "b"}


def test_personal_data_may_be_allowed() -> None:
    content = b'patient: "9658499007"\nfolded: 965 849\n  9007\n'
    data = parse_document(content, "bars.yaml", personal="allow").data
    assert data == {"patient": "9658499007", "folded": "965 849 9007"}


def test_an_unquoted_nhs_number_is_caught_where_it_is_allowed() -> None:
    with pytest.raises(FaultsError, match="taken for an identifier"):
        parse_document(b"patient: 9658499007\n", "bars.yaml", personal="allow")


def test_a_bearer_token_is_hidden_and_no_fault() -> None:
    content = b"a: Bearer abcdefgh12345678, b: c\n"
    with pytest.raises(FaultsError) as caught:
        parse_document(content, "p")
    assert len(caught.value.faults) == 1
    assert "abcdefgh" not in str(caught.value)


SMALL = {
    "size": (Limits(size=10), "the file is larger than 10 bytes"),
    "nodes": (Limits(nodes=4), "2:4: more than 4 nodes"),
    "depth": (Limits(depth=1), "1:4: nested more than 1 levels deep"),
    "entries": (Limits(entries=2), "2:3: more than 2 entries"),
    "expansion": (Limits(expansion=2), "3:4: aliases stand for more than 2 nodes"),
}


@pytest.mark.parametrize(("limits", "message"), SMALL.values(), ids=SMALL)
def test_a_file_beyond_a_limit_gives_one_message(limits: Limits, message: str) -> None:
    with pytest.raises(FaultsError) as caught:
        parse_document(b"a: &x\n- [b, c, d]\nd: *x\n", "p", limits=limits)
    assert len(caught.value.faults) == 1
    assert message in str(caught.value)


def test_a_flood_of_faults_is_cut_off() -> None:
    content = b"".join(b"%d: x\n" % number for number in range(50))
    with pytest.raises(FaultsError) as caught:
        parse_document(content, "p", limits=Limits(faults=5))
    assert [fault.mark.line for fault in caught.value.faults] == [1, 2, 3, 4, 5, 5]
    assert "more than 5 faults; the rest is not listed" in str(caught.value)


def test_all_kinds_of_fault_are_told_at_once() -> None:
    content = b"a: 9658499007\nb: \x07\nc: !!str x\nc: 1234567890\nd: [\n"
    with pytest.raises(FaultsError) as caught:
        parse_document(content, "p")
    lines = [fault.mark.line for fault in caught.value.faults]
    assert lines == [1, 2, 3, 4, 4, 6]


def test_the_first_of_two_keys_is_named() -> None:
    with pytest.raises(FaultsError) as caught:
        parse_document(b"a: 1\nb: [x, {y: z}]\n'c': 3\nb: 4\nc: 5\n", "p")
    hints = [fault.hint for fault in caught.value.faults]
    assert hints == ["Keep one (line 2).", "Keep one."]


def test_the_first_of_very_many_keys_is_not_searched_for() -> None:
    content = "".join(f"k{number}: 1\n" for number in range(1001)) + "k0: 2\n"
    with pytest.raises(FaultsError) as caught:
        parse_document(content.encode(), "p")
    assert [fault.hint for fault in caught.value.faults] == ["Keep one."]


def test_reaching_a_limit_ends_the_building() -> None:
    builder = Builder(SourceText("p", "[[]]"), Limits(depth=1), refuse_personal=True)
    with pytest.raises(LimitReached):
        builder.run()


@pytest.mark.parametrize("text", ["", '"\\U11111111"'], ids=["empty", "no-unicode"])
def test_nothing_built_is_null(text: str) -> None:
    builder = Builder(SourceText("p", text), LIMITS, refuse_personal=True)
    if text:
        with pytest.raises((yaml.YAMLError, ValueError)):
            builder.run()
    assert builder.data is None


def test_a_file_is_read_and_named_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.bars.yaml").write_bytes(b"a: b\n")
    monkeypatch.chdir(tmp_path)
    document = read_document(Path("plans") / "a.bars.yaml")
    assert (document.path, document.data) == ("plans/a.bars.yaml", {"a": "b"})
    monkeypatch.chdir(tmp_path / "plans")
    assert shown_path(tmp_path) == tmp_path.as_posix()


def test_reading_leaves_the_collector_as_it_was() -> None:
    parse_document(b"a: b\n", "p")
    assert gc.isenabled()
    with pytest.raises(FaultsError):
        parse_document(b"a: [", "p")
    assert gc.isenabled()
