import pytest

from pytest_bars.protocol.headers import TARGET_IDENTIFIER, USE_CONTEXT
from pytest_bars.protocol.operations import (
    OPERATIONS,
    PROCESS_MESSAGE,
    find_operation,
)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/metadata", "getMeta"),
        ("GET", "/MessageDefinition", "getMessageDefinition"),
        ("POST", "/$process-message", "processMessage"),
        ("GET", "/Slot", "getSlots"),
        ("GET", "/Appointment", "getBookingByPatient"),
        ("GET", "/Appointment/b1", "getBooking"),
        ("GET", "/ServiceRequest", "getReferralByPatient"),
        ("GET", "/ServiceRequest/r1", "getReferral"),
    ],
)
def test_an_operation_is_found_by_method_and_path(
    method: str, path: str, name: str
) -> None:
    found = find_operation(method, path)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", "/Slot", id="wrong-method"),
        pytest.param("GET", "/slot", id="case-matters"),
        pytest.param("GET", "/Appointment/", id="no-id"),
        pytest.param("GET", "/Appointment/1/2", id="deeper"),
        pytest.param("POST", "/xprocess-message", id="dollar-is-literal"),
        pytest.param("GET", "/Patient/1", id="unknown"),
    ],
)
def test_what_the_api_does_not_have_is_not_found(method: str, path: str) -> None:
    assert find_operation(method, path) is None


def test_api_1_0_0_has_eight_operations() -> None:
    assert len({(o.method, o.path) for o in OPERATIONS}) == 8


def test_only_metadata_may_be_asked_without_a_target() -> None:
    without = [o.path for o in OPERATIONS if TARGET_IDENTIFIER not in o.headers]
    assert without == ["/metadata"]


def test_only_messages_need_use_context_and_carry_a_body() -> None:
    assert [o.path for o in OPERATIONS if USE_CONTEXT in o.headers] == [PROCESS_MESSAGE]
    assert [o.path for o in OPERATIONS if o.has_body] == [PROCESS_MESSAGE]


def test_a_slot_search_needs_status_start_and_include() -> None:
    slots = find_operation("GET", "/Slot")
    assert slots is not None
    assert slots.required_query == ("status", "start", "_include")
