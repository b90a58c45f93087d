import pytest

from pytest_bars.protocol.error_codes import ERROR_CODES
from pytest_bars.protocol.identifiers import OPERATION_OUTCOME_VALUE_SET
from pytest_bars.protocol.proxy_errors import (
    NOT_JSON_TARGET,
    PROXY_ERRORS,
    PROXY_ORDER,
    UNKNOWN_SYSTEM,
    ProxyErrorKey,
)


def test_every_error_of_the_proxy_is_there_and_named_by_its_status() -> None:
    assert set(PROXY_ERRORS) == set(ProxyErrorKey)
    for key, error in PROXY_ERRORS.items():
        assert error.status in {None, int(key[:3])}


def test_the_order_leaves_out_only_what_the_proxy_never_raises() -> None:
    never = {key for key, error in PROXY_ERRORS.items() if error.status is None}
    assert set(PROXY_ORDER) == set(ProxyErrorKey) - never
    assert len(PROXY_ORDER) == 14


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (ProxyErrorKey.RATE_LIMITING, ProxyErrorKey.UNAUTHORIZED_UNKNOWN),
        (ProxyErrorKey.NOT_ENABLED, ProxyErrorKey.INVALID_HEADERS),
        (ProxyErrorKey.INVALID_HEADERS, ProxyErrorKey.INVALID_BASE64),
        (ProxyErrorKey.INVALID_BASE64, ProxyErrorKey.INVALID_TARGET),
        (ProxyErrorKey.INVALID_TARGET, ProxyErrorKey.NOT_FOUND),
    ],
)
def test_the_proxy_looks_in_this_order(
    first: ProxyErrorKey, then: ProxyErrorKey
) -> None:
    assert PROXY_ORDER.index(first) < PROXY_ORDER.index(then)


def test_a_proxy_error_makes_its_operation_outcome() -> None:
    body = PROXY_ERRORS[ProxyErrorKey.INVALID_BASE64].body
    assert body == {
        "resourceType": "OperationOutcome",
        "id": "76825bab-2cab-432a-b881-66ec070981d8",
        "meta": {
            "profile": [
                "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"
            ]
        },
        "issue": [
            {
                "severity": "error",
                "code": "400",
                "details": {
                    "coding": [
                        {
                            "system": OPERATION_OUTCOME_VALUE_SET,
                            "code": "PROXY_BAD_REQUEST",
                        }
                    ]
                },
                "diagnostics": "The base64 decoding of the NHSD-Target-Identifier "
                "header failed.",
            }
        ],
    }


def test_a_body_is_made_afresh_so_that_nobody_can_spoil_it() -> None:
    error = PROXY_ERRORS[ProxyErrorKey.NOT_FOUND]
    error.body.clear()
    assert error.body["resourceType"] == "OperationOutcome"


def test_every_code_of_the_proxy_is_known() -> None:
    assert {error.code for error in PROXY_ERRORS.values()} <= set(ERROR_CODES)


def test_targets_the_lookup_throws_on_surface_as_an_exception() -> None:
    assert PROXY_ERRORS[UNKNOWN_SYSTEM].status == 500
    assert PROXY_ERRORS[NOT_JSON_TARGET].status == 500
