"""Bytes are on disk whole, or not at all, and trouble is told in words."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.durable import (
    append,
    append_line,
    create_for_append,
    sync_descriptor,
    sync_file,
    sync_folder,
    write_whole,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file limit")


@contextmanager
def _file_limit(size: int) -> Iterator[None]:
    """Let no file grow beyond a size meanwhile, as on a full disk."""
    import resource  # noqa: PLC0415 - there is none on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix
def test_what_a_full_disk_took_of_a_line_is_cut_off_again(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    descriptor = create_for_append(path)
    append(descriptor, b"whole\n", path)
    with _file_limit(8), pytest.raises(EvidenceError, match="the disk is full"):
        append(descriptor, b"too long\n", path)
    append(descriptor, b"again\n", path)
    os.close(descriptor)
    assert path.read_bytes() == b"whole\nagain\n"


@posix
def test_a_full_disk_leaves_no_half_object(tmp_path: Path) -> None:
    with _file_limit(8), pytest.raises(EvidenceError, match="make room"):
        write_whole(tmp_path / "object", b"x" * 100, durable=True)
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_file_that_may_not_grow_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    append_line(path, b"12345678")
    with _file_limit(8), pytest.raises(EvidenceError, match="not grow any larger"):
        append_line(path, b"9")


@pytest.mark.parametrize("durable", [True, False], ids=["durable", "plain"])
def test_a_file_is_replaced_whole(tmp_path: Path, *, durable: bool) -> None:
    path = tmp_path / "object"
    write_whole(path, b"old", durable=durable)
    write_whole(path, b"new", durable=durable)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "object": b"new"
    }


def test_lines_are_appended(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_line(path, b"a\n")
    append_line(path, b"b\n")
    assert path.read_bytes() == b"a\nb\n"


def test_a_file_is_never_shared(tmp_path: Path) -> None:
    path = tmp_path / "gw0.jsonl"
    os.close(create_for_append(path))
    with pytest.raises(EvidenceError, match="exists already"):
        create_for_append(path)


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(lambda path: append_line(path, b"x"), id="append"),
        pytest.param(lambda path: write_whole(path, b"x", durable=True), id="write"),
        pytest.param(sync_file, id="sync"),
        pytest.param(create_for_append, id="create"),
    ],
)
def test_a_missing_folder_is_told_in_words(
    tmp_path: Path, action: Callable[[Path], object]
) -> None:
    with pytest.raises(EvidenceError, match="its folder is not there"):
        action(tmp_path / "gone" / "file")


def test_trouble_without_words_of_ours_keeps_the_systems(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EvidenceError, match="evidence can not be written"):
        append_line(tmp_path / "file" / "below", b"x")


def test_a_closed_file_cannot_be_put_on_disk(tmp_path: Path) -> None:
    descriptor = create_for_append(tmp_path / "file")
    os.close(descriptor)
    with pytest.raises(EvidenceError, match="can not be written"):
        sync_descriptor(descriptor, tmp_path / "file")


def test_a_folder_that_refuses_is_left_alone(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    sync_folder(tmp_path / "gone")
