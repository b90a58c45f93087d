"""The last net catches shapes, and leaves routing evidence alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.masking import (
    find_number,
    is_nhs_number,
    is_personal_number,
    mask_text,
    personal_numbers,
)

PEM = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
JWT = "eyJhbGciOiJSUzUxMiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"

# Random, and the ten digits of its last group have a valid check digit.
CHANCE = "fcc67386-3309-55f6-94d3-4700251425bf"

DIGEST = "1215308868a7e9f5d0fe59ed20e73f1bcf070dffb4f3380feccbb5453982d8c1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("9434765919", True, id="valid"),
        pytest.param("9990000018", True, id="test range"),
        pytest.param("9434765918", False, id="wrong check digit"),
        pytest.param("943476591", False, id="nine digits"),
        pytest.param("943476591x", False, id="letter"),
        pytest.param("٩٤٣٤٧٦٥٩١٩", False, id="other digits"),
    ],
)
def test_check_digit(text: str, *, expected: bool) -> None:
    assert is_nhs_number(text) is expected


@pytest.mark.parametrize(
    ("first_nine", "expected"),
    [
        pytest.param("200007248", False, id="a service id"),
        pytest.param("137483956", False, id="a service id of TKW"),
        pytest.param("311200123", True, id="Scottish"),
        pytest.param("010100123", True, id="Scottish, first of January"),
        pytest.param("001200123", False, id="no day"),
        pytest.param("320000123", True, id="Northern Irish"),
        pytest.param("943476591", True, id="English"),
    ],
)
def test_ids_that_are_no_persons_are_not_personal(
    first_nine: str, *, expected: bool
) -> None:
    numbers = (f"{first_nine}{digit}" for digit in range(10))
    found = [*filter(is_nhs_number, numbers)]
    assert len(found) == 1
    assert is_personal_number(found[0]) is expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9658499007", id="plain"),
        pytest.param("965 849 9007", id="spaces"),
        pytest.param("965-849-9007", id="hyphens"),
        pytest.param("nhs-number|9658499007", id="after a pipe"),
        pytest.param("no.9658499007", id="after a full stop"),
        pytest.param(f"{CHANCE}/9658499007", id="beside a UUID"),
        pytest.param(f"9658499007-{CHANCE}", id="before a UUID"),
        pytest.param("94d3-9658499007bf", id="in a part of a UUID"),
        pytest.param(f"{DIGEST} 9658499007", id="beside a digest"),
        pytest.param("deadbeef9658499007", id="in a short hexadecimal word"),
        pytest.param(JWT, id="jwt"),
        pytest.param(f"Bearer {JWT}", id="bearer jwt"),
        pytest.param("Bearer abcdefgh12345", id="opaque bearer"),
        pytest.param(PEM, id="private key"),
        pytest.param(PEM[:40], id="torn private key"),
    ],
)
def test_secrets_and_numbers_are_masked(text: str) -> None:
    masked = mask_text(f"before {text} after")
    assert "[redacted]" in masked
    assert not any(part in masked for part in ("9007", "abcdefgh", "eyJ", "abc\n"))


@pytest.mark.parametrize(
    "text",
    [
        "service 2000072489",
        "phone 0205568263",
        "2026-11-23T10:00:00Z",
        "id 12345678901",
        f"ServiceRequest/{CHANCE}",
        f"urn:uuid:{CHANCE.upper()}",
        f"digest sha256:{DIGEST}",
        CHANCE.replace("-", ""),
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask_text(text) == text


def test_the_first_number_is_found_as_written() -> None:
    assert find_number(f"{CHANCE} and 965-849-9007") == "965-849-9007"
    assert find_number("ids 2000072489 and 965 849 9007") == "965 849 9007"
    assert find_number("nothing here") is None


def test_every_number_is_given_as_digits() -> None:
    text = f"965 849 9007, {CHANCE}, 9434765919"
    assert [*personal_numbers(text)] == ["9658499007", "9434765919"]


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)
