import pytest

from pytest_bars.errors import ProtocolError
from pytest_bars.protocol.use_cases import (
    USE_CASES,
    UseContext,
    application_of,
    parse_use_context,
    use_context,
)

HEADER = "a1t1|cancelled|booking-request|update"


def test_use_context_joins_four_values_in_the_order_of_the_guide() -> None:
    assert use_context("a1t1", "cancelled", "booking-request", "update") == HEADER


def test_use_context_is_read_back() -> None:
    read = parse_use_context(HEADER)
    assert read == UseContext("a1t1", "cancelled", "booking-request", "update")
    assert str(read) == HEADER


@pytest.mark.parametrize(
    "header",
    ["", "a|b|c", "a|b|c|d|e", "a||c|d", "a | b | c | d"],
    ids=["empty", "three", "five", "a-gap", "spaces"],
)
def test_use_context_with_other_than_four_values_is_refused(header: str) -> None:
    with pytest.raises(ProtocolError, match="four values"):
        parse_use_context(header)


def test_every_use_case_names_its_application() -> None:
    assert {application_of(code) for code in USE_CASES} == {1, 2, 3, 4, 5, 6}


def test_an_unknown_use_case_has_no_application() -> None:
    assert application_of("a7t1") is None
