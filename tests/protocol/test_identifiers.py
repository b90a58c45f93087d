import pytest

from pytest_bars.protocol.identifiers import (
    HTTP_ERROR_CODES,
    HTTP_ERROR_CODES_ON_THE_WIRE,
    NHS_NUMBER,
    OPERATION_OUTCOME_VALUE_SET,
    is_error_code_system,
)


@pytest.mark.parametrize(
    ("system", "is_known"),
    [
        (HTTP_ERROR_CODES, True),
        (HTTP_ERROR_CODES_ON_THE_WIRE, True),
        (OPERATION_OUTCOME_VALUE_SET, True),
        (NHS_NUMBER, False),
    ],
)
def test_error_codes_are_met_under_either_spelling(
    system: str, *, is_known: bool
) -> None:
    assert is_error_code_system(system) is is_known
