import pytest

from tests.simulator.api import NHS_NUMBER, Api, assert_valid, outcome

TYPES = ["Appointment", "ServiceRequest"]


@pytest.mark.parametrize("resource_type", TYPES)
def test_an_unknown_id_is_not_found(api: Api, resource_type: str) -> None:
    response = api.get(f"/{resource_type}/00000000-0000-4000-8000-000000000000")
    assert outcome(response) == (404, "REC_NOT_FOUND", "not-found")
    assert_valid(response.json())


@pytest.mark.parametrize("resource_type", TYPES)
@pytest.mark.parametrize(
    "resource_id", ["4711", "00000000-0000-4000-8000-00000000000g"]
)
def test_an_id_must_be_a_guid(api: Api, resource_type: str, resource_id: str) -> None:
    response = api.get(f"/{resource_type}/{resource_id}")
    assert outcome(response) == (400, "REC_BAD_REQUEST", "value")


@pytest.mark.parametrize("resource_type", TYPES)
@pytest.mark.parametrize(
    ("query", "issue"),
    [
        ([], "required"),
        ([("patient", f"{NHS_NUMBER}|1")], "required"),
        ([("patient:identifier", "9658499007")], "value"),
        ([("patient:identifier", f"{NHS_NUMBER}|")], "value"),
    ],
    ids=["none", "another-parameter", "no-system", "no-value"],
)
def test_a_search_needs_the_patient(
    api: Api, resource_type: str, query: list[tuple[str, str]], issue: str
) -> None:
    response = api.get(f"/{resource_type}", query)
    assert outcome(response) == (400, "REC_BAD_REQUEST", issue)


def test_an_id_may_be_written_in_capitals(api: Api) -> None:
    confirmed = api.book()
    path = f"/Appointment/{confirmed['id'].upper()}"
    assert api.get(path).json()["id"] == confirmed["id"]
