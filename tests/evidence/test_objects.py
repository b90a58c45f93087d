"""Objects are stored once, under the hash of their bytes."""

import hashlib
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.objects import ObjectStore


@pytest.mark.parametrize("durable", [True, False], ids=["durable", "plain"])
def test_bytes_are_found_by_their_digest(tmp_path: Path, *, durable: bool) -> None:
    store = ObjectStore(tmp_path)
    digest = store.put(b"content", durable=durable)
    assert digest == "sha256:" + hashlib.sha256(b"content").hexdigest()
    assert store.get(digest) == b"content"
    assert [path.name for path in tmp_path.iterdir()] == [digest[7:]]


def test_what_another_process_stored_is_not_written_again(tmp_path: Path) -> None:
    digest = ObjectStore(tmp_path).put(b"content")
    before = (tmp_path / digest[7:]).stat().st_mtime_ns
    other = ObjectStore(tmp_path)
    assert other.put(b"content") == other.put(b"content") == digest
    assert (tmp_path / digest[7:]).stat().st_mtime_ns == before


def test_objects_named_are_put_on_disk_once(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    digest = store.put(b"content")
    store.sync([digest, "sha256:unknown"])
    (tmp_path / digest[7:]).unlink()
    store.sync([digest])  # not looked at again


def test_an_unknown_digest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such object"):
        ObjectStore(tmp_path).get("sha256:00")
