"""OperationOutcome: read one out of a response body, or make one."""

from dataclasses import dataclass

from pytest_bars.fhir.resources import first
from pytest_bars.jsontypes import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue; None stands for what is absent or no text.

    severity, code: as FHIR has them. details_*: of the first coding of `details`, where
    BaRS puts its error code.
    """

    severity: str | None
    code: str | None
    diagnostics: str | None = None
    details_code: str | None = None
    details_system: str | None = None
    details_display: str | None = None


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """What an OperationOutcome says."""

    issues: tuple[Issue, ...]


def read_outcome(body: Json) -> OperationOutcome | None:
    """Read the OperationOutcome that a body is, or that its Bundle holds first.

    Lenient, so that a malformed one can still be shown: what has the wrong shape is
    left out. None when there is none.
    """
    outcome = first(body, "OperationOutcome")
    if outcome is None:
        return None
    issues = outcome.get("issue")
    listed = issues if isinstance(issues, list) else []
    return OperationOutcome(
        tuple(_read_issue(issue) for issue in listed if isinstance(issue, dict))
    )


def _read_issue(issue: JsonObject) -> Issue:
    coding = _first_coding(issue.get("details"))
    return Issue(
        severity=_text(issue.get("severity")),
        code=_text(issue.get("code")),
        diagnostics=_text(issue.get("diagnostics")),
        details_code=_text(coding.get("code")),
        details_system=_text(coding.get("system")),
        details_display=_text(coding.get("display")),
    )


def _first_coding(details: Json) -> JsonObject:
    codings = details.get("coding") if isinstance(details, dict) else None
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            return coding
    return {}


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def make_outcome(
    details_code: str,
    code: str,
    diagnostics: str,
    *,
    system: str,
    severity: str = "error",
    outcome_id: str | None = None,
    profile: str | None = None,
) -> JsonObject:
    """Make an OperationOutcome of one issue, as BaRS shapes them.

    details_code: the BaRS code, such as REC_CONFLICT. code: the FHIR issue type.
    system: of the coding; it has no default, as BaRS itself is of two minds.
    """
    outcome: JsonObject = {"resourceType": "OperationOutcome"}
    if outcome_id is not None:
        outcome["id"] = outcome_id
    if profile is not None:
        outcome["meta"] = {"profile": [profile]}
    outcome["issue"] = [
        {
            "severity": severity,
            "code": code,
            "details": {"coding": [{"system": system, "code": details_code}]},
            "diagnostics": diagnostics,
        }
    ]
    return outcome
