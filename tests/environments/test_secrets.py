import copy
import pickle
from pathlib import Path

import pytest

from pytest_bars.environments.secrets import (
    Secret,
    UnresolvedError,
    is_reference,
    resolve_reference,
)

CANARY = "canary-value"


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(repr, id="repr"),
        pytest.param(str, id="str"),
        pytest.param("{}".format, id="format"),
        pytest.param("{:>40}".format, id="padded"),
        pytest.param(lambda secret: f"{[secret]}", id="in a list"),
        pytest.param(lambda secret: "%s" % secret, id="percent"),  # noqa: UP031 - logging does it
    ],
)
def test_a_secret_shows_nothing(shown: object) -> None:
    assert callable(shown)
    text = shown(Secret(CANARY))
    assert CANARY not in text
    assert "hidden" in text


def test_only_reveal_gives_it() -> None:
    assert Secret(CANARY).reveal() == CANARY


def test_secrets_compare_by_value() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_not_copied_out(write: object) -> None:
    assert callable(write)
    with pytest.raises(TypeError, match="not written anywhere"):
        write(Secret(CANARY))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${env:NAME}", True),
        ("${file:keys/int.pem}", True),
        ("${env:1NAME}", False),
        ("${env:}", False),
        ("${other:NAME}", False),
        ("x${env:NAME}", False),
        ("${env:NAME}\n", False),
        ("plain", False),
    ],
)
def test_a_reference_is_a_whole_text(text: str, *, expected: bool) -> None:
    assert is_reference(text) is expected


def resolve(text: str, folder: Path, **environ: str) -> str:
    return resolve_reference(text, environ=environ, folder=folder)


def test_a_plain_text_stands_for_itself(tmp_path: Path) -> None:
    assert resolve("plain", tmp_path) == "plain"


def test_a_variable_is_read(tmp_path: Path) -> None:
    assert resolve("${env:NAME}", tmp_path, NAME="value") == "value"


@pytest.mark.parametrize("is_absolute", [False, True], ids=["relative", "absolute"])
def test_a_file_is_read_without_its_line_end(
    tmp_path: Path, *, is_absolute: bool
) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(b"a\nb\r\n")
    name = file.as_posix() if is_absolute else "secret.txt"
    assert resolve(f"${{file:{name}}}", tmp_path) == "a\nb"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("${env:UNSET}", "variable UNSET is not set", id="unset"),
        pytest.param("${env:EMPTY}", "variable EMPTY is empty", id="empty"),
        pytest.param("${file:none}", "cannot be read: no such file", id="no file"),
        pytest.param("${file:folder}", "folder is not a file", id="folder"),
        pytest.param("${file:empty}", "the file empty is empty", id="empty file"),
        pytest.param("${file:large}", "larger than 65,536 bytes", id="large file"),
        pytest.param("${file:binary}", "is not UTF-8 text", id="binary file"),
        pytest.param("${file:a\0b}", "is not UTF-8 text", id="NUL in the name"),
        pytest.param(f"${{file:{'x' * 999}}}", "cannot be read", id="long name"),
    ],
)
def test_what_cannot_be_resolved_says_why(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(bytes(65_537))
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(UnresolvedError, match=says) as caught:
        resolve(text, tmp_path, EMPTY="")
    assert caught.value.hint
