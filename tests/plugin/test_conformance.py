"""What a run makes of a body that does not conform."""

import json
from pathlib import Path

import pytest

from tests.plugin.conftest import Run, evidence
from tests.plugin.plans import HEAD
from tests.plugin.servers import partner

# As the sandbox serves it: two members that are no lists, and one that is not FHIR.
BROKEN = {
    "resourceType": "ServiceRequest",
    "meta": {"lastUpdated": "2026-11-23T08:30:00Z"},
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/1"},
    "PatientInstruction": "Call back.",
}
PLAN = (
    HEAD.format(plan="TEST")
    + """\
- ref: T-01
  name: A referral is valid
  kind: happy-path
  steps:
    - ref: read
      name: Read it
      request: {get: /ServiceRequest/1, to: receiver}
      expect: [{conforms: ServiceRequest}]
"""
)
FAULT = "*PatientInstruction: ServiceRequest has no such member.*[[]CF-STRUCTURE]*"


def recorded(folder: Path, kind: str) -> list[dict[str, object]]:
    """Return what every record of a kind holds."""
    lines = (folder / "events" / "main.jsonl").read_text(encoding="utf-8").splitlines()
    records = map(json.loads, lines)
    return [each["data"] for each in records if each["type"] == kind]


def project(pytester: pytest.Pytester, base_url: str, settings: str) -> str:
    """Write a bars.yaml whose profile extends the sandbox; return the option for it."""
    text = (
        "schema: bars-project/1\nproject: p\n"
        "claims: [{application: 1, roles: [referral-receiver]}]\nprofiles:\n"
        f'  mine: {{extends: sandbox, base_url: "{base_url}"{settings}}}\n'
    )
    (pytester.path / "mine.yaml").write_text(text, encoding="utf-8")
    return "--bars-config=mine.yaml"


def test_a_sandbox_that_serves_invalid_fhir_fails_no_test(
    run: Run, pytester: pytest.Pytester
) -> None:
    with partner(BROKEN) as (base_url, _):
        option = project(pytester, base_url, "")
        result = run("--bars-env=mine", option, p=PLAN)
    result.assert_outcomes(passed=1)
    (check,) = recorded(evidence(pytester), "check")
    assert check["outcome"] == "warn"
    assert "[CF-STRUCTURE]" in str(check["details"])


def test_it_fails_where_that_is_asked(run: Run, pytester: pytest.Pytester) -> None:
    with partner(BROKEN) as (base_url, _):
        option = project(pytester, base_url, ", conformance: strict")
        result = run("--bars-env=mine", option, p=PLAN)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([FAULT])


def test_an_accepted_deviation_is_in_the_evidence(
    run: Run, pytester: pytest.Pytester
) -> None:
    accepted = (
        ", conformance: strict, deviations: "
        "[{rule: CF-STRUCTURE, where: '*.PatientInstruction', reason: as published}]"
    )
    with partner(BROKEN) as (base_url, _):
        option = project(pytester, base_url, accepted)
        result = run("--bars-env=mine", option, p=PLAN)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["bars: accepted deviation CF-STRUCTURE at *"])
    (opened,) = recorded(evidence(pytester), "run.opened")
    assert opened["conformance"] == "strict"
    assert "as published" in str(opened["deviations"])
    (check,) = recorded(evidence(pytester), "check")
    assert check["outcome"] == "warn"
    assert "accepted, as published: ServiceRequest" in str(check["details"])
