"""Secrets are found wherever they stand, and hidden in place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_bars.documents.hiding import (
    BEARER,
    KEY,
    NUMBER,
    TOKEN,
    find_secrets,
    hide,
)
from pytest_bars.documents.text import SourceText
from pytest_bars.masking import find_number

PEM = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"
JWT = "eyJhbGciOiJub25l" + "In0.eyJzdWIiOiIxIn0"
SECRETS = {
    "number": ("a 9658499007 b", [(NUMBER, 2, 12)]),
    "spaced": ("965 849 9007", [(NUMBER, 0, 12)]),
    "two-in-a-line": ("9658499007,9434765919", [(NUMBER, 0, 10), (NUMBER, 11, 21)]),
    "on-two-lines": ("9658499007\n9434765919", [(NUMBER, 0, 10), (NUMBER, 11, 21)]),
    "service-id": ("2000072489", []),
    "by-chance-in-a-uuid": (
        "4700251425ab 00000000-0000-4000-8000-4700251425ab 4700251425",
        [(NUMBER, 0, 10), (NUMBER, 50, 60)],
    ),
    "longer": ("96584990071", []),
    "wrong-check-digit": ("9658499008", []),
    "key": (f"x {PEM} y", [(KEY, 2, 2 + len(PEM))]),
    "key-cut-off": (PEM[:40], [(KEY, 0, 40)]),
    "token": (f"x {JWT}", [(TOKEN, 2, 2 + len(JWT))]),
    "bearer": ("Bearer abcdefgh", [(BEARER, 7, 15)]),
}


@pytest.mark.parametrize(("text", "secrets"), SECRETS.values(), ids=SECRETS)
def test_each_secret_is_found(text: str, secrets: list[tuple[str, int, int]]) -> None:
    assert [tuple(secret) for secret in find_secrets(text)] == secrets


def test_hidden_text_keeps_its_lines_and_columns() -> None:
    assert hide("a: 9658499007 b\n" + PEM) == (
        "a: ********** b\n" + "*" * 31 + "\n****\n" + "*" * 29
    )


def test_secrets_within_one_another_are_hidden_once() -> None:
    text = f"Bearer {JWT}.x"
    assert hide(text) == "Bearer " + "*" * (len(text) - 7)


def test_a_long_line_is_hidden_before_it_is_cut() -> None:
    line = "x" * 95 + " 9658499007"
    fault = SourceText("p", line).fault(0, 1, "no")
    assert "96584" not in fault.excerpt


def test_what_a_star_brings_out_is_hidden_too() -> None:
    assert set(hide(f"{JWT}.9658499007.9658499007")) == {"*", "."}


def test_ordinary_text_stays() -> None:
    assert hide("a: 12345\nb: x") == "a: 12345\nb: x"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["9658499007", " ", "\n", "1", ".", "-", "a", JWT])))
def test_no_number_is_left_and_nothing_moves(parts: list[str]) -> None:
    text = "".join(parts)
    hidden = hide(text)
    assert find_number(hidden) is None
    assert [*map(len, hidden.split("\n"))] == [*map(len, text.split("\n"))]
