"""The check `outcome`."""

import pytest
from pydantic import ValidationError

from pytest_bars.checks.operation_outcome import OutcomeCheck
from pytest_bars.fhir.outcome import make_outcome
from pytest_bars.outcomes import CheckOutcome
from pytest_bars.protocol.identifiers import HTTP_ERROR_CODES
from tests.checks.exchanges import exchange, judged

PASS, FAIL, WARN = CheckOutcome.PASS, CheckOutcome.FAIL, CheckOutcome.WARN
PUBLISHED = make_outcome(
    "REC_CONFLICT", "duplicate", "sent before", system=HTTP_ERROR_CODES
)


@pytest.mark.parametrize(
    ("wanted", "outcome"),
    [
        pytest.param({"code": "REC_CONFLICT"}, PASS, id="code"),
        pytest.param({"issue": "duplicate"}, PASS, id="issue"),
        pytest.param({"severity": "error"}, PASS, id="severity"),
        pytest.param({"code": ["REC_X", "REC_CONFLICT"]}, PASS, id="alternatives"),
        pytest.param({"code": "REC_CONFLICT", "issue": "conflict"}, FAIL, id="half"),
        pytest.param({"severity": ["fatal", "warning"]}, FAIL, id="no alternative"),
    ],
)
def test_one_issue_must_have_all_of_it(
    wanted: dict[str, object], outcome: CheckOutcome
) -> None:
    result = judged(OutcomeCheck, {"outcome": wanted}, exchange(PUBLISHED))
    assert result.outcome is outcome


def test_a_mismatch_shows_what_came_and_its_diagnostics() -> None:
    wanted = {"code": "REC_CONFLICT", "issue": ["conflict", "exists"]}
    result = judged(OutcomeCheck, {"outcome": wanted}, exchange(PUBLISHED))
    assert result.expected == (
        "OperationOutcome with code REC_CONFLICT, issue conflict or exists"
    )
    assert result.actual == "code REC_CONFLICT, issue duplicate, severity error"
    assert result.details == ("diagnostics: sent before",)


@pytest.mark.parametrize(
    ("system", "outcome"),
    [
        pytest.param(
            "https://fhir.nhs.uk/Codesystem/http-error-codes", PASS, id="wire"
        ),
        pytest.param(
            "http://hl7.org/fhir/ValueSet/operation-outcome", PASS, id="proxy's own"
        ),
        pytest.param("https://example.org/codes", WARN, id="unknown"),
        pytest.param("", WARN, id="none"),
    ],
)
def test_another_code_system_is_shown(system: str, outcome: CheckOutcome) -> None:
    body = make_outcome("REC_CONFLICT", "duplicate", "", system=system)
    result = judged(OutcomeCheck, {"outcome": {"code": "REC_CONFLICT"}}, exchange(body))
    assert result.outcome is outcome
    assert result.details == (
        f"code system: {system or 'none'}; the published one is {HTTP_ERROR_CODES}",
    )


def test_the_code_system_does_not_matter_where_no_code_is_asked() -> None:
    body = make_outcome("REC_X", "duplicate", "", system="https://example.org/codes")
    result = judged(OutcomeCheck, {"outcome": {"issue": "duplicate"}}, exchange(body))
    assert (result.outcome, result.details) == (PASS, ())


@pytest.mark.parametrize(
    ("body", "actual"),
    [
        ({"resourceType": "Bundle"}, "Bundle, no OperationOutcome"),
        ({"error": "x"}, "no FHIR resource"),
        ({"resourceType": "OperationOutcome"}, "no issue in it"),
        (
            {"resourceType": "OperationOutcome", "issue": [{}]},
            "code absent, issue absent, severity absent",
        ),
    ],
)
def test_what_holds_no_such_issue_fails(body: dict[str, object], actual: str) -> None:
    node = {"outcome": {"code": "REC_CONFLICT"}}
    result = judged(OutcomeCheck, node, exchange(body))  # type: ignore[arg-type] # JSON
    assert (result.outcome, result.actual) == (FAIL, actual)


@pytest.mark.parametrize("wanted", [{}, {"severity": "bad"}, {"code": None}])
def test_what_asks_nothing_known_is_refused(wanted: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OutcomeCheck.model_validate({"outcome": wanted})
