import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.fhir.outcome import Issue, make_outcome, read_outcome
from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json
from tests.fhir.json_values import JSON

SYSTEM = "https://fhir.nhs.uk/Codesystem/http-error-codes"


def test_what_is_made_is_read_back() -> None:
    body = make_outcome("REC_CONFLICT", "duplicate", "Sent twice.", system=SYSTEM)
    read = read_outcome(body)
    assert read is not None
    assert read.issues == (
        Issue(
            severity="error",
            code="duplicate",
            diagnostics="Sent twice.",
            details_code="REC_CONFLICT",
            details_system=SYSTEM,
        ),
    )


def test_what_is_made_conforms() -> None:
    body = make_outcome(
        "REC_CONFLICT",
        "conflict",
        "Taken.",
        system=SYSTEM,
        outcome_id="o1",
        profile="https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome",
    )
    assert validate(body, "OperationOutcome") == ()
    assert body["id"] == "o1"


def test_an_outcome_inside_a_bundle_is_found() -> None:
    body = make_outcome("REC_NOT_FOUND", "not-found", "No.", system=SYSTEM)
    bundle: Json = {"resourceType": "Bundle", "entry": [{"resource": body}]}
    read = read_outcome(bundle)
    assert read is not None
    assert read.issues[0].code == "not-found"


@pytest.mark.parametrize(
    "body",
    [None, [], {"resourceType": "Slot"}, {"issue": []}],
    ids=["null", "list", "other", "untyped"],
)
def test_no_outcome_reads_as_none(body: Json) -> None:
    assert read_outcome(body) is None


@pytest.mark.parametrize(
    ("issue", "read"),
    [
        pytest.param({}, Issue(None, None), id="empty"),
        pytest.param({"severity": 1, "code": []}, Issue(None, None), id="wrong-types"),
        pytest.param({"details": {"coding": [1]}}, Issue(None, None), id="no-coding"),
        pytest.param({"details": []}, Issue(None, None), id="no-details"),
        pytest.param(
            {"details": {"coding": [{"code": "A", "display": "B"}, {"code": "C"}]}},
            Issue(None, None, details_code="A", details_display="B"),
            id="first-coding",
        ),
    ],
)
def test_a_malformed_issue_is_read_as_far_as_it_goes(issue: Json, read: Issue) -> None:
    body: Json = {"resourceType": "OperationOutcome", "issue": [issue, 1]}
    found = read_outcome(body)
    assert found is not None
    assert found.issues == (read,)


def test_an_outcome_without_issues_has_none() -> None:
    found = read_outcome({"resourceType": "OperationOutcome", "issue": "x"})
    assert found is not None
    assert found.issues == ()


@given(value=JSON, wrapped=st.booleans())
def test_reading_never_raises(value: Json, *, wrapped: bool) -> None:
    body: Json = (
        {"resourceType": "OperationOutcome", "issue": value} if wrapped else value
    )
    read_outcome(body)
