"""A bundle is read with suspicion."""

import os
import sys
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.reader import Bundle, read_events


def test_only_wanted_types_are_read_and_all_lines_counted(bundle: Path) -> None:
    every = Bundle(bundle).events("main")
    some = Bundle(bundle).events("main", frozenset({"test.finished"}))
    assert [r.kind for r in some.records] == ["run.opened", "test.finished"]
    assert (some.head, some.lines) == (every.head, every.lines)


def test_main_comes_first(bundle: Path) -> None:
    (bundle / "events" / "gw0.jsonl").write_bytes(b"")
    assert Bundle(bundle).processes() == ("main", "gw0")


def test_reading_ends_at_the_first_line_that_does_not_hold() -> None:
    file = read_events(b"{}\nx\n", "main")
    assert (file.lines, file.records) == (0, ())
    assert "line 1" in file.fault


@pytest.mark.parametrize("name", ["gone.jsonl", "events"], ids=["missing", "folder"])
def test_what_cannot_be_read_is_told_in_words(bundle: Path, name: str) -> None:
    with pytest.raises(EvidenceError, match=r"can not be read|no regular file"):
        Bundle(bundle).read(name)


def test_a_folder_that_is_not_there_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="can not be read"):
        Bundle(tmp_path / "gone").listing()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes here")
def test_a_pipe_is_no_file(bundle: Path) -> None:
    os.mkfifo(bundle / "pipe")
    with pytest.raises(EvidenceError, match="no regular file"):
        Bundle(bundle).read("pipe")
