"""The table of known errors has every one there is."""

import pytest

from pytest_bars.exchange import FaultKind
from pytest_bars.outcomes import Attribution
from pytest_bars.protocol.error_codes import ERROR_CODES
from pytest_bars.protocol.failures import (
    CALLS,
    answerer_of,
    explain_code,
    explain_status,
    explain_transport,
    failures,
)
from pytest_bars.protocol.proxy_errors import PROXY_ERRORS
from pytest_bars.stages import Stage


@pytest.mark.parametrize("code", ERROR_CODES)
def test_every_code_of_a_list_has_an_entry(code: str) -> None:
    found = explain_code(code)
    assert found.is_known
    assert found.key == code
    assert found.meaning.endswith(".")
    assert not found.action.endswith(".")


@pytest.mark.parametrize("key", PROXY_ERRORS)
def test_every_error_of_the_proxy_has_an_entry(key: str) -> None:
    error = next(error for name, error in PROXY_ERRORS.items() if name == key)
    assert explain_code(error.code, error.issue_code).is_known


@pytest.mark.parametrize("kind", FaultKind)
def test_every_way_to_get_no_answer_has_an_entry(kind: FaultKind) -> None:
    assert explain_transport(kind.value).is_known


def test_the_table_has_no_code_and_no_issue_type_no_list_has() -> None:
    for kind, key, issue in failures():
        if kind == "code":
            documented = {*ERROR_CODES[key].issue_codes, ""}
            assert issue in documented | {"duplicate", "login", "expired"}, key


def test_the_issue_type_tells_more_than_the_code() -> None:
    duplicate, conflict = (
        explain_code("REC_CONFLICT", issue) for issue in ("duplicate", "conflict")
    )
    assert "already processed" in duplicate.meaning
    assert "slot is taken" in conflict.meaning
    assert explain_code("REC_CONFLICT", "odd") == explain_code("REC_CONFLICT")


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("REC_TEAPOT", Attribution.RECEIVER),
        ("SEND_TEAPOT", Attribution.SENDER),
        ("TEAPOT", Attribution.PROXY),
        ("", Attribution.PROXY),
    ],
)
def test_a_code_of_no_list_says_so_and_belongs_to_who_raised_it(
    code: str, owner: Attribution
) -> None:
    found = explain_code(code, "processing")
    assert not found.is_known
    assert found.owner is owner
    assert found.meaning == "No published list has this code."


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("BAD_REQUEST", Attribution.SENDER),  # its headers are missing
        ("PROXY_NOT_FOUND", Attribution.PLATFORM),  # the catalogue lacks the target
        ("PROXY_TOO_MANY_REQUESTS", Attribution.HARNESS),  # we are too fast
        ("SERVER_ERROR", Attribution.PROXY),
        ("REC_TIMEOUT", Attribution.RECEIVER),
    ],
)
def test_the_owner_is_who_can_mend_it(code: str, owner: Attribution) -> None:
    assert explain_code(code).owner is owner


def test_an_answer_with_a_code_was_given_by_the_receiver_or_the_api() -> None:
    assert answerer_of("REC_CONFLICT") is Attribution.RECEIVER
    assert answerer_of("SEND_UNAUTHORIZED") is Attribution.PROXY


def test_a_status_is_explained_only_where_it_tells_enough() -> None:
    gateway = explain_status(504)
    assert gateway is not None
    assert gateway.owner is Attribution.PROXY
    assert explain_status(200) is None


def test_every_stage_says_whom_to_call() -> None:
    assert set(CALLS) == set(Stage)
