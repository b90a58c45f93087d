"""Each line names the one before."""

from collections.abc import Callable

import pytest

from pytest_bars.evidence.chain import (
    Chain,
    ChainBreak,
    genesis,
    raw_lines,
    read_line,
    walk,
)

START = genesis("run", "main", "head")


def _lines(count: int = 3) -> list[bytes]:
    chain = Chain(START)
    lines = []
    for number in range(count):
        line = chain.line("claim", {"n": number}, "2026-03-01T12:00:00.000Z", number)
        chain.advance(line)
        lines.append(line)
    return lines


def test_a_chain_is_read_back() -> None:
    records = [record for record, _ in walk(_lines(), START, "gw0")]
    assert [record.data for record in records] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert {record.process for record in records} == {"gw0"}


def test_the_genesis_binds_each_of_its_parts() -> None:
    assert len({START, genesis("run", "gw0", "head"), genesis("run", "main", "x")}) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda ls: [ls[0], ls[2]], "line 2: its seq is 3", id="dropped"),
        pytest.param(lambda ls: [ls[1], ls[0]], "line 1: its seq is 2", id="swapped"),
        pytest.param(lambda ls: [*ls[:2], ls[2][:-1]], "line 3: it is torn", id="torn"),
        pytest.param(
            lambda ls: [ls[0].replace(b'"n":0', b'"n":9'), *ls[1:]],
            "line 2: its prev",
            id="edited",
        ),
    ],
)
def test_a_change_is_found_where_it_is(
    change: Callable[[list[bytes]], list[bytes]], message: str
) -> None:
    changed = change(_lines())
    with pytest.raises(ChainBreak, match=message):
        list(walk(changed, START))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"\xff\n", id="not-utf8"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[]\n", id="no-object"),
        pytest.param(b'{"v":1}\n', id="members-missing"),
        pytest.param(_lines()[0].replace(b'"v":1', b'"v":2'), id="other-version"),
        pytest.param(_lines()[0].replace(b'"seq":1', b'"seq":"1"'), id="seq-as-text"),
        pytest.param(_lines()[0].replace(b'{"n":0}', b"[]"), id="data-is-a-list"),
    ],
)
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(ChainBreak, match=r"line 7: (it|a member)"):
        read_line(line, 7)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"a\nb\n", [b"a\n", b"b\n"], id="whole"),
        pytest.param(b"a\nb", [b"a\n", b"b"], id="torn"),
        pytest.param(b"a\rb\x0b\n", [b"a\rb\x0b\n"], id="only-newline-ends"),
    ],
)
def test_lines_end_at_newlines_only(content: bytes, lines: list[bytes]) -> None:
    assert raw_lines(content) == lines
