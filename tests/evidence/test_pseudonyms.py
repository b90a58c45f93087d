"""The same person reads the same, to whoever has no key."""

import os
import stat
from pathlib import Path

import pytest

from pytest_bars.errors import EvidenceError
from pytest_bars.evidence.pseudonyms import (
    KEY_FILE,
    Pseudonyms,
    is_pseudonym,
    make_key,
    read_key,
)

KEY = b"k" * 32


def test_an_nhs_number_has_one_pseudonym_however_it_is_written() -> None:
    pseudonyms = Pseudonyms(KEY)
    written = ["9658499007", "965 849 9007", "965-849-9007"]
    assert len({pseudonyms.nhs_number(number) for number in written}) == 1
    assert is_pseudonym(pseudonyms.nhs_number("9658499007"))


def test_another_key_or_system_gives_another_pseudonym() -> None:
    one, other = Pseudonyms(KEY), Pseudonyms(b"o" * 32)
    assert one.nhs_number("1") != other.nhs_number("1")
    assert one.identifier("a", "1") != one.identifier("b", "1")
    assert one.key_id != other.key_id
    assert one.digest(b"x") != other.digest(b"x")


def test_what_is_remembered_of_numbers_is_bounded() -> None:
    pseudonyms = Pseudonyms(KEY)
    many = [pseudonyms.nhs_number(str(number)) for number in range(10_005)]
    assert [pseudonyms.nhs_number(str(number)) for number in range(10_005)] == many


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    assert make_key(tmp_path) == read_key(tmp_path) == key
    assert KEY_FILE in (tmp_path / ".gitignore").read_text().split()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    make_key(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_gitignore_of_the_users_own_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    make_key(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize(
    "content", ["", "zz", "00ff"], ids=["empty", "no-hex", "short"]
)
def test_a_broken_key_is_said_to_be_so(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(EvidenceError, match="expected 32 bytes"):
        read_key(tmp_path)


def test_a_run_is_opened_before_it_is_joined(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="a run is opened first"):
        read_key(tmp_path)
