"""Files that cannot be read, or must not be."""

import os
import sys
from pathlib import Path

import pytest

from pytest_bars.documents.load import read_document
from pytest_bars.errors import FaultsError

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def refusal(path: Path, root: Path | None = None) -> str:
    with pytest.raises(FaultsError) as caught:
        read_document(path, root=root)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.bars.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "big.bars.yaml:1:1: the file is larger than 16,777,216 bytes" in refusal(
        path
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    message = refusal(tmp_path / "none.bars.yaml")
    assert "none.bars.yaml:1:1: the file cannot be read: no such file" in message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert ":1:1: expected a file, found a folder" in refusal(tmp_path)


@posix_only
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bars.yaml")
    message = refusal(tmp_path / "pipe.bars.yaml")
    assert ":1:1: expected a file, found a pipe or device" in message


@posix_only
def test_a_device_is_refused() -> None:
    assert "found a pipe or device" in refusal(Path("/dev/zero"))


@posix_only
def test_a_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: b\n")
    root = tmp_path / "project"
    root.mkdir()
    (root / "plan.bars.yaml").symlink_to(secret)
    message = refusal(root / "plan.bars.yaml", root)
    assert "plan.bars.yaml:1:1: the file lies outside of its project" in message


@posix_only
def test_a_path_out_of_the_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("a: b\n")
    root = tmp_path / "project"
    root.mkdir()
    message = refusal(root / ".." / "plan.yaml", root)
    assert ":1:1: the file lies outside of its project" in message


@posix_only
def test_a_link_within_the_root_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: b\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    assert read_document(tmp_path / "link.yaml", root=tmp_path).data == {"a": "b"}


@posix_only
def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert "a.yaml:1:1: the file cannot be read" in refusal(tmp_path / "a.yaml")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_file_that_fails_while_it_is_read_is_named() -> None:
    message = refusal(Path("/proc/self/mem"))
    assert "mem:1:1: the file cannot be read: input/output error" in message


def test_a_file_taken_for_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("a: b\n")
    message = refusal(tmp_path / "plan.yaml" / "x.yaml")
    assert "x.yaml:1:1: the file cannot be read:" in message


def test_a_nul_in_the_path_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path / "a\0b.yaml")
    assert "the file cannot be read: its path leads nowhere" in message


def test_a_path_too_long_is_refused(tmp_path: Path) -> None:
    assert "the file cannot be read" in refusal(tmp_path / ("a" * 5000))
