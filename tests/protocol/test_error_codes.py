import pytest

from pytest_bars.protocol.error_codes import (
    ERROR_CODES,
    RECEIVER_ORDER,
    Raiser,
    alternatives,
)


def test_the_code_system_has_48_codes_and_six_more_are_in_use() -> None:
    published = [code for code in ERROR_CODES.values() if code.is_published]
    assert (len(published), len(ERROR_CODES)) == (48, 54)


@pytest.mark.parametrize(
    ("code", "status", "raiser"),
    [
        ("SEND_FORBIDDEN", 403, Raiser.SENDER),
        ("REC_CONFLICT", 409, Raiser.RECEIVER),
        ("REC_TIMEOUT", 408, Raiser.RECEIVER),
        ("PROXY_NOT_FOUND", 404, Raiser.PROXY),
        ("BAD_REQUEST", 400, Raiser.PROXY),
        ("REC_TOO_EARLY", 425, Raiser.RECEIVER),
    ],
)
def test_a_code_has_its_status_and_who_raises_it(
    code: str, status: int, raiser: Raiser
) -> None:
    assert ERROR_CODES[code].status == status
    assert ERROR_CODES[code].raiser is raiser


def test_the_documented_conflict_over_408_is_kept() -> None:
    assert ERROR_CODES["REC_TIMEOUT"].statuses == (408, 409)


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("REC_UNAVAILABLE", ("REC_UNAVAILABLE", "REC_SERVICE_UNAVAILABLE")),
        ("PROXY_NOT_FOUND", ("PROXY_NOT_FOUND", "NOT_FOUND")),
        ("REC_CONFLICT", ("REC_CONFLICT",)),
    ],
)
def test_alternatives_begin_with_the_code_itself(
    code: str, others: tuple[str, ...]
) -> None:
    assert alternatives(code) == others


def test_a_receiver_looks_at_access_first_and_newer_data_last() -> None:
    assert RECEIVER_ORDER[0].startswith("access control")
    assert RECEIVER_ORDER[-1].startswith("for updates")
