import pytest

from pytest_bars.protocol.headers import (
    ACCEPT,
    CORRELATION_ID,
    END_USER_ORGANISATION,
    REQUEST_ID,
    TARGET_IDENTIFIER,
    USE_CONTEXT,
)
from pytest_bars.protocol.operations import (
    API_VERSIONS,
    PROCESS_MESSAGE,
    Operation,
    find_in_any_version,
    find_operation,
    methods_of,
    operations,
    served_version,
    versions_with,
)

FROM_1_1 = ("1.1.0", "1.2.0", "1.3.0", "1.4.0")
FROM_1_2 = FROM_1_1[1:]


def operation(method: str, path: str, version: str) -> Operation:
    found = find_operation(method, path, version)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("version", "count"),
    [("1.0.0", 8), ("1.1.0", 21), ("1.2.0", 36), ("1.3.0", 36), ("1.4.0", 35)],
)
def test_each_version_has_its_operations(version: str, count: int) -> None:
    assert len({(o.method, o.path) for o in operations(version)}) == count
    assert len(operations(version)) == count


def test_a_version_that_was_never_published_has_none() -> None:
    assert operations("1.0.1") == ()
    assert operations("9.9.9") == ()


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
def test_an_operation_of_1_0_0_is_in_every_version(
    method: str, path: str, name: str
) -> None:
    assert operation(method, path, "1.0.0").name == name
    assert versions_with(method, path) == tuple(API_VERSIONS)


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
def test_what_no_version_has_is_not_found(method: str, path: str) -> None:
    assert versions_with(method, path) == ()


@pytest.mark.parametrize(
    ("method", "path", "versions"),
    [
        ("POST", "/Appointment", FROM_1_1),
        ("PATCH", "/ServiceRequest/r1", FROM_1_1),
        ("GET", "/DocumentReference", FROM_1_1),
        ("GET", "/HealthcareService", FROM_1_2),
        ("DELETE", "/Endpoint/e1", FROM_1_2),
        ("PUT", "/Organization/o1", ("1.2.0", "1.3.0")),
        ("GET", "/Endpoint/$template", ("1.4.0",)),
        ("DELETE", "/Endpoint/e1/$template", ("1.4.0",)),
    ],
)
def test_later_operations_are_in_the_versions_that_published_them(
    method: str, path: str, versions: tuple[str, ...]
) -> None:
    assert versions_with(method, path) == versions


def test_templates_are_no_endpoint_whose_id_is_an_operation() -> None:
    name = operation("GET", "/Endpoint/$template", "1.4.0").name
    assert name == "getEndpointTemplates"
    assert find_operation("DELETE", "/Endpoint/$template", "1.4.0") is None


@pytest.mark.parametrize("path", ["/Appointment", "/ServiceRequest"])
def test_only_1_0_0_requires_the_nhs_number_of_a_search(path: str) -> None:
    required = {v: operation("GET", path, v).required_query for v in API_VERSIONS}
    assert required.pop("1.0.0") == ("patient:identifier",)
    assert set(required.values()) == {()}


@pytest.mark.parametrize("version", FROM_1_1)
def test_a_search_takes_alternatives_to_the_nhs_number(version: str) -> None:
    names = [one.name for one in operation("GET", "/Appointment", version).query]
    assert names == [
        "patient:identifier",
        "patient:name",
        "patient:birthdate",
        "patient:address-postalcode",
    ]


def test_a_second_context_came_with_1_1_0() -> None:
    repeats = {
        v: operation("GET", "/MessageDefinition", v).query[0].repeats
        for v in API_VERSIONS
    }
    assert repeats == {v: v != "1.0.0" for v in API_VERSIONS}


def test_only_metadata_of_1_0_0_may_be_asked_without_a_target() -> None:
    without = [
        o.path for o in operations("1.0.0") if TARGET_IDENTIFIER not in o.headers
    ]
    assert without == ["/metadata"]
    assert operation("GET", "/metadata", "1.0.0").takes_header(TARGET_IDENTIFIER)


@pytest.mark.parametrize("path", ["/DocumentReference", "/Endpoint", "/Organization"])
def test_what_is_national_takes_no_target(path: str) -> None:
    assert not operation("GET", path, "1.2.0").takes_header(TARGET_IDENTIFIER)


def test_only_messages_of_1_0_0_need_use_context_and_carry_a_body() -> None:
    found = operations("1.0.0")
    assert [o.path for o in found if USE_CONTEXT in o.headers] == [PROCESS_MESSAGE]
    assert [o.path for o in found if o.content_type] == [PROCESS_MESSAGE]


def test_use_context_came_to_pointers_with_1_2_0() -> None:
    needs = [
        v
        for v in FROM_1_1
        if USE_CONTEXT in operation("POST", "/DocumentReference", v).headers
    ]
    assert needs == list(FROM_1_2)


def test_headers_are_those_of_the_version() -> None:
    first = operation("GET", "/DocumentReference", "1.1.0").headers
    assert set(first) == {REQUEST_ID, CORRELATION_ID, END_USER_ORGANISATION}
    later = operation("GET", "/DocumentReference", "1.2.0").headers
    assert set(later) == {*first, ACCEPT}


@pytest.mark.parametrize(
    ("path", "version", "content_type"),
    [
        (PROCESS_MESSAGE, "1.1.0", "application/fhir+json"),
        (PROCESS_MESSAGE, "1.4.0", "application/fhir+json;version=1.0.0"),
        ("/Appointment", "1.1.0", "application/fhir+json;version=1.1.0"),
        ("/Endpoint", "1.3.0", "application/fhir+json;version=1.3.0"),
    ],
)
def test_the_content_type_is_the_published_one(
    path: str, version: str, content_type: str
) -> None:
    assert operation("POST", path, version).content_type == content_type


def test_good_statuses_are_published() -> None:
    assert operation("POST", "/DocumentReference", "1.1.0").statuses == (201,)
    assert operation("PUT", "/Endpoint/e1", "1.4.0").statuses == (200, 201)


def test_methods_of_a_path_are_sorted() -> None:
    assert methods_of("/Appointment/b1", "1.0.0") == ("GET",)
    assert methods_of("/Appointment/b1", "1.1.0") == ("DELETE", "GET", "PATCH", "PUT")
    assert methods_of("/Organization", "1.4.0") == ()


def test_a_slot_search_needs_status_start_and_include() -> None:
    slots = operation("GET", "/Slot", "1.0.0")
    assert slots.required_query == ("status", "start", "_include")
    assert [one.name for one in slots.query if one.repeats] == ["start", "_include"]


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("0.9.0", "1.0.0"),
        ("1.0.0", "1.0.0"),
        ("1.0.7", "1.0.0"),
        ("1.1.6", "1.1.0"),
        ("1.4.0", "1.4.0"),
        ("1.10.0", "1.4.0"),
    ],
)
def test_a_version_between_two_is_served_by_the_lower(asked: str, served: str) -> None:
    assert served_version(asked) == served


def test_the_newest_version_speaks_for_an_operation() -> None:
    organisation = find_in_any_version("GET", "/Organization/o1")
    assert organisation is operation("GET", "/Organization/o1", "1.3.0")
    assert find_in_any_version("GET", "/Organisation/o1") is None
